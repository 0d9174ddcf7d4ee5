from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"

    def ready(self) -> None:
        """Tell the floor below where its audit events and mails go."""
        # Importing registers the check with `manage.py doctor`.
        from operations import health  # noqa: F401
        from operations.services import audit_record, mail_queue
        from organisation import events

        if audit_record not in events.on_audit:
            events.on_audit.append(audit_record)
        if mail_queue not in events.on_mail:
            events.on_mail.append(mail_queue)
