"""The form in which a table's plan is made: of every part of a figure, which column it is or what it always is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from indicators.breakdowns import BREAKDOWNS, PROGRAMME
from indicators.readers.table_plan import SCALES, UNITS, TablePlan, name

COLUMN, FIXED = "k:", "v:"
"""How a choice begins: a column of the file, or always the same."""
OWN = FIXED + "own"
LABELS = {
    "niveau": "Niveau", "leerweg": "Leerweg", PROGRAMME: "Beroepsopleiding", "sector": "Sector", "examen": "Examen",
    "vak": "Vak", "loonschaal": "Loonschaal", "begeleider": "Begeleider", "instroom": "Instroom",
    "ondersteuning": "Ondersteuning", "antwoord": "Antwoord", "voorkeur": "Voorkeur",
}  # fmt: skip
OFTEN = ("niveau", "leerweg")
"""Breakdowns that stand in the form at once; the others fold away."""


class LookForm(forms.Form):
    """Where the table stands in the file that serves as the example."""

    bestand = forms.TypedChoiceField(label="Voorbeeldbestand", coerce=int, empty_value=None)
    blad = forms.CharField(
        label="Blad", required=False, max_length=60, help_text="Alleen in Excel. Leeg: het eerste blad."
    )
    kop = forms.IntegerField(label="Kopregel is rij", min_value=1, max_value=50, required=False)

    def __init__(self, *args: Any, files: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bestand"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "Kies een bestand"), *files]


class PlanForm(forms.Form):
    """``headers``: of the example. ``indicators``: (key, name) of those that a table may be about."""

    name = forms.CharField(label="Naam van de indeling", max_length=80)
    value = forms.ChoiceField(label="Waarde")
    scale = forms.ChoiceField(label="Een percentage staat er", choices=list(SCALES.items()))
    indicator = forms.ChoiceField(label="Indicator")
    n = forms.ChoiceField(label="Aantal personen", required=False)
    period = forms.ChoiceField(
        label="Periode", required=False, help_text="Niet gekozen: die u bij het uploaden opgeeft."
    )
    period_text = forms.CharField(
        label="Altijd dezelfde periode",
        required=False,
        max_length=12,
        help_text="Bijvoorbeeld 2024 of 2023/2024.",
    )
    unit = forms.ChoiceField(label="Over wie het gaat")
    units = forms.ChoiceField(
        label="In die kolom staat", required=False,
        choices=[(key, label) for key, label in UNITS.items() if key != "own"],
    )  # fmt: skip
    part = forms.ChoiceField(label="Onderdeel", required=False)

    def __init__(
        self,
        *args: Any,
        headers: Sequence[str],
        indicators: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = [(COLUMN + header, header) for header in dict.fromkeys(map(name, headers)) if header]
        nothing = [("", "Niet in dit bestand")]
        for field in ("value", "period", "n", "part"):
            self._choose(field, [*nothing, ("Kolom", columns)])
        self._choose("unit", [(OWN, "Altijd de eigen instelling"), ("Kolom", columns)])
        fixed = [(FIXED + key, label) for key, label in indicators]
        self._choose("indicator", [*nothing, ("Kolom", columns), ("Altijd dezelfde", fixed)])
        for key, values in BREAKDOWNS.items():
            always = [("Altijd hetzelfde", [(FIXED + one, one) for one in values])] if values else []
            self.fields[key] = forms.ChoiceField(label=LABELS[key], required=False)
            self._choose(key, [*nothing, ("Kolom", columns), *always])

    def _choose(self, field: str, choices: Sequence[Any]) -> None:
        chosen = self.fields[field]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - for the type checker
        chosen.choices = choices

    @property
    def main(self) -> list[forms.BoundField]:
        """What every table needs."""
        return [
            self[field]
            for field in self.fields
            if field not in BREAKDOWNS and field != "name" and field != "part"
        ]

    @property
    def often(self) -> list[forms.BoundField]:
        return [self[field] for field in OFTEN]

    @property
    def seldom(self) -> list[forms.BoundField]:
        return [self["part"], *(self[field] for field in BREAKDOWNS if field not in OFTEN)]

    def plan(self, *, sheet: str, header_row: int) -> TablePlan:
        """What was chosen, also when it is not complete."""
        said: Mapping[str, Any] = getattr(self, "cleaned_data", {})
        columns, fixed = {}, {}
        for role in ("value", "indicator", "period", "unit", "n", "part", *BREAKDOWNS):
            choice = str(said.get(role) or "")
            if choice.startswith(COLUMN):
                columns[role] = choice.removeprefix(COLUMN)
            elif choice.startswith(FIXED) and choice != OWN:
                fixed[role] = choice.removeprefix(FIXED)
        if said.get("period_text"):
            fixed["period"] = str(said["period_text"]).strip()
        return TablePlan(
            columns=columns,
            fixed=fixed,
            sheet=sheet,
            header_row=header_row,
            units=str(said.get("units") or "name") if "unit" in columns else "own",
            scale=str(said.get("scale") or "as_is"),
        )


def initial_of(label: str, plan: TablePlan) -> dict[str, str]:
    """A stored plan as the form shows it."""
    found = {role: COLUMN + column for role, column in plan.columns.items()}
    found |= {role: FIXED + text for role, text in plan.fixed.items() if role != "period"}
    found.setdefault("unit", OWN)
    return {
        **found, "name": label, "scale": plan.scale, "units": plan.units if plan.units != "own" else "name",
        "period_text": plan.fixed.get("period", ""),
    }  # fmt: skip
