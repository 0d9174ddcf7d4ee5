"""Addresses of the reports."""

from django.urls import path

from reporting.workflow import views

app_name = "reporting"
ONE = "verantwoording/<int:year>/<int:pk>/"
urlpatterns = [
    path("verantwoording/", views.index, name="index"),
    path("verantwoording/nieuw/", views.start, name="start"),
    path(ONE, views.report, name="report"),
    path(f"{ONE}maken/", views.write, name="write"),
    path(f"{ONE}voorleggen/", views.propose, name="propose"),
    path(f"{ONE}terug/", views.send_back, name="return"),
    path(f"{ONE}vaststellen/", views.sign, name="sign"),
    path(f"{ONE}verbeteren/", views.correct, name="correct"),
    path(f"{ONE}lezen/", views.preview, name="preview"),
    path(f"{ONE}bestand/<slug:name>/", views.document, name="document"),
]
