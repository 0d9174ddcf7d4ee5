from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "agenda"

    def ready(self) -> None:
        # Importing registers the check with `manage.py doctor`.
        from agenda import health  # noqa: F401
        from agenda.guards import agenda_keeps_brin
        from agenda.selectors import four_eyes_asked
        from agenda.services import objectives_hand_over
        from imports.registry import asks_four_eyes
        from operations.selectors import DETAIL_WORDS
        from operations.words import OBJECT_WORDS, VERB_WORDS
        from organisation.guards import brin_guards
        from organisation.handover import handover_hooks

        brin_guards.append(agenda_keeps_brin)
        handover_hooks.append(objectives_hand_over)
        asks_four_eyes.append(four_eyes_asked)
        OBJECT_WORDS.update(
            {"agenda.agenda": "agenda", "agenda.objective": "doelstelling", "agenda.round": "ronde"}
        )
        OBJECT_WORDS.update({"agenda.evaluation": "evaluatie", "agenda.agreement": "afspraak"})
        for key, word in {"about_on": "peildatum", "due_on": "laatste dag", "reason": "reden"}.items():
            DETAIL_WORDS.setdefault(key, word)
        VERB_WORDS.update(
            {
                "evaluation_add": "vastgelegd",
                "evaluation_change": "gewijzigd",
                "agreement_add": "gemaakt",
                "agreement_close": "afgerond",
                "themes_save": "thema's vastgelegd",
                "agenda_load": "geladen",
                "objective_owners_set": "verantwoordelijken gekozen",
                "objective_hand_over": "overgedragen",
                "round_open": "geopend",
                "round_move": "laatste dag verzet",
                "round_close": "gesloten",
                "round_reopen": "heropend",
            }
        )
