"""Addresses of the indicator pages."""

from django.urls import path

from indicators import views

app_name = "indicators"
urlpatterns = [
    path("indicatoren/", views.indicator_index, name="index"),
    path("indicatoren/<str:code>/", views.indicator_detail, name="indicator"),
    path("indicatoren/<str:code>/cijfers.csv", views.indicator_csv, name="indicator_csv"),
]
