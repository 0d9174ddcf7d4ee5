"""The form in which somebody says which figure a question of a survey feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from indicators.breakdowns import BREAKDOWNS, VALUE_LABELS, parse_key
from indicators.mapping_forms import LABELS
from indicators.models import SurveyQuestion
from indicators.reader_services import Fed, version_of

How, Per = SurveyQuestion.How, SurveyQuestion.Per
SPLITS = [key for key, values in BREAKDOWNS.items() if values and key != Per.ANSWER.value]


class QuestionForm(forms.Form):
    """``indicators``: (key, name). ``fixed``: the survey cannot be chosen any more."""

    survey = forms.ChoiceField(label="Onderzoek", choices=SurveyQuestion.Survey.choices)
    question = forms.CharField(
        label="Vraag", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zoals die in het bestand staat. Hoofdletters, leestekens en een nummer ervoor maken niet uit.",
    )  # fmt: skip
    indicator = forms.ChoiceField(label="Vult de indicator")
    how = forms.ChoiceField(label="Wat wordt geteld", choices=How.choices)
    per = forms.ChoiceField(
        label="Over wie", choices=[choice for choice in Per.choices if choice[0] != Per.ANSWER],
        help_text="Een percentage per antwoord gaat altijd over de hele instelling.",
    )  # fmt: skip
    in_use = forms.BooleanField(label="In gebruik", required=False, initial=True)
    part = forms.CharField(
        label="Onderdeel", max_length=80, required=False,
        help_text="Alleen als de indicator over verschillende dingen gaat. Leeg: het geheel.",
    )  # fmt: skip
    only = forms.CharField(
        label="Alleen voor", max_length=300, required=False,
        help_text="Alleen bij het MTO: kenmerken van medewerkers. Een streep (|) scheidt spellingen, een puntkomma "
        "scheidt eisen. Bijvoorbeeld: OP|docent;0-2 jaar. Leeg: iedereen.",
    )  # fmt: skip
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, indicators: Sequence[tuple[str, str]], fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["survey"]
        self._choose("indicator", [("", "Kies een indicator"), *indicators])
        for key in SPLITS:
            values = [(one, VALUE_LABELS.get(one, one)) for one in BREAKDOWNS[key] or ()]
            self.fields[key] = forms.ChoiceField(label=LABELS[key], required=False)
            self._choose(key, [("", "Geheel"), *values])

    def _choose(self, field: str, choices: Sequence[tuple[str, str]]) -> None:
        chosen = self.fields[field]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - for the type checker
        chosen.choices = choices

    @property
    def main(self) -> list[forms.BoundField]:
        names = ("version", "survey", "question", "indicator", "how", "per", "in_use")
        return [self[name] for name in names if name in self.fields]

    @property
    def seldom(self) -> list[forms.BoundField]:
        return [self[name] for name in ("part", "only", *SPLITS)]

    @property
    def is_special(self) -> bool:
        """Whether something that folds away was filled in or is wrong."""
        return any(field.errors or field.value() for field in self.seldom)

    @property
    def fed(self) -> Fed:
        """What was chosen, of a form that is valid."""
        said = self.cleaned_data
        how = How(said["how"])
        return Fed(
            indicator=said["indicator"],
            how=how,
            per=Per.ANSWER if how == How.ANSWERS else Per(said["per"]),
            part=said["part"],
            breakdown={key: said[key] for key in SPLITS if said[key]},
            only=said["only"],
        )


def initial_of(row: SurveyQuestion) -> dict[str, Any]:
    """A stored row as the form shows it."""
    per = Per.WHOLE.value if row.per == Per.ANSWER else row.per
    return {
        "question": row.question, "indicator": row.indicator, "how": row.how, "per": per, "in_use": row.in_use,
        "part": row.part, "only": row.only, "version": version_of(row), **parse_key(row.breakdown),
    }  # fmt: skip
