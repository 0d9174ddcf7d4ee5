"""Forms of the import. They read input; what is allowed, the services decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings

from imports.answers import asks_units, offered, unit_choices
from imports.checks import MIB
from imports.models import BatchProblem
from imports.registry import Reader


class UploadForm(forms.Form):
    """A file and what it is; ``readers``: the kinds that may be chosen."""

    reader = forms.ChoiceField(
        label="Wat voor bestand is het?", error_messages={"required": "Kies een soort."}
    )
    file = forms.FileField(
        label="Bestand",
        allow_empty_file=True,
        error_messages={"required": "Kies een bestand.", "max_length": "De naam van dit bestand is te lang."},
    )
    edition = forms.CharField(
        label="Editie",
        max_length=80,
        required=False,
        help_text="Het jaar of de naam van deze uitgave, bijvoorbeeld 2025. Een oude uitgave verandert zo nooit "
        "de cijfers van een nieuwere.",
    )
    period = forms.CharField(
        label="Periode",
        max_length=40,
        required=False,
        help_text="Bijvoorbeeld 2024 of 2024/2025. Alleen nodig als het bestand dit niet zelf zegt.",
    )

    def __init__(self, *args: Any, readers: Iterable[Reader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(readers)
        choices = [
            (one.name, f"{one.title} ({', '.join('.' + end for end in one.extensions)})") for one in known
        ]
        cast(forms.ChoiceField, self.fields["reader"]).choices = [("", "Kies een soort"), *choices]
        ends = sorted({f".{end}" for one in known for end in one.extensions})
        self.fields["file"].widget.attrs["accept"] = ",".join(ends)
        self.fields["file"].help_text = f"Ten hoogste {settings.IMPORT_MAX_BYTES // MIB} MB."


class QuestionField(forms.ChoiceField):
    """The choices of one question; it may stay open."""

    def __init__(self, question: BatchProblem, units: list[tuple[str, str]]) -> None:
        super().__init__(
            label=question.question_text,
            choices=[("", "Kies een antwoord"), *offered(question, units)],
            required=False,
            help_text="" if question.place == "bestand" else f"Gevonden bij: {question.place}.",
            error_messages={"invalid_choice": "Kies een van de antwoorden uit de lijst."},
        )


class AnswerForm(forms.Form):
    """Every open question of a file; each field is named after the question's place in the list."""

    def __init__(self, questions: list[BatchProblem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = {f"vraag-{question.pk}": question for question in questions}
        units = unit_choices() if asks_units(questions) else []
        for name, question in self.questions.items():
            self.fields[name] = QuestionField(question, units)

    def answers(self) -> dict[tuple[str, str], str]:
        """What was answered, by (kind, key)."""
        return {
            (question.question_kind, question.question_key): self.cleaned_data[name]
            for name, question in self.questions.items()
            if self.cleaned_data.get(name)
        }


class NoteForm(forms.Form):
    """Why a file is rejected or taken back."""

    note = forms.CharField(
        label="Waarom", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
