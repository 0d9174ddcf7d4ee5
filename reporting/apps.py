from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "verantwoording"

    def ready(self) -> None:
        from operations.selectors import DETAIL_WORDS
        from operations.words import OBJECT_WORDS, VERB_WORDS

        OBJECT_WORDS.update(
            {
                "reporting.reportsnapshot": "momentopname",
                "reporting.report": "verslag",
                "reporting.story": "verhaal",
                "reporting.reporttemplate": "sjabloon",
            }
        )
        VERB_WORDS.update(
            {
                "snapshot_make": "gemaakt",
                "report_start": "begonnen",
                "report_propose": "ter vaststelling voorgelegd",
                "report_return": "teruggestuurd",
                "report_sign": "vastgesteld",
                "template_add": "toegevoegd",
                "template_choose": "in gebruik genomen",
                "template_withdraw": "buiten gebruik gesteld",
                "story_keep": "bewaard",
                "comment_add": "van een opmerking voorzien",
                "comment_settle": "opmerking afgehandeld",
            }
        )
        for key, word in {"version": "versie", "ready": "klaar voor lezen", "sha256": "vingerafdruk"}.items():
            DETAIL_WORDS.setdefault(key, word)
