"""Forms of the ledger's pages. They read input; what is allowed, the services decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from agenda.models import Agenda
from budgets.ledger_pages import line_choices
from budgets.models import CostCentre, LedgerRule
from budgets.services.by_hand import Said
from budgets.services.mapping import Takes
from core.fields import DutchDecimalField
from organisation.models import Unit, UnitKind

_SHARE = re.compile(r"(?:line|percent)_(\d{1,2})", re.ASCII)
_FEWEST, _MOST = 4, 40
"""Rows for shares that a form has at least and at most."""


class RuleForm(forms.Form):
    """Which bookings, and to which lines they belong. Empty rows count for nothing."""

    cost_centre = forms.CharField(
        label="Kostenplaats", max_length=40, required=False, help_text="Leeg: elke kostenplaats."
    )
    account_from = forms.CharField(
        label="Rekening vanaf", max_length=20, required=False, help_text="Leeg: elke rekening."
    )
    account_until = forms.CharField(
        label="Tot en met rekening", max_length=20, required=False, help_text="Leeg: alleen die ene."
    )
    note = forms.CharField(label="Opmerking", max_length=300, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, agenda: Agenda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [("", "Kies een begrotingsregel"), *line_choices(agenda)]
        for place in range(self._rows()):
            line = forms.TypedChoiceField(
                label=f"Begrotingsregel {place + 1}", choices=lines, coerce=int, empty_value=None,
                required=False, error_messages={"invalid_choice": "Kies een begrotingsregel uit de lijst."},
            )  # fmt: skip
            percent = DutchDecimalField(
                label=f"Aandeel {place + 1} in procenten", required=False, max_digits=9, decimal_places=6
            )
            self.fields[f"line_{place}"], self.fields[f"percent_{place}"] = line, percent

    def _rows(self) -> int:
        """As many as were posted or are stored, and some to add."""
        names = list(self.data) if self.is_bound else list(self.initial)
        used = [int(match[1]) + 1 for name in names if (match := _SHARE.fullmatch(name))]
        return min(max([_FEWEST, *(one if self.is_bound else one + 2 for one in used)]), _MOST)

    @property
    def parts(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Line beside percent, row by row."""
        for name in self.fields:
            if name.startswith("line_"):
                yield self[name], self[name.replace("line", "percent")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[int] = set()
        chosen = [name for name in self.fields if name.startswith("line_") and cleaned.get(name)]
        for name in self.fields:
            if not name.startswith("line_") or self.errors:
                continue
            line, percent = cleaned.get(name), cleaned.get(name.replace("line", "percent"))
            if line in seen:
                self.add_error(name, "Deze begrotingsregel staat er al bij. Zet de aandelen bij elkaar.")
            elif line is None and percent is not None:
                self.add_error(name, "Kies bij dit aandeel een begrotingsregel.")
            elif line is not None and percent is None and len(chosen) > 1:
                self.add_error(name.replace("line", "percent"), "Vul het aandeel in.")
            elif line is not None:
                seen.add(line)
        return cleaned

    @property
    def takes(self) -> Takes:
        data = self.cleaned_data
        return Takes(data["cost_centre"], data["account_from"], data["account_until"])

    @property
    def shares(self) -> dict[int, Decimal]:
        """Percent by line; one line without a percentage has the whole."""
        found = {}
        for name in self.fields:
            if name.startswith("line_") and (line := self.cleaned_data.get(name)) is not None:
                percent = self.cleaned_data.get(name.replace("line", "percent"))
                found[line] = Decimal(100) if percent is None else percent
        return found


def rule_initial(rule: LedgerRule, version: str) -> dict[str, Any]:
    """A stored rule as the form shows it."""
    initial: dict[str, Any] = {
        "cost_centre": rule.cost_centre, "account_from": rule.account_from, "account_until": rule.account_until,
        "note": rule.note, "version": version,
    }  # fmt: skip
    for place, share in enumerate(rule.shares.all()):
        initial |= {f"line_{place}": share.line_id, f"percent_{place}": share.percent.normalize()}
    return initial


class CentreForm(forms.Form):
    """A cost centre. ``itself``: the one that is changed, which cannot take over from itself."""

    code = forms.CharField(label="Kostenplaats", max_length=40, help_text="Met voorloopnullen.")
    name = forms.CharField(label="Naam", max_length=160, required=False)
    unit = forms.ModelChoiceField(
        label="School, team of dienst",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Van niemand in het bijzonder",
    )
    successor = forms.ModelChoiceField(
        label="Gaat verder als",
        queryset=CostCentre.objects.none(),
        required=False,
        empty_label="De kostenplaats bestaat nog",
        help_text="Is de kostenplaats vervallen? Kies waar de boekingen nu bij horen.",
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, itself: CostCentre | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(closed_on__isnull=True).exclude(kind=UnitKind.BENCHMARK)
        if itself is not None and itself.unit_id:
            units = units | Unit.objects.filter(pk=itself.unit_id)
        others = CostCentre.objects.order_by("code")
        if itself is not None:
            others = others.exclude(pk=itself.pk)
        _offer(self, "unit", units.order_by("kind", "name"))
        _offer(self, "successor", others)


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


class YearForm(forms.Form):
    """What closing and reopening share. ``seen``: the closing that stood there when the page was opened."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)


class CloseForm(YearForm):
    """Closing a book year."""

    note = forms.CharField(
        label="Toelichting", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig als er in een maand niets is geboekt: schrijf dan waarom het jaar toch af is.",
    )  # fmt: skip


class ReopenForm(YearForm):
    """Opening a closed book year again."""

    reason = forms.CharField(
        label="Waarom moet dit jaar weer open?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waarom dit jaar weer open moet."},
    )  # fmt: skip


class GroundForm(forms.Form):
    """Why something is entered, corrected or withdrawn."""

    ground = forms.CharField(
        label="Waarom",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bijvoorbeeld waar het bedrag vandaan komt, en waarom het niet in het grootboek staat.",
        error_messages={"required": "Schrijf op waarom, bijvoorbeeld waar het bedrag vandaan komt."},
    )


class AmountForm(GroundForm):
    """Another amount or description for what is there."""

    amount = DutchDecimalField(
        label="Bedrag in euro's", max_digits=11, decimal_places=2,
        help_text="Zoals de begrotingsregel het telt. Terug of verrekend: minder dan 0.",
        error_messages={"required": "Vul een bedrag in."},
    )  # fmt: skip
    description = forms.CharField(
        label="Omschrijving", max_length=300, error_messages={"required": "Vul een omschrijving in."}
    )
    field_order = ("line", "year", "amount", "description", "ground")

    @property
    def said(self) -> Said:
        return Said(self.cleaned_data["amount"], self.cleaned_data["description"])


class HandForm(AmountForm):
    """A new booking by hand."""

    line = forms.TypedChoiceField(
        label="Begrotingsregel", coerce=int, error_messages={"required": "Kies een begrotingsregel."}
    )
    year = forms.TypedChoiceField(label="Jaar", coerce=int, error_messages={"required": "Kies een jaar."})

    def __init__(self, *args: Any, agenda: Agenda, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in range(agenda.starts.year, agenda.ends.year + 1)]
        choices: Mapping[str, Any] = {
            "line": [("", "Kies een begrotingsregel"), *line_choices(agenda)],
            "year": [("", "Kies een jaar"), *years],
        }
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered
