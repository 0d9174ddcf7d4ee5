"""Forms of evaluations and agreements. What is allowed, the services decide."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from agenda.evaluations.selectors import AgreementRow
from agenda.evaluations.services import EvaluationFields, NewAgreement, participants_of
from agenda.models import Answer, Evaluation
from organisation.forms import DayField

LINES = {"rows": 3}
NEW_ROWS = 3
"""Empty lines for agreements; more can be added after saving."""
OWNER_HELP = "Een rol, dienst of organisatie, geen naam van een persoon."
ANSWERS = [("", "niet besproken"), *Answer.choices]
NO_OUTCOME = "Schrijf op wat ervan gekomen is, of haal het vinkje weg."
NO_TICK = "Zet een vinkje bij Afgerond, of haal deze tekst weg."


@dataclass(frozen=True)
class OldRow:
    """An open agreement of an earlier evaluation, with the two fields that close it."""

    agreement: AgreementRow
    done: BoundField
    outcome: BoundField


@dataclass(frozen=True)
class NewRow:
    """The three fields of a new agreement."""

    number: int
    text: BoundField
    owner: BoundField
    due_on: BoundField


class AgreementForm(forms.Form):
    """One agreement."""

    text = forms.CharField(label="Afspraak", widget=forms.Textarea(attrs=LINES))
    owner = forms.CharField(label="Wie doet het", max_length=160, help_text=OWNER_HELP)
    due_on = DayField(label="Uiterlijk", required=False)

    @property
    def agreement(self) -> NewAgreement:
        """What was filled in, of a valid form."""
        return NewAgreement(**self.cleaned_data)


class AgreementCloseForm(forms.Form):
    """What came of an agreement."""

    outcome = forms.CharField(label="Uitkomst", widget=forms.Textarea(attrs=LINES))


class EvaluationForm(forms.Form):
    """An evaluation with its partners, the agreements that follow from earlier ones, and new ones."""

    held_on = DayField(label="Gehouden op")
    partners = forms.MultipleChoiceField(
        label="Wie deden mee", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="De partners die het plan bij deze doelstelling noemt.",
    )  # fmt: skip
    more = forms.CharField(
        label="En verder", required=False, widget=forms.Textarea(attrs=LINES),
        help_text="Andere organisaties of afdelingen, één op een regel. Schrijf geen namen van personen op.",
    )  # fmt: skip
    contact = forms.ChoiceField(label="Is er regelmatig contact?", choices=ANSWERS, required=False)
    contact_text = forms.CharField(
        label="Toelichting bij het contact", required=False, widget=forms.Textarea(attrs=LINES)
    )
    steered = forms.ChoiceField(label="Wordt er samen gestuurd?", choices=ANSWERS, required=False)
    steered_text = forms.CharField(
        label="Toelichting bij de sturing", required=False, widget=forms.Textarea(attrs=LINES)
    )
    needed = forms.CharField(label="Wat is er nog nodig?", required=False, widget=forms.Textarea(attrs=LINES))
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    round = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The round that was open when somebody began to type; empty: none."""

    def __init__(
        self, *args: Any, partners: Iterable[str], earlier: Sequence[AgreementRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["partners"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        chosen.choices = [(name, name) for name in dict.fromkeys(partners)]
        if not chosen.choices:
            del self.fields["partners"]
        self.earlier = earlier
        for row in earlier:
            self.fields[f"done_{row.pk}"] = forms.BooleanField(label="Afgerond", required=False)
            self.fields[f"outcome_{row.pk}"] = forms.CharField(label="Uitkomst", required=False)
        for number in range(NEW_ROWS):
            self.fields[f"text_{number}"] = forms.CharField(label="Afspraak", required=False)
            self.fields[f"owner_{number}"] = forms.CharField(label="Wie", required=False, max_length=160)
            self.fields[f"due_on_{number}"] = DayField(label="Uiterlijk", required=False)

    @property
    def too_late(self) -> list[str]:
        """Outcomes that were typed for agreements which somebody else closed in the meantime."""
        gone = [name for name in self.data if name.startswith("outcome_") and name not in self.fields]
        return [text for name in gone if (text := self.data[name].strip())]

    @property
    def old_rows(self) -> list[OldRow]:
        return [OldRow(row, self[f"done_{row.pk}"], self[f"outcome_{row.pk}"]) for row in self.earlier]

    @property
    def new_rows(self) -> list[NewRow]:
        return [
            NewRow(number + 1, self[f"text_{number}"], self[f"owner_{number}"], self[f"due_on_{number}"])
            for number in range(NEW_ROWS)
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for row in self.earlier:
            done, outcome = given.get(f"done_{row.pk}"), given.get(f"outcome_{row.pk}")
            if done and not outcome:
                self.add_error(f"outcome_{row.pk}", NO_OUTCOME)
            elif outcome and not done:
                self.add_error(f"done_{row.pk}", NO_TICK)
        for number in range(NEW_ROWS):
            text, owner = given.get(f"text_{number}"), given.get(f"owner_{number}")
            if text and not owner and f"owner_{number}" not in self.errors:
                self.add_error(f"owner_{number}", "Schrijf op wie het doet.")
            elif not text and (owner or given.get(f"due_on_{number}")):
                self.add_error(f"text_{number}", "Schrijf op wat er is afgesproken.")
        return given

    @property
    def fields_given(self) -> EvaluationFields:
        """What was filled in, of a valid form."""
        given = self.cleaned_data
        new = [
            NewAgreement(given[f"text_{number}"], given[f"owner_{number}"], given[f"due_on_{number}"])
            for number in range(NEW_ROWS)
            if given[f"text_{number}"]
        ]
        closed = [(row.pk, given[f"outcome_{row.pk}"]) for row in self.earlier if given[f"done_{row.pk}"]]
        return EvaluationFields(
            held_on=given["held_on"], contact=given["contact"], contact_text=given["contact_text"],
            steered=given["steered"], steered_text=given["steered_text"], needed=given["needed"],
            participants=participants_of(given.get("partners", []), given["more"]),
            agreements=tuple(new), outcomes=tuple(closed),
        )  # fmt: skip


def initial_of(evaluation: Evaluation, partners: Sequence[str]) -> dict[str, Any]:
    """How a stored evaluation stands in the form."""
    took_part = [row.name for row in evaluation.participants.all()]
    return {
        "held_on": evaluation.held_on,
        "partners": [name for name in took_part if name in partners],
        "more": "\n".join(name for name in took_part if name not in partners),
        **{name: getattr(evaluation, name) for name in COMPARED},
        "version": evaluation.version,
    }


COMPARED = ("contact", "contact_text", "steered", "steered_text", "needed")


@dataclass(frozen=True)
class Difference:
    """Something that two people wrote differently: as it stands now, and as the second one wrote it."""

    label: str
    theirs: str
    yours: str


def differences(form: EvaluationForm, current: Evaluation) -> list[Difference]:
    """Where a valid form says something else than what is stored now."""
    given, words = form.fields_given, dict(ANSWERS)
    pairs = [("Gehouden op", str(current.held_on), str(given.held_on))]
    for name in COMPARED:
        theirs, yours = getattr(current, name), getattr(given, name)
        if name in {"contact", "steered"}:
            theirs, yours = words[theirs], words[yours]
        pairs.append((str(form.fields[name].label), theirs, yours))
    took_part = ", ".join(row.name for row in current.participants.all())
    pairs.append(("Wie deden mee", took_part, ", ".join(given.participants)))
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]
