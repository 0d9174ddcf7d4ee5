"""Addresses of the import."""

from django.urls import path

from imports import views

app_name = "imports"

urlpatterns = [
    path("import/", views.index, name="index"),
    path("import/<int:pk>/", views.batch, name="batch"),
    path("import/<int:pk>/bestand/", views.file, name="file"),
    path("import/<int:pk>/antwoorden/", views.answer, name="answer"),
    path("import/<int:pk>/goedkeuren/", views.approve, name="approve"),
    path("import/<int:pk>/afwijzen/", views.reject, name="reject"),
    path("import/<int:pk>/terugdraaien/", views.undo, name="undo"),
    path("import/<int:pk>/opnieuw/", views.recheck, name="recheck"),
]
