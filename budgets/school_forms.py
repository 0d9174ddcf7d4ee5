"""The form that divides a line over schools. It reads input; what is allowed, the service decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms

from budgets.models import SchoolSplit
from budgets.services.school_shares import Shares, shares_of
from core.fields import DutchDecimalField
from organisation.models import Unit

PERCENTS, EQUAL, NOT = "percentages", "gelijk", "niet"
HOW = (
    (PERCENTS, "Met een percentage per school"),
    (EQUAL, "Gelijk over de scholen die zijn aangevinkt"),
    (NOT, "Niet verdelen: alles blijft centraal"),
)


class SharesForm(forms.Form):
    """Per school a percentage and a tick. ``based_on``: the division that stood there when the form was opened."""

    how = forms.ChoiceField(
        label="Hoe verdelen", choices=HOW, widget=forms.RadioSelect,
        help_text="Bij gelijk verdelen tellen de percentages niet; met percentages tellen de vinkjes niet.",
        error_messages={"required": "Kies hoe u verdeelt.", "invalid_choice": "Kies hoe u verdeelt."},
    )  # fmt: skip
    ground = forms.CharField(
        label="Waarom", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Waarop berust deze verdeling? Bijvoorbeeld aantallen studenten, of een besluit.",
        error_messages={"required": "Schrijf op waarop deze verdeling berust."},
    )  # fmt: skip
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, schools: Iterable[Unit], current: SchoolSplit | None, **kwargs: Any
    ) -> None:
        self.schools = tuple(schools)
        held = shares_of(current)
        kwargs["initial"] = {
            "how": EQUAL if None in held.values() else PERCENTS,
            "based_on": current.pk if current else None,
            **{f"percent_{pk}": percent for pk, percent in held.items()},
            **{f"equal_{pk}": percent is None for pk, percent in held.items()},
        }
        super().__init__(*args, **kwargs)
        for unit in self.schools:
            percent = DutchDecimalField(
                label=f"Percentage voor {unit.name}", required=False, max_digits=9, decimal_places=6
            )
            tick = forms.BooleanField(label=f"{unit.name} deelt gelijk mee", required=False)
            for name, field in (("percent", percent), ("equal", tick)):
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"{name}_{unit.pk}"] = field

    @property
    def rows(self) -> Iterator[tuple[Unit, forms.BoundField, forms.BoundField]]:
        """A school with its percentage and its tick."""
        for unit in self.schools:
            yield unit, self[f"percent_{unit.pk}"], self[f"equal_{unit.pk}"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        how = said.get("how")
        if how == EQUAL and not self._ticked(said):
            self.add_error("how", "Vink de scholen aan die gelijk meedelen.")
        elif how == PERCENTS and not self._percents(said) and not self.errors:
            self.add_error("how", "Vul bij ten minste één school een percentage in.")
        return said

    def _ticked(self, said: dict[str, Any]) -> dict[int, None]:
        return {unit.pk: None for unit in self.schools if said.get(f"equal_{unit.pk}")}

    def _percents(self, said: dict[str, Any]) -> dict[int, Decimal]:
        given = {unit.pk: said.get(f"percent_{unit.pk}") for unit in self.schools}
        return {pk: percent for pk, percent in given.items() if percent is not None}

    @property
    def shares(self) -> Shares:
        """As the service takes them, of a form that is valid."""
        said = self.cleaned_data
        if said["how"] == EQUAL:
            return self._ticked(said)
        return {} if said["how"] == NOT else self._percents(said)

    def showing(self, based_on: int) -> None:
        """The same words on top of another division, after somebody was told of it."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "based_on": str(based_on)}
