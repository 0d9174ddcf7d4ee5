"""Forms in which a step is marked as reached, or that is taken back."""

from __future__ import annotations

from django import forms

from organisation.forms import DayField


class ReachForm(forms.Form):
    """A step was reached."""

    reached_on = DayField(label="Bereikt op")
    note = forms.CharField(
        label="Toelichting", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Waaraan is dat te zien?",
    )  # fmt: skip


class UndoForm(forms.Form):
    """A step was not reached after all."""

    reason = forms.CharField(label="Waarom niet", widget=forms.Textarea(attrs={"rows": 3}))
