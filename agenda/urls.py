"""Addresses of the agenda's own pages."""

from django.urls import path

from agenda import views
from agenda.evaluations import views as evaluation_views
from agenda.themes import views as theme_views

app_name = "agenda"
EVALUATIONS = "agenda/<str:period>/doelstellingen/<str:code>/evaluaties"
urlpatterns = [
    path(
        "agenda/<str:period>/doelstellingen/<str:code>/verantwoordelijk/",
        views.objective_owners,
        name="objective_owners",
    ),
    path(f"{EVALUATIONS}/", evaluation_views.evaluations, name="evaluations"),
    path(f"{EVALUATIONS}/nieuw/", evaluation_views.evaluation_new, name="evaluation_new"),
    path(f"{EVALUATIONS}/<int:pk>/", evaluation_views.evaluation_edit, name="evaluation"),
    path(f"{EVALUATIONS}/<int:pk>/afspraak/", evaluation_views.agreement_new, name="agreement_new"),
    path(f"{EVALUATIONS}/afspraken/<int:pk>/", evaluation_views.agreement_end, name="agreement_close"),
    path("agenda/<str:period>/themas/", theme_views.themes, name="themes"),
    path("agenda/<str:period>/themas/<int:year>/<str:council>/", theme_views.themes_edit, name="themes_edit"),
]
