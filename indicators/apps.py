from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"

    def ready(self) -> None:
        from imports.registry import Memory, front_sections, memories
        from indicators.freshness import freshness_section
        from indicators.readers import register_all
        from indicators.readers.duo_counts import PROGRAMME
        from indicators.remembering import crebo_forget, crebo_remember
        from operations.selectors import DETAIL_WORDS
        from operations.words import OBJECT_WORDS, VERB_WORDS

        register_all()
        memories[PROGRAMME] = Memory(crebo_remember, crebo_forget)
        front_sections.append(freshness_section)
        OBJECT_WORDS.update(
            {
                "indicators.observation": "cijfer",
                "indicators.tablemapping": "indeling",
                "indicators.surveyquestion": "onderzoeksvraag",
                "indicators.programmecrebo": "crebo",
            }
        )
        VERB_WORDS.update(
            {
                "observation_enter": "ingevoerd",
                "observation_correct": "verbeterd",
                "observation_withdraw": "ingetrokken",
                "observation_take_back": "teruggenomen",
                "mapping_save": "vastgelegd",
                "mapping_remove": "verwijderd",
                "survey_question_save": "vastgelegd",
                "survey_question_remove": "verwijderd",
                "crebo_remove": "vergeten",
                "unit_reopen": "heropend",
            }
        )
        DETAIL_WORDS.update({"ground": "reden"})
