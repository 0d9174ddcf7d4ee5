"""Figures as they were known on an earlier day: reads the day from an address, and says so when it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from organisation.forms import DayField

PARAMETER = "bekend_op"


class KnownOnForm(forms.Form):
    """Picks the day; not after ``today``."""

    bekend_op = DayField(label="Zoals bekend op", required=False)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.today = today
        self.fields[PARAMETER].widget.attrs["max"] = today.isoformat()

    def clean_bekend_op(self) -> date | None:
        day: date | None = self.cleaned_data[PARAMETER]
        if day is not None and day > self.today:
            raise forms.ValidationError("Deze dag moet nog komen.")
        return day


@dataclass(frozen=True)
class KnownOn:
    """As known on which day. ``day`` ``None``: now. ``form.errors`` says what is wrong with a day that cannot be."""

    form: KnownOnForm
    today: date
    day: date | None = None

    @property
    def moment(self) -> datetime | None:
        """The end of the day in Amsterdam; ``None``: now."""
        return None if self.day is None else timezone.make_aware(datetime.combine(self.day, time.max))

    @property
    def is_wrong(self) -> bool:
        """Whether the address asks for a day that cannot be shown."""
        return bool(self.form.errors)

    @property
    def query(self) -> str:
        """What an address needs to keep the day; ``""``: nothing."""
        return "" if self.day is None else urlencode({PARAMETER: self.day.isoformat()})


def known_on(request: HttpRequest) -> KnownOn:
    """The day that the address asks for; none, today and a day that cannot be all give the figures of now."""
    today = timezone.localdate()
    asked = PARAMETER in request.GET
    form = KnownOnForm(request.GET if asked else None, today=today, initial={PARAMETER: today})
    day = form.cleaned_data[PARAMETER] if asked and form.is_valid() else None
    return KnownOn(form, today, None if day == today else day)
