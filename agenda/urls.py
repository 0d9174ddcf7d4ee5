"""Addresses of the agenda's own pages."""

from django.urls import path

from agenda import views

app_name = "agenda"
urlpatterns = [
    path(
        "agenda/<str:period>/doelstellingen/<str:code>/verantwoordelijk/",
        views.objective_owners,
        name="objective_owners",
    ),
]
