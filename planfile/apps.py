from django.apps import AppConfig


class PlanfileConfig(AppConfig):
    name = "planfile"

    def ready(self) -> None:
        from operations.words import OBJECT_WORDS, VERB_WORDS

        OBJECT_WORDS["planfile.agendaversion"] = "versie van de agenda"
        VERB_WORDS["version_consent"] = "instemming vastgelegd"
