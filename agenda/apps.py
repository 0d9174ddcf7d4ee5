from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "agenda"

    def ready(self) -> None:
        # Importing registers the check with `manage.py doctor`.
        from agenda import health  # noqa: F401
        from agenda.guards import agenda_keeps_brin
        from agenda.services import objectives_hand_over
        from operations.words import OBJECT_WORDS, VERB_WORDS
        from organisation.guards import brin_guards
        from organisation.handover import handover_hooks

        brin_guards.append(agenda_keeps_brin)
        handover_hooks.append(objectives_hand_over)
        OBJECT_WORDS.update({"agenda.agenda": "agenda", "agenda.objective": "doelstelling"})
        VERB_WORDS.update(
            {
                "agenda_load": "geladen",
                "objective_owners_set": "verantwoordelijken gekozen",
                "objective_hand_over": "overgedragen",
            }
        )
