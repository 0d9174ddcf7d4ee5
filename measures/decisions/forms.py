"""Forms in which a decision is recorded, moved and closed. What is allowed, the services decide."""

from __future__ import annotations

import uuid

from django import forms

from measures.decisions.services import DecisionFields
from organisation.forms import DayField

LINES = {"rows": 4}


class RecordForm(forms.Form):
    """A new decision."""

    text = forms.CharField(
        label="Besluit",
        widget=forms.Textarea(attrs=LINES),
        help_text="Wat gaat er anders? Schrijf het zo op dat later te zien is of het gedaan is.",
    )
    owner = forms.CharField(
        label="Wie doet het",
        max_length=160,
        help_text="Een rol, dienst of eenheid, geen naam van een persoon.",
    )
    due_on = DayField(label="Uiterlijk", help_text="De laatste dag. Daarna staat het besluit als te laat.")
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    @property
    def fields_given(self) -> DecisionFields:
        """What was filled in, of a valid form."""
        given = self.cleaned_data
        return DecisionFields(given["text"], given["owner"], given["due_on"])


class MoveForm(forms.Form):
    """Another last day."""

    due_on = DayField(label="Nieuwe laatste dag")
    reason = forms.CharField(
        label="Waarom",
        widget=forms.Textarea(attrs=LINES),
        help_text="Iedereen die het besluit ziet, ziet dit.",
    )
    seen = DayField(widget=forms.HiddenInput)


class CloseForm(forms.Form):
    """What came of it."""

    outcome = forms.CharField(
        label="Uitkomst",
        widget=forms.Textarea(attrs=LINES),
        help_text="Wat is er gedaan, en wat leverde het op? Het besluit gaat daarna van de lijst met open besluiten.",
    )
