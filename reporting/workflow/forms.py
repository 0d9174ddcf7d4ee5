"""Forms of the steps of a report."""

from __future__ import annotations

from typing import Any

from django import forms

from agenda.models import Agenda, Round
from organisation.models import Unit
from reporting.kinds import ReportKind
from reporting.workflow.services import LONGEST_REASON


class StartForm(forms.Form):
    """Which report is begun."""

    kind = forms.ChoiceField(label="Soort", choices=[(kind.value, kind.label) for kind in ReportKind])
    year = forms.TypedChoiceField(label="Jaar", coerce=int)
    about = forms.ModelChoiceField(
        label="Ronde", queryset=Round.objects.none(), required=False, empty_label="Geen ronde",
        help_text="Voor een tussentijds verslag. De stand is die van de peildatum van de ronde.",
    )  # fmt: skip
    on = forms.DateField(
        label="Of een dag", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Laat leeg voor het hele jaar; een managementrapportage gaat dan over vandaag.",
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label="School, dienst of team", queryset=Unit.objects.none(), required=False, to_field_name="code",
        help_text="Alleen bij een schoolrapportage.", empty_label="Kies",
    )  # fmt: skip

    def __init__(self, *args: Any, agenda: Agenda, units: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in reversed(agenda.years)]  # type: ignore[attr-defined]
        self.fields["about"].queryset = rounds  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == ReportKind.SCHOOL.value and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Kies over welke school, dienst of team het gaat.")
        if data.get("kind") != ReportKind.SCHOOL.value:
            data["unit"] = None
        self._check_about(data)
        return data

    def _check_about(self, data: dict[str, Any]) -> None:
        """A round or a day, not both, within the year; the yearly report has neither."""
        found, on, year = data.get("about"), data.get("on"), data.get("year")
        if found is None and on is None:
            return
        if data.get("kind") == ReportKind.ACCOUNT.value:
            self.add_error(
                "about" if found else "on", "De verantwoording gaat over het hele jaar; laat dit leeg."
            )
        elif found and on:
            self.add_error("on", "Kies een ronde of een dag, niet allebei.")
        elif found and year and found.year != year:
            self.add_error("about", f"Deze ronde is van {found.year}; kies dat jaar of een andere ronde.")
        elif on and year and on.year != year:
            self.add_error("on", f"Deze dag ligt niet in {year}.")


class ReasonForm(forms.Form):
    """Why a report goes back, or gets a next version."""

    reason = forms.CharField(
        label="Toelichting", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf op waarom. Wie het verslag maakt of leest, ziet dat erbij."},
    )  # fmt: skip


class ProposeForm(forms.Form):
    """That a report goes to the board, also without what is still missing. ``missing``: how many things that are."""

    gaps = forms.BooleanField(
        error_messages={
            "required": "Vink aan dat het verslag zo naar het bestuur kan, of vul eerst aan wat ontbreekt."
        }
    )

    def __init__(self, *args: Any, missing: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not missing:
            del self.fields["gaps"]
            return
        points = "ontbreekt er nog 1 punt" if missing == 1 else f"ontbreken er nog {missing} punten"
        self.fields["gaps"].label = f"Leg het verslag zo voor, ook al {points}"


class SignForm(forms.Form):
    """What the signer says: that this very report was read."""

    seen = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    read = forms.BooleanField(
        label="Ik heb dit verslag gelezen en stel het vast namens het college van bestuur.",
        error_messages={"required": "Vink aan dat u het verslag hebt gelezen."},
    )
