"""Addresses of the combined pages."""

from django.urls import path

from dashboards import outlook_views, views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/<str:period>/", views.agenda_glance, name="glance"),
    path("agenda/<str:period>/vooruitblik/", outlook_views.outlook, name="outlook"),
    path("agenda/<str:period>/doelstellingen/<str:code>/", views.objective_detail, name="objective"),
    path("eenheden/", views.unit_index, name="units"),
    path("eenheden/<slug:code>/", views.unit_detail, name="unit"),
]
