"""What the page of the ledger shows: what belongs nowhere yet, the rules, the cost centres, and what came by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from agenda.models import Agenda
from budgets.booked import Balance, Unmapped, balance_of, booked
from budgets.closing_page import YearState, year_states
from budgets.mapping import Mapper, doubles
from budgets.models import BudgetLine, CostCentre, HandBooking, LedgerRule, LedgerWord, YearSum
from budgets.progress import euros
from budgets.services.mapping import version_of_rule

MOST_UNMAPPED = 40
MOST_HAND = 200


@dataclass(frozen=True)
class ShareRow:
    """``percent`` ``None``: the whole."""

    code: str
    title: str
    percent: Decimal | None


@dataclass(frozen=True)
class RuleRow:
    """``takes``: which bookings, in words. ``wrong``: why it takes nothing; ``double``: with which rule it overlaps."""

    pk: int
    version: str
    takes: str
    note: str
    shares: tuple[ShareRow, ...]
    wrong: str
    double: str


@dataclass(frozen=True)
class CentreRow:
    """A cost centre that was kept. ``ring``: its successors go round."""

    pk: int
    code: str
    name: str
    unit: str
    successor: str
    ring: str


@dataclass(frozen=True)
class HandRow:
    """What came by hand and holds now."""

    pk: int
    line: str
    year: int
    amount: Decimal | None
    description: str
    ground: str
    who: str
    at: datetime


@dataclass(frozen=True)
class LedgerPage:
    """``unmapped``: the largest first, ``left``: how many pairs are not shown; ``balance``: all of them.

    ``bookings``: how many hold now in the years of the agenda, ``outside``: in other years.
    """

    agenda: Agenda
    bookings: int
    outside: int
    unmapped: tuple[Unmapped, ...]
    left: int
    balance: Balance
    rules: tuple[RuleRow, ...]
    centres: tuple[CentreRow, ...]
    hand: tuple[HandRow, ...]
    hand_left: int
    years: tuple[YearState, ...]
    words: tuple[LedgerWord, ...]

    @property
    def doubles(self) -> int:
        return sum(bool(rule.double) for rule in self.rules)

    @property
    def wrong(self) -> int:
        return sum(bool(rule.wrong) for rule in self.rules)


def ledger_page(agenda: Agenda, on: date) -> LedgerPage:
    """Everything about the mapping of an agenda. Eleven queries, whatever the size."""
    found = booked(agenda)
    mapper = found.kept.mapper
    years = agenda.years
    counted = dict(YearSum.objects.order_by().values_list("year").annotate(all=Sum("bookings")))
    bookings = sum(count for year, count in counted.items() if year in years)
    unmapped = [
        replace(one, present="" if one.ring else mapper.present(one.cost_centre)) for one in found.unmapped
    ]
    hand = HandBooking.objects.filter(superseded_at__isnull=True, line__agenda=agenda)
    rows = list(hand.select_related("line", "origin").order_by("-recorded_at", "-pk")[: MOST_HAND + 1])
    return LedgerPage(
        agenda=agenda,
        bookings=bookings,
        outside=sum(counted.values()) - bookings,
        unmapped=tuple(unmapped[:MOST_UNMAPPED]),
        left=max(0, len(unmapped) - MOST_UNMAPPED),
        balance=balance_of(unmapped),
        rules=_rules(agenda, mapper),
        centres=_centres(mapper),
        hand=tuple(_hand(row) for row in rows[:MOST_HAND]),
        hand_left=hand.count() - MOST_HAND if len(rows) > MOST_HAND else 0,
        years=year_states(agenda, found, on),
        words=tuple(LedgerWord.objects.all()),
    )


def _rules(agenda: Agenda, mapper: Mapper) -> tuple[RuleRow, ...]:
    stored = list(LedgerRule.objects.filter(agenda=agenda).prefetch_related("shares__line"))
    names = {row.pk: takes_of(row) for row in stored}
    overlaps: dict[int, str] = {}
    for first, second in doubles(mapper.rules):
        overlaps.setdefault(first.pk, names.get(second.pk, ""))
        overlaps.setdefault(second.pk, names.get(first.pk, ""))
    whole = {rule.pk for rule in mapper.rules if rule.shares}
    return tuple(
        RuleRow(
            pk=row.pk,
            version=version_of_rule(row),
            takes=names[row.pk],
            note=row.note,
            shares=_shares(row),
            wrong=_wrong(row, mapper, whole),
            double=overlaps.get(row.pk, ""),
        )
        for row in stored
    )


def _shares(row: LedgerRule) -> tuple[ShareRow, ...]:
    shares = list(row.shares.all())
    return tuple(
        ShareRow(one.line.code, one.line.title, one.percent if len(shares) > 1 else None) for one in shares
    )


def _wrong(row: LedgerRule, mapper: Mapper, whole: set[int]) -> str:
    if row.pk not in whole:
        return "De aandelen komen niet op 100 %: een begrotingsregel is vervallen. Verdeel opnieuw."
    if row.cost_centre in mapper.successors:
        after = mapper.successors[row.cost_centre]
        return f"Deze kostenplaats gaat verder als {after}; de toewijzingsregel neemt niets. Maak er een voor {after}."
    return ""


def takes_of(row: LedgerRule) -> str:
    """Which bookings a rule takes, in words."""
    where = f"kostenplaats {row.cost_centre}" if row.cost_centre else "elke kostenplaats"
    if not row.account_from:
        return f"{where}, elke rekening"
    until = f" tot en met {row.account_until}" if row.account_until else ""
    return f"{where}, rekening {row.account_from}{until}"


def _centres(mapper: Mapper) -> tuple[CentreRow, ...]:
    rows = CostCentre.objects.select_related("unit", "successor").order_by("code")
    return tuple(
        CentreRow(
            row.pk,
            row.code,
            row.name,
            row.unit.name if row.unit else "",
            str(row.successor or ""),
            mapper.place(row.code, "").ring,
        )
        for row in rows
    )


def _hand(row: HandBooking) -> HandRow:
    return HandRow(
        pk=row.pk,
        line=str(row.line),
        year=row.year,
        amount=euros(row.cents),
        description=row.description,
        ground=row.origin.ground,
        who=row.origin.actor_label,
        at=row.recorded_at,
    )


def line_choices(agenda: Agenda) -> list[tuple[str, list[tuple[int, str]]]]:
    """The lines of an agenda to choose from, income and costs apart. One query."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for row in BudgetLine.objects.filter(agenda=agenda).order_by("side", "order"):
        groups.setdefault(row.get_side_display().capitalize(), []).append((row.pk, str(row)))
    return list(groups.items())
