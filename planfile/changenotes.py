"""Why an agenda is changed, from when, and who agreed: what goes with a version of the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

LONGEST_REASON = 5000


@dataclass(frozen=True)
class ChangeNote:
    """What somebody says of a change. ``effective_on=None``: from today; a council's day ``None``: no consent (yet)."""

    reason: str = ""
    effective_on: date | None = None
    works_council_on: date | None = None
    student_council_on: date | None = None


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A day, typed in the browser's own way."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class ConsentForm(forms.Form):
    """On which day the councils agreed."""

    works_council_on = day_field(
        "Instemming ondernemingsraad op", help_text="Leeg als die niet nodig of er nog niet is."
    )
    student_council_on = day_field(
        "Instemming studentenraad op", help_text="Leeg als die niet nodig of er nog niet is."
    )

    use_required_attribute = False

    def __init__(self, data: Any = None, *, on: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.on = on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("works_council_on", "student_council_on"):
            given = cleaned.get(name)
            if given and given > self.on:
                self.add_error(name, "Deze dag is nog niet geweest. Vul de dag in waarop de raad instemde.")
        return cleaned


class ChangeNoteForm(ConsentForm):
    """Asked whenever a person changes an agenda that is there already."""

    reason = forms.CharField(
        label="Waarom verandert de agenda?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dit staat bij de wijziging, ook in de verantwoording.",
        error_messages={"required": "Schrijf op waarom de agenda verandert."},
    )
    effective_on = day_field("Geldt vanaf", required=True)
    field_order = ("reason", "effective_on", "works_council_on", "student_council_on")

    def __init__(self, data: Any = None, *, on: date) -> None:
        super().__init__(data, prefix="besluit", on=on, initial={"effective_on": on})

    def note(self) -> ChangeNote:
        """What was filled in. Only after ``is_valid``."""
        return ChangeNote(**{name: self.cleaned_data[name] for name in self.field_order})
