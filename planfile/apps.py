from django.apps import AppConfig


class PlanfileConfig(AppConfig):
    name = "planfile"
