from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "agenda"

    def ready(self) -> None:
        # Importing registers the check with `manage.py doctor`.
        from agenda import health  # noqa: F401
