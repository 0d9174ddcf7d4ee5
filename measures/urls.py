from django.urls import path

from measures import views

app_name = "measures"
urlpatterns = [
    path("maatregelen/", views.index, name="index"),
    path("maatregelen/<path:code>/", views.measure, name="measure"),
]
