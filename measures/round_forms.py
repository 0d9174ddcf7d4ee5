"""Forms about rounds. They read input; what is allowed, the services decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from agenda.models import Agenda, RoundKind
from organisation.forms import DayField

WEEKS = 3
"""So long people get to report, unless the portfolio holder picks another day."""


class RoundOpenForm(forms.Form):
    kind = forms.ChoiceField(label="Soort", choices=[("", "Kies een soort"), *RoundKind.choices])
    year = forms.TypedChoiceField(label="Jaar", coerce=int, help_text="Het jaar waarover de ronde gaat.")
    about_on = DayField(label="Peildatum", help_text="Iedereen meldt hoe het op deze dag staat.")
    due_on = DayField(
        label="Laatste dag om te melden",
        help_text="Een week ervoor, op de dag zelf en erna gaan er mails uit.",
    )
    message = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Staat in de mails en boven het formulier.",
    )

    def __init__(self, data: Any = None, *, agenda: Agenda, on: date) -> None:
        year = agenda.nearest_year(on)
        super().__init__(data, initial={"year": year, "about_on": on, "due_on": on + timedelta(weeks=WEEKS)})
        years = self.fields["year"]
        assert isinstance(years, forms.TypedChoiceField)  # noqa: S101 - for the type checker
        years.choices = [(each, str(each)) for each in agenda.years]


class ReasonForm(forms.Form):
    """Another last day, and why."""

    due_on = DayField(label="Laatste dag om te melden")
    reason = forms.CharField(
        label="Reden", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Iedereen die de ronde ziet, kan dit lezen.",
    )  # fmt: skip
