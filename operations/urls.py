from django.urls import path

from operations import views

app_name = "operations"
urlpatterns = [
    path("beheer/logboek/", views.audit, name="events"),
    path("beheer/logboek/logboek.csv", views.audit_file, name="events_file"),
    path("beheer/logboek/mails/", views.mails_again, name="mails_again"),
]
