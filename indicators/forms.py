"""Forms in which figures are entered, corrected and withdrawn. What is allowed, the services decide."""

from __future__ import annotations

from typing import Any

from django import forms

from core.fields import DutchDecimalField
from indicators.corrections import Entry

GROUND_HELP = (
    "Bijvoorbeeld waar het cijfer vandaan komt, of wat er niet klopte. "
    "Iedereen die het cijfer ziet, kan dit lezen."
)


class _GroundForm(forms.Form):
    ground = forms.CharField(
        label="Waarom", max_length=300, help_text=GROUND_HELP, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectForm(forms.Form):
    """Another value for a figure that is there."""

    value = DutchDecimalField(
        label="Waarde", help_text="Schrijf bijvoorbeeld 1.234,5. Een procent is 0 tot 100."
    )
    n = forms.IntegerField(
        label="Aantal personen (n)", required=False, min_value=0, max_value=2_147_483_647,
        help_text="Over hoeveel personen het cijfer gaat. Leeg: niet bekend.",
    )  # fmt: skip
    provisional = forms.BooleanField(label="Dit cijfer is voorlopig", required=False)
    ground = _GroundForm.base_fields["ground"]

    def __init__(self, *args: Any, people: bool = True, **kwargs: Any) -> None:
        """``people``: whether the figure is about people; else their number is not asked."""
        super().__init__(*args, **kwargs)
        if not people:
            del self.fields["n"]

    @property
    def entry(self) -> Entry:
        """What was typed, of a form that is valid."""
        said = self.cleaned_data
        return Entry(said["value"], said.get("n"), final=not said["provisional"])


class EnterForm(CorrectForm):
    """A figure that is not there yet. ``series``: (id, name) to choose from."""

    series = forms.TypedChoiceField(label="Reeks", coerce=int)
    period = forms.CharField(
        label="Periode", max_length=12,
        help_text="Schrijf 2025 (jaar), 2024/2025 (schooljaar), 2025-04 (maand) of 2025-H1 (half jaar).",
    )  # fmt: skip
    field_order = ("series", "period", "value", "n", "provisional", "ground")

    def __init__(self, *args: Any, series: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = series  # type: ignore[attr-defined]


class WithdrawForm(_GroundForm):
    """Why a figure is taken back."""


class TakeBackForm(_GroundForm):
    """Why a change by hand is taken back. What stood before has its own source, so the reason is in the log."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = "Daarna geldt weer wat er voor de wijziging stond. Deze reden komt in het logboek."
        self.fields["ground"].help_text = said
