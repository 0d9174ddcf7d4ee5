from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        from indicators.readers import register_all
        from operations.selectors import DETAIL_WORDS
        from operations.words import OBJECT_WORDS, VERB_WORDS

        register_all()
        OBJECT_WORDS.update(
            {
                "indicators.observation": "cijfer",
                "indicators.tablemapping": "indeling",
                "indicators.surveyquestion": "onderzoeksvraag",
            }
        )
        VERB_WORDS.update(
            {
                "observation_enter": "ingevoerd",
                "observation_correct": "verbeterd",
                "observation_withdraw": "ingetrokken",
                "mapping_save": "vastgelegd",
                "mapping_remove": "verwijderd",
                "survey_question_save": "vastgelegd",
            }
        )
        DETAIL_WORDS.update({"ground": "reden"})
