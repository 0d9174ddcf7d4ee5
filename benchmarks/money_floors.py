"""The least that the database must do for a page of money: hand-written SQL for the facts that it shows."""

from __future__ import annotations

from agenda.models import Agenda
from benchmarks import carrying_floors, floors
from benchmarks.statements import Statement
from budgets.models import BudgetLine, Side

_KEPT = (
    "SELECT kind, cost_centre, account, year, debit, credit, bookings, periods FROM budgets_yearsum "
    "WHERE year BETWEEN %s AND %s"
)
_RULES = (
    "SELECT r.id, r.cost_centre, r.account_from, r.account_until, s.line_id, s.percent FROM budgets_ledgerrule r "
    "JOIN budgets_ledgershare s ON s.rule_id = r.id WHERE r.agenda_id = %s"
)
_CENTRES = (
    "SELECT c.code, c.unit_id, n.code FROM budgets_costcentre c "
    "LEFT JOIN budgets_costcentre n ON n.id = c.successor_id WHERE c.unit_id IS NOT NULL OR n.id IS NOT NULL"
)
_OF_LINES = "JOIN budgets_budgetline l ON l.id = {0}.line_id WHERE l.agenda_id = %s"
_FORECASTS = (
    "SELECT f.line_id, f.year, f.cents, f.at, r.kind, r.year FROM budgets_forecast f "
    "LEFT JOIN agenda_round r ON r.id = f.round_id "
    f"{_OF_LINES.format('f')} AND f.superseded_at IS NULL"
)
_HAND = (
    f"SELECT h.line_id, h.year, h.cents FROM budgets_handbooking h {_OF_LINES.format('h')} "
    "AND h.superseded_at IS NULL"
)
_CLOSED = "SELECT year FROM budgets_yearclosing WHERE agenda_id = %s AND superseded_at IS NULL"
_NAMES = f"SELECT i.line_id, i.year, i.name FROM budgets_lineinstrument i {_OF_LINES.format('i')}"
_FTE = f"SELECT e.line_id, e.year, e.fte FROM budgets_linefte e {_OF_LINES.format('e')}"
_SPLITS = (
    "SELECT p.line_id, s.unit_id, s.percent FROM budgets_schoolsplit p "
    "LEFT JOIN budgets_schoolshare s ON s.split_id = p.id "
    f"{_OF_LINES.format('p')} AND p.superseded_at IS NULL"
)


def _booked(agenda: Agenda) -> list[Statement]:
    """What is booked and expected on the lines, with what says where it belongs."""
    return [
        (_KEPT, [agenda.starts.year, agenda.ends.year]),
        (_RULES, [agenda.pk]),
        (_CENTRES, []),
        (_FORECASTS, [agenda.pk]),
        (_HAND, [agenda.pk]),
        (_CLOSED, [agenda.pk]),
    ]


def _lines(agenda: Agenda) -> list[Statement]:
    return [(floors.MONEY.format(narrow=""), [agenda.pk]), (floors.SHARES.format(narrow=""), [agenda.pk])]


def overview(agenda: Agenda) -> list[Statement]:
    return [
        (floors.OUTLINE, [agenda.pk]),
        *_lines(agenda),
        (_NAMES, [agenda.pk]),
        (_FTE, [agenda.pk]),
        *_booked(agenda),
    ]


def instruments(agenda: Agenda) -> list[Statement]:
    terms = (
        "SELECT name, starts, ends, carry_over, repayment, note FROM budgets_instrument WHERE agenda_id = %s"
    )
    return [*overview(agenda), (terms, [agenda.pk])]


def schools(agenda: Agenda) -> list[Statement]:
    return [
        *_lines(agenda),
        *_booked(agenda),
        (_SPLITS, [agenda.pk]),
        *carrying_floors.below(agenda),
    ]


def beside(agenda: Agenda) -> list[Statement]:
    """What the glance tells, and the money."""
    return [*floors.glance(agenda), *_booked(agenda)]


def line(agenda: Agenda, code: str) -> list[Statement]:
    """A line by year, by month and by school, with the newest page of its bookings."""
    pk = BudgetLine.objects.get(agenda=agenda, side=Side.COST, code=code).pk
    centres = (
        "(SELECT r.cost_centre FROM budgets_ledgerrule r JOIN budgets_ledgershare s ON s.rule_id = r.id "
    )
    centres += "WHERE s.line_id = %s)"
    year = agenda.ends.year - 1
    months = (
        "SELECT kind, cost_centre, account, period, bookings, cents FROM budgets_periodsum "
        f"WHERE year = %s AND cost_centre IN {centres} ORDER BY period DESC"
    )
    page = (
        "SELECT b.kind, b.period, b.cost_centre, b.account, b.description, b.document, b.cents, b.place, o.label "
        "FROM budgets_booking b JOIN imports_origin o ON o.id = b.origin_id WHERE b.superseded_at IS NULL "
        f"AND b.year = %s AND b.cost_centre IN {centres} ORDER BY b.period DESC, b.cost_centre, b.account LIMIT 50"
    )
    made = (
        "SELECT f.year, f.cents, f.note, f.by_label, f.at, f.superseded_at, r.kind, r.year FROM budgets_forecast f "
        "LEFT JOIN agenda_round r ON r.id = f.round_id WHERE f.line_id = %s"
    )
    own = "SELECT l.code, l.title, l.note, a.year, a.amount FROM budgets_budgetline l JOIN budgets_lineamount a "
    return [
        (f"{own} ON a.line_id = l.id WHERE l.id = %s", [pk]),
        *_booked(agenda),
        (months, [year, pk]),
        (page, [year, pk]),
        (made, [pk]),
        (_SPLITS, [agenda.pk]),
        *carrying_floors.below(agenda),
    ]


def busiest(agenda: Agenda) -> str:
    """A line of the generated ledger that is booked on several cost centres, some of them divided."""
    return BudgetLine.objects.filter(agenda=agenda, side=Side.COST).order_by("order")[1].code
