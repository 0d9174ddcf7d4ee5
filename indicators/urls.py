"""Addresses of the indicator pages."""

from django.urls import path

from indicators import views
from indicators.fitness import views as fitness_views

app_name = "indicators"
urlpatterns = [
    path("indicatoren/", views.indicator_index, name="index"),
    path("indicatoren/bruikbaarheid/", fitness_views.indicator_fitness, name="fitness"),
    path("indicatoren/<str:code>/", views.indicator_detail, name="indicator"),
    path("indicatoren/<str:code>/cijfers.csv", views.indicator_csv, name="indicator_csv"),
    path("indicatoren/<str:code>/xlsx/", views.indicator_xlsx, name="indicator_xlsx"),
]
