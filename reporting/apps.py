from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "verantwoording"

    def ready(self) -> None:
        from operations.words import OBJECT_WORDS, VERB_WORDS

        OBJECT_WORDS["reporting.reportsnapshot"] = "momentopname"
        VERB_WORDS["snapshot_make"] = "gemaakt"
