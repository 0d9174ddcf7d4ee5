"""Forecasts: what the controller expects of a line in a year. The last one counts; earlier ones stay to be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from budgets.exceptions import ForecastConflictError, ForecastRefusedError
from budgets.forecasts import open_round
from budgets.models import BudgetLine, Forecast
from budgets.services.closing import current_closing
from core.numbers import format_euro
from operations.services import audit_record
from organisation.access import By

LARGEST = Decimal(10**11)
"""Euros. More than this is a typing error."""
ANOTHER_YEAR = "Dit jaar hoort niet bij de agenda. Kies een jaar van {first} tot en met {last}."
TOO_LARGE = "Dit bedrag is te groot. Schrijf euro's, bijvoorbeeld 1.250.000."
CLOSED = "{year} is afgesloten: wat is geboekt, is de uitkomst, en een prognose telt niet meer. Heropen het jaar eerst."
CENTS = "Schrijf hoogstens twee cijfers achter de komma."


@dataclass(frozen=True)
class Said:
    """What is expected of a line, as somebody typed it. ``based_on``: the forecast that they saw, ``None``: none."""

    line: BudgetLine
    amount: Decimal
    note: str
    based_on: int | None


@transaction.atomic
def forecast_set(*, said: Said, year: int, by: By) -> Forecast:
    """Expect this of a line at the end of a year. ``amount`` in euros as the line counts it: income above zero.

    Belongs to the round of reports that is open, if there is one. The same amount and note again in the same round
    changes nothing; in another round it confirms the forecast there. Raises ``ForecastRefusedError`` when it cannot be
    kept, as in a closed year, and ``ForecastConflictError`` when another forecast came after ``based_on``; then nothing
    has changed.
    """
    return _set(said, year, by)[0]


@transaction.atomic
def forecasts_set(*, said: Iterable[Said], year: int, by: By) -> int:
    """Several at once, all or nothing; how many changed. Raises like ``forecast_set``; the error names its line."""
    return sum(_set(one, year, by)[1] for one in sorted(said, key=lambda one: one.line.pk))


def _set(said: Said, year: int, by: By) -> tuple[Forecast, bool]:
    line = BudgetLine.objects.select_for_update(of=("self",)).select_related("agenda").get(pk=said.line.pk)
    _check(line, year, said.amount)
    current = Forecast.objects.filter(line=line, year=year, superseded_at__isnull=True).first()
    asked = open_round(line.agenda)
    cents, note = int(said.amount * 100), said.note.strip()
    if current and (current.cents, current.note, current.round_id) == (cents, note, asked and asked.pk):
        return current, False
    if (current.pk if current else None) != said.based_on:
        raise ForecastConflictError(line, current)
    now = timezone.now()
    if current:
        Forecast.objects.filter(pk=current.pk).update(superseded_at=now)
    made = Forecast(
        line=line, year=year, cents=cents, note=note, round=asked, by=by.user, by_label=by.label, at=now
    )
    made.full_clean()
    made.save()
    details = {"year": year, "amount": said.amount, "note": note, "round": str(asked or "")}
    audit_record(by=by, verb="forecast_set", obj=line, details=details)
    return made, True


def _check(line: BudgetLine, year: int, amount: Decimal) -> None:
    years = line.agenda.years
    if year not in years:
        raise ForecastRefusedError(line, ANOTHER_YEAR.format(first=years[0], last=years[-1]))
    if current_closing(line.agenda, year) is not None:
        raise ForecastRefusedError(line, CLOSED.format(year=year))
    if abs(amount) > LARGEST:
        raise ForecastRefusedError(line, TOO_LARGE)
    if amount * 100 != int(amount * 100):
        raise ForecastRefusedError(line, CENTS)


def conflict_text(error: ForecastConflictError) -> str:
    """Both amounts, so that somebody can choose."""
    current = error.current
    if current is None:
        return str(error)
    amount = format_euro(Decimal(current.cents) / 100)
    return f"{error} {current.by_label} schreef: {amount}. Sla opnieuw op als uw bedrag moet gelden."
