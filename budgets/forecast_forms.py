"""Forms for forecasts. What is allowed, the service decides."""

from __future__ import annotations

from typing import Any

from django import forms

from budgets.models import Forecast
from budgets.progress import euros
from core.fields import DutchDecimalField

NOT_EMPTY = "Vul een bedrag in. Een prognose blijft gelden tot er een nieuwe is."
NOTE_LENGTH = 2000


class ForecastForm(forms.Form):
    """What a line is expected to come to. ``based_on``: the forecast that stood there when the form was opened."""

    amount = DutchDecimalField(
        label="Prognose voor het hele jaar", required=False, help_text="In euro's, bijvoorbeeld 1.250.000."
    )
    note = forms.CharField(
        label="Toelichting", required=False, max_length=NOTE_LENGTH,
        help_text="Waarom wijkt dit af van het plan, of van de vorige prognose?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: Forecast | None, **kwargs: Any) -> None:
        said = (
            {"amount": euros(current.cents), "note": current.note, "based_on": current.pk} if current else {}
        )
        kwargs["initial"] = said
        super().__init__(*args, **kwargs)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed, of a form that is valid."""
        return self.cleaned_data["amount"] is None and not self.cleaned_data["note"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "amount" in said and said["amount"] is None and (said.get("note") or said.get("based_on")):
            self.add_error("amount", NOT_EMPTY)
        return said

    def showing(self, based_on: int | None) -> ForecastForm:
        """The same words on top of another forecast, after somebody was told of it."""
        seen = "" if based_on is None else str(based_on)
        self.data = {**{name: self.data.get(name) for name in self.data}, self.add_prefix("based_on"): seen}
        return self


class OneForecastForm(ForecastForm):
    """The same for one line, where an amount is what it is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = True
        self.fields["amount"].error_messages["required"] = "Vul een bedrag in."


class ManyForecastForm(ForecastForm):
    """A row of the list: without help texts, which stand above it once."""

    confirm = forms.BooleanField(label="Geldt nog", required=False)

    def __init__(self, *args: Any, title: str, earlier: bool = False, **kwargs: Any) -> None:
        """``earlier``: the forecast is from before the round that is open, in which it can be confirmed."""
        super().__init__(*args, **kwargs)
        if not earlier:
            del self.fields["confirm"]
        for name, label in (("amount", "Prognose"), ("note", "Toelichting")):
            self.fields[name].widget.attrs["aria-label"] = f"{label} voor {title}"
            self.fields[name].help_text = ""
        self.fields["note"].widget.attrs["rows"] = 1
