from django.urls import path

app_name = "planfile"
urlpatterns: list = []
