"""Addresses of the combined pages."""

from django.urls import path

from dashboards import history_views, missing_views, money_views, outlook_views, search_views, views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/<str:period>/", views.agenda_glance, name="glance"),
    path("agenda/<str:period>/wat-ontbreekt/", missing_views.missing, name="missing"),
    path("agenda/<str:period>/veranderd/", missing_views.changed, name="changed"),
    path("agenda/<str:period>/geld/", money_views.money, name="money"),
    path("agenda/<str:period>/vooruitblik/", outlook_views.outlook, name="outlook"),
    path("agenda/<str:period>/doelstellingen/<str:code>/", views.objective_detail, name="objective"),
    path(
        "agenda/<str:period>/doelstellingen/<str:code>/geschiedenis/",
        history_views.of_objective,
        name="objective_history",
    ),
    # Stands before the address of a measure, whose code takes the rest of the line.
    path("maatregelen/<path:code>/geschiedenis/", history_views.of_measure, name="measure_history"),
    path("zoeken/", search_views.search_page, name="search"),
    path("eenheden/", views.unit_index, name="units"),
    path("eenheden/<slug:code>/", views.unit_detail, name="unit"),
]
