from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "verantwoording"

    def ready(self) -> None:
        from operations.words import OBJECT_WORDS, VERB_WORDS

        OBJECT_WORDS.update({"reporting.reportsnapshot": "momentopname", "reporting.report": "verslag"})
        VERB_WORDS.update(
            {
                "snapshot_make": "gemaakt",
                "report_start": "begonnen",
                "report_propose": "ter vaststelling voorgelegd",
                "report_return": "teruggestuurd",
                "report_sign": "vastgesteld",
            }
        )
