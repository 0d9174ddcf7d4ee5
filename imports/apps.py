from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        """Words for the log. Readers are registered by the floors that they fill."""
        from operations.selectors import DETAIL_WORDS
        from operations.words import OBJECT_WORDS, VERB_WORDS

        OBJECT_WORDS.update({"imports.batch": "import"})
        VERB_WORDS.update(
            {
                "batch_upload": "geüpload",
                "batch_check": "gecontroleerd",
                "batch_answer": "vragen beantwoord",
                "batch_approve": "toegepast",
                "batch_reject": "afgewezen",
                "batch_undo": "ongedaan gemaakt",
            }
        )
        DETAIL_WORDS.update(
            {
                "reader": "bron", "state": "stand", "rows": "rijen", "added": "nieuw", "changed": "gewijzigd",
                "equal": "gelijk", "refused": "geweigerd", "facts": "vastgelegd", "note": "toelichting",
            }
        )  # fmt: skip
