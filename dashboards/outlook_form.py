"""What the reader of the page that looks ahead may assume. Reads an address; keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms

from dashboards.outlook_lines import USUAL_PERCENT, Assumption

MOST = 300
_PACE = f"Dit tempo kan niet. Kies een heel getal van 0 tot en met {MOST}. We rekenen met het tempo van nu."
_INDICATOR = "Deze indicator bestaat niet of heeft geen doel. We rekenen met alle indicatoren."


class OutlookForm(forms.Form):
    """One assumption. What the address gets wrong is said, and counts as not asked. The template draws the fields."""

    tempo = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST,
        error_messages={"invalid": _PACE, "min_value": _PACE, "max_value": _PACE},
    )
    indicator = forms.ChoiceField(required=False, error_messages={"invalid_choice": _INDICATOR})

    def __init__(self, data: Mapping[str, Any], *, indicators: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        cast(forms.ChoiceField, self.fields["indicator"]).choices = [("", "alle indicatoren"), *indicators]

    @property
    def assumption(self) -> Assumption:
        """The assumption; for what is not there or cannot be: the present pace, and all indicators."""
        self.is_valid()
        pace: int | None = self.cleaned_data.get("tempo")
        return Assumption(USUAL_PERCENT if pace is None else pace, self.cleaned_data.get("indicator") or "")

    @property
    def wrong(self) -> list[str]:
        """What the address asks that cannot be, as sentences."""
        return [str(message) for messages in self.errors.values() for message in messages]
