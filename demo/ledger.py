"""The example's ledger: cost centres, rules, bookings, forecasts and shares of schools; loading and removing them.

Everything hangs on cost centres that begin with ``VB`` (voorbeeld) and on an origin of kind demo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from django.db.models import Q
from django.utils import timezone

from agenda.models import Agenda, Round
from budgets.cents import apportion
from budgets.models import (
    Booking,
    BookingKind,
    BudgetLine,
    CostCentre,
    Forecast,
    HandBooking,
    LedgerRule,
    LedgerShare,
    LineAmount,
    Side,
    YearClosing,
)
from budgets.services.sums import sums_keep
from demo.schools import CONTROLLER, Part, load_shares, real_shares_on_invented, remove_shares, school_parts
from demo.walks import between, wobble
from imports.models import Origin
from organisation.access import By
from organisation.models import User

PREFIX = "VB"
LABEL = "Voorbeeldgegevens: grootboek"
NOTE = "Voorbeeld"
NOWHERE = f"{PREFIX}99"
"""A cost centre that no rule names, so that there is something to assign."""
MONTHS_BEHIND = 2
"""A month is closed some weeks after it ends."""
ACCOUNTS = (("4010", "Salariskosten (voorbeeld)", 70), ("4310", "Inhuur en materiaal (voorbeeld)", 30))
PACES = ("1.00", "0.97", "0.72", "1.02", "0.88", "1.11", "0.99", "0.94")
"""Which part of the plan a line spends, one after another: most nearly all, some clearly less or more."""
NOTES = {
    "0.72": "Vacatures pas na de zomer vervuld (voorbeeld).",
    "0.88": "Een deel van de inzet schuift door naar volgend jaar (voorbeeld).",
    "1.11": "Meer deelnemers dan begroot (voorbeeld).",
}
INVENTED = Q(origin__kind=Origin.Kind.DEMO)
Planned = dict[tuple[int, int], Decimal]
Parts = dict[int, tuple[Part, ...]]
"""By line what its schools book on cost centres of their own."""


# Loading ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Money:
    """What was added: rows of the ledger, and forecasts with those that were replaced since."""

    bookings: int = 0
    forecasts: int = 0


def load_ledger(agenda: Agenda, on: date, by: By) -> Money:
    """Invent bookings and forecasts until two months before ``on``.

    Adds nothing where it was done before, and nothing beside a real ledger: invented money must not be added to it.
    """
    if Booking.objects.exists() or LedgerRule.objects.filter(agenda=agenda).exists():
        return Money()
    lines = list(BudgetLine.objects.filter(agenda=agenda).order_by("side", "order"))
    stored = LineAmount.objects.filter(line__agenda=agenda).values_list("line_id", "year", "amount")
    planned: Planned = {(line, year): amount for line, year, amount in stored}
    if not planned:
        return Money()
    centres = {line.pk: f"{PREFIX}{number:02}" for number, line in enumerate(lines, start=1)}
    parts = school_parts(lines)
    _mapping(agenda, lines, centres, parts)
    origin = Origin.objects.create(
        kind=Origin.Kind.DEMO, label=LABEL, recorded_by=by.user, actor_label=by.label
    )
    made = Booking.objects.bulk_create(_bookings(lines, centres, parts, planned, origin, on), batch_size=500)
    sums_keep({one.year for one in made})
    _close_years(agenda, on)
    forecasts = _forecasts(agenda, lines, planned, on)
    load_shares(lines, on)
    return Money(len(made), forecasts)


def _of_school(centre: str, part: Part) -> str:
    """``VB03-01``: the cost centre of a school for what is booked on a line."""
    return f"{centre}-{part.unit.code.rsplit('-', 1)[-1]}"


def _mapping(agenda: Agenda, lines: list[BudgetLine], centres: dict[int, str], parts: Parts) -> None:
    names = [CostCentre(code=centres[line.pk], name=f"{line.title} (voorbeeld)"[:160]) for line in lines]
    own = [
        (line, part, _of_school(centres[line.pk], part)) for line in lines for part in parts.get(line.pk, ())
    ]
    names += [
        CostCentre(code=code, name=f"{part.unit.name}: {line.title}"[:160], unit=part.unit)
        for line, part, code in own
    ]
    names.append(CostCentre(code=NOWHERE, name="Nog niet ingedeeld (voorbeeld)"))
    there = set(CostCentre.objects.filter(code__startswith=PREFIX).values_list("code", flat=True))
    CostCentre.objects.bulk_create(one for one in names if one.code not in there)
    takes = [(line, centres[line.pk]) for line in lines] + [(line, code) for line, _, code in own]
    rules = LedgerRule.objects.bulk_create(
        LedgerRule(agenda=agenda, cost_centre=code, note=NOTE) for _, code in takes
    )
    LedgerShare.objects.bulk_create(
        LedgerShare(rule=rule, line=line, percent=Decimal(100))
        for rule, (line, _) in zip(rules, takes, strict=True)
    )


def _closed_months(years: list[int], on: date) -> Iterator[tuple[int, int]]:
    last = on.year * 12 + on.month - 1 - MONTHS_BEHIND
    for year in years:
        yield from ((year, month) for month in range(1, 13) if year * 12 + month - 1 <= last)


def _bookings(
    lines: list[BudgetLine], centres: dict[int, str], parts: Parts, planned: Planned, origin: Origin, on: date
) -> Iterator[Booking]:
    now = timezone.now()
    rows = (
        (centre, year, month, account, text, part)
        for line, year, month, account, text, cents in _amounts(lines, planned, on)
        for centre, part in _over_centres(line, account, cents, centres, parts)
    )
    booked = ((BookingKind.ACTUAL, row) for row in rows)
    open_orders = ((BookingKind.COMMITMENT, row) for row in _commitments(lines, centres, planned, on))
    for number, (kind, (centre, year, month, account, text, cents)) in enumerate(
        chain(booked, open_orders), start=1
    ):
        place = f"verzonnen, rij {number}"
        yield Booking(
            kind=kind, cost_centre=centre, account=account, year=year, period=month, cents=cents,
            description=text, document=f"VB-{number}", place=place, origin=origin, recorded_at=now,
            key=hashlib.sha256(f"{PREFIX}{number}".encode()).hexdigest(),
        )  # fmt: skip


def _over_centres(
    line: BudgetLine | None, account: str, cents: int, centres: dict[int, str], parts: Parts
) -> Iterator[tuple[str, int]]:
    """Schools book their own salaries; what is left of these, and everything else, is booked centrally."""
    if line is None:
        yield NOWHERE, cents
        return
    own = parts.get(line.pk, ()) if account == ACCOUNTS[0][0] else ()
    percents = [part.percent for part in own]
    *of_schools, central = apportion(cents, [*percents, 100 - sum(percents, Decimal(0))])
    for part, amount in zip(own, of_schools, strict=True):
        yield _of_school(centres[line.pk], part), amount
    if central or not own:
        yield centres[line.pk], central


def _amounts(
    lines: list[BudgetLine], planned: Planned, on: date
) -> Iterator[tuple[BudgetLine | None, int, int, str, str, int]]:
    """Line, year, month, account, description and cents, in the order of a ledger."""
    for year, month in _closed_months(sorted({year for _, year in planned}), on):
        for place, line in enumerate(lines):
            amount = planned.get((line.pk, year))
            if amount is None:
                continue
            if line.side == Side.INCOME:
                yield line, year, month, "8010", "Bekostiging (voorbeeld)", -int(amount * 100 / 12)
                continue
            share = amount * 100 / 12 * Decimal(_pace(place))
            noise = wobble(Decimal("0.06"), "ledger", line.code, str(year), str(month))
            cents = int(share * (1 + noise))
            parts = apportion(cents, [Decimal(percent) for _, _, percent in ACCOUNTS])
            for (account, text, _), part in zip(ACCOUNTS, parts, strict=True):
                yield line, year, month, account, text, part
        if month in {3, 9}:
            cents = int(between(Decimal(90_000), Decimal(480_000), "ledger", "nowhere", f"{year}-{month}"))
            yield None, year, month, "4310", "Factuur zonder kenmerk (voorbeeld)", cents


def _commitments(
    lines: list[BudgetLine], centres: dict[int, str], planned: Planned, on: date
) -> Iterator[tuple[str, int, int, str, str, int]]:
    """Orders of the present year that no invoice came for yet: on every third line of costs, a part of its plan."""
    booked = [month for year, month in _closed_months([on.year], on)]
    if not booked:
        return
    costs = [line for line in lines if line.side == Side.COST]
    for line in costs[::3]:
        amount = planned.get((line.pk, on.year))
        if not amount:
            continue
        part = between(Decimal("0.01"), Decimal("0.05"), "ledger", "commitment", line.code)
        account, text = "4310", "Bestelling, nog geen factuur (voorbeeld)"
        yield centres[line.pk], on.year, booked[-1], account, text, int(amount * 100 * part)


def _pace(place: int) -> str:
    return PACES[place % len(PACES)]


def _close_years(agenda: Agenda, on: date) -> None:
    """The controller closed the years that are booked to their end."""
    by = User.objects.filter(email=CONTROLLER, demo=True).first()
    booked = list(_closed_months(list(agenda.years), on))
    YearClosing.objects.bulk_create(
        YearClosing(
            agenda=agenda, year=year, note="Alles is geboekt (voorbeeld).", by=by, at=timezone.now(), demo=True,
            by_label=by.name if by else CONTROLLER,
        )
        for year in agenda.years
        if year < on.year and (year, 12) in booked
    )  # fmt: skip


def _forecasts(agenda: Agenda, lines: list[BudgetLine], planned: Planned, on: date) -> int:
    """Two forecasts for every line of the present year: as planned, and later what it looks like; how many."""
    by = User.objects.filter(email=CONTROLLER, demo=True).first()
    rounds = list(Round.objects.filter(agenda=agenda, year=on.year, asks_reports=True).order_by("about_on"))
    if by is None or len(rounds) < 2:
        return 0
    first, second = rounds[0], rounds[-1]
    new = []
    for place, line in enumerate(lines):
        amount = planned.get((line.pk, on.year))
        if amount is None:
            continue
        pace = "1.00" if line.side == Side.INCOME else _pace(place)
        later = int(amount * 100 * Decimal(pace))
        said = (
            (first, int(amount * 100), "", second.opened_at),
            (second, later, NOTES.get(pace, ""), None),
        )
        for when, cents, note, superseded in said:
            new.append(
                Forecast(
                    line=line,
                    year=on.year,
                    cents=cents,
                    note=note,
                    round=when,
                    by=by,
                    by_label=by.name,
                    at=when.opened_at,
                    superseded_at=superseded,
                    demo=True,
                )
            )
    return len(Forecast.objects.bulk_create(new))


# Removing -----------------------------------------------------------------------------------------------
def remove_ledger() -> int:
    """Take away what was invented and what somebody of the example entered; how many bookings went.

    Before the rounds and the people go, on which forecasts hang.
    """
    Forecast.objects.filter(Q(demo=True) | Q(by__demo=True)).delete()
    HandBooking.objects.filter(INVENTED | Q(origin__recorded_by__demo=True)).delete()
    bookings = Booking.objects.filter(INVENTED)
    count = bookings.count()
    years = list(bookings.order_by().values_list("year", flat=True).distinct())
    bookings.delete()
    sums_keep(years)
    YearClosing.objects.filter(Q(demo=True) | Q(by__demo=True)).delete()
    remove_shares()
    LedgerRule.objects.filter(cost_centre__startswith=PREFIX, note=NOTE).delete()
    CostCentre.objects.filter(code__startswith=PREFIX).delete()
    return count


def real_money_on_invented() -> list[str]:
    """Cost centres and shares of the college that were given to an invented unit: one sentence each."""
    rows = CostCentre.objects.filter(unit__demo=True).exclude(code__startswith=PREFIX).select_related("unit")
    centres = [f"Kostenplaats {row.code} hoort bij {row.unit.name}." for row in rows if row.unit]
    return [*centres, *real_shares_on_invented()]
