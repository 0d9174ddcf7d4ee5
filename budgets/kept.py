"""What people keep beside the ledger: the mapping, what was booked by hand, forecasts, closed years, schools' parts.

One query for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import BigIntegerField, CharField, F, IntegerField, Q, Value

from agenda.models import Agenda
from budgets.mapping import Mapper, Rule, Share, whole
from budgets.models import CostCentre, Forecast, HandBooking, LedgerRule, SchoolSplit, YearClosing
from budgets.schools import Split
from core.fields import measurement_field

LineYear = tuple[int, int]
"""The id of a line, and a year."""
RULE, SUCCESSOR, BY_HAND, FORECAST = "rule", "successor", "by hand", "forecast"
OWNER, SPLIT, CLOSED = "owner", "split", "closed"


@dataclass
class Kept:
    """Cents by line and year, as the line counts them; the forecasts are those that hold.

    ``owners``: of a cost centre the unit that it belongs to. ``splits``: by line how it is divided over schools.
    ``closed``: the years that the controller closed.
    """

    mapper: Mapper
    by_hand: dict[LineYear, int] = field(default_factory=dict)
    forecasts: dict[LineYear, int] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    splits: dict[int, Split] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()


def holds(known_at: datetime | None, since: str = "recorded_at") -> Q:
    """Rows that held at an aware moment; ``None``: those that hold now. ``since``: the field that says from when."""
    if known_at is None:
        return Q(superseded_at__isnull=True)
    later = Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at)
    return later & Q(**{f"{since}__lte": known_at})


def kept(agenda: Agenda, known_at: datetime | None = None) -> Kept:
    """Everything that is kept for an agenda. One query: seven lists of the same width.

    ``known_at``: bookings by hand, forecasts and closed years as known at a moment; mapping and splits
    are always the present ones.
    """
    rows = sorted(_rows(agenda, known_at), key=lambda row: row[:3])
    by_kind = {kind: list(members) for kind, members in groupby(rows, key=lambda row: row[0])}
    successors = {row[4]: row[5] for row in by_kind.get(SUCCESSOR, ())}
    found = Kept(Mapper(tuple(_rules(by_kind.get(RULE, ()))), successors))
    for kind, into in ((BY_HAND, found.by_hand), (FORECAST, found.forecasts)):
        for _, line, year, cents, *_ in by_kind.get(kind, ()):
            into[line, year] = into.get((line, year), 0) + cents
    found.closed = frozenset(row[2] for row in by_kind.get(CLOSED, ()))
    found.owners = {row[4]: row[1] for row in by_kind.get(OWNER, ())}
    for line, members in groupby(by_kind.get(SPLIT, ()), key=lambda row: row[1]):
        found.splits[line] = Split({row[2]: row[7] for row in members if row[2] is not None})
    return found


def _rows(agenda: Agenda, known_at: datetime | None) -> Iterable[Any]:
    """As (kind, id of a rule, line or unit, key of a share or year, cents, three texts, percentage)."""
    number, text = Value(0, output_field=IntegerField()), Value("", output_field=CharField())
    none = Value(None, output_field=measurement_field())
    rules = LedgerRule.objects.filter(agenda=agenda).order_by().values_list(
        _kind(RULE), "pk", F("shares__line_id"), Value(0, output_field=BigIntegerField()),
        "cost_centre", "account_from", "account_until", "shares__percent",
    )  # fmt: skip
    successors = CostCentre.objects.filter(successor__isnull=False).order_by().values_list(
        _kind(SUCCESSOR), number, number, number, "code", "successor__code", text, none
    )  # fmt: skip
    said = ("line_id", "year", "cents", text, text, text, none)
    by_hand = HandBooking.objects.filter(holds(known_at), line__agenda=agenda)
    forecasts = Forecast.objects.filter(holds(known_at, "at"), line__agenda=agenda)
    owners = CostCentre.objects.filter(unit__isnull=False).order_by().values_list(
        _kind(OWNER), "unit_id", number, number, "code", text, text, none
    )  # fmt: skip
    splits = SchoolSplit.objects.filter(holds(None), line__agenda=agenda).order_by().values_list(
        _kind(SPLIT), "line_id", F("shares__unit_id"), Value(0, output_field=BigIntegerField()), text, text, text,
        F("shares__percent"),
    )  # fmt: skip
    closed = YearClosing.objects.filter(holds(known_at, "at"), agenda=agenda)
    return rules.union(
        successors,
        by_hand.order_by().values_list(_kind(BY_HAND), *said),
        forecasts.order_by().values_list(_kind(FORECAST), *said),
        owners,
        splits,
        closed.order_by().values_list(_kind(CLOSED), number, "year", number, text, text, text, none),
        all=True,
    )


def _kind(name: str) -> Value:
    return Value(name, output_field=CharField())


def _rules(rows: Iterable[Any]) -> Iterable[Rule]:
    """A line that left the plan took its share along; then the rest is no division, and the rule takes nothing."""
    for (pk, cost_centre, low, high), members in groupby(rows, key=lambda row: (row[1], *row[4:7])):
        shares = tuple(Share(row[2], row[7]) for row in members if row[2] is not None)
        yield Rule(pk, cost_centre, low, high, shares if whole(shares) else ())
