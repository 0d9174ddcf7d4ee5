"""Addresses of the findings, the agenda file and its items."""

from django.urls import path

from planfile.views import agenda_file, findings, items, versions

app_name = "planfile"

EDIT = "beheer/agenda/bewerken/"

CHANGES = "agenda/<str:period>/wijzigingen/"

urlpatterns = [
    path(CHANGES, versions.versions, name="versions"),
    path(f"{CHANGES}<int:number>/", versions.version, name="version"),
    path(f"{CHANGES}<int:number>/agenda.yaml", versions.version_file, name="version_file"),
    path(f"{CHANGES}<int:number>/instemming/", versions.consent, name="consent"),
    path("bevindingen/", findings.findings, name="findings"),
    path("beheer/agenda/", agenda_file.upload, name="upload"),
    path("beheer/agenda/verschillen/<str:token>/", agenda_file.confirm, name="confirm"),
    path("beheer/agenda/bestand/<str:slug>.yaml", agenda_file.download, name="download"),
    path(EDIT, items.start, name="edit"),
    path(f"{EDIT}<str:slug>/", items.items, name="items"),
    path(f"{EDIT}<str:slug>/<str:kind>/", items.item, name="item"),
    path(f"{EDIT}<str:slug>/<str:kind>/nieuw/", items.item_add, name="item_add"),
    path(f"{EDIT}<str:slug>/<str:kind>/verwijderen/", items.item_remove, name="item_remove"),
]
