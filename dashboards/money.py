"""Per objective its money beside its indicators and measures, in one row. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agenda.models import Agenda
from agenda.reference import agenda_reference
from agenda.selectors import ObjectiveOutline, agenda_outline, outline_objectives
from budgets.compared import Together, together
from budgets.drawn import Bar, bar_of, widest_of
from budgets.money_words import Movement, beside_text
from budgets.overview import Sheet, sheet
from budgets.progress import Money, Spending, Thresholds
from budgets.totals import add
from dashboards.euro_points import PointRow, point_rows
from indicators.counts import Standing, standing_of
from indicators.freshness import next_release, rows_freshness
from indicators.selectors import indicator_rows
from measures.carrying import carrying_by_objective, with_standings
from measures.rows import measure_rows
from measures.standing import Carrying


@dataclass(frozen=True)
class BesideRow:
    """One objective in one year. ``measures``: by state, each piece of work once."""

    objective: ObjectiveOutline
    sums: Together
    spending: Spending
    bar: Bar
    standing: Standing
    measures: Carrying
    text: str

    @property
    def money(self) -> Money:
        return self.sums.money

    @property
    def tone(self) -> str:
        return self.spending.name.lower()


@dataclass(frozen=True)
class BesidePage:
    """``until``: to which month the bookings go, ``""``: there are none."""

    years: tuple[int, ...]
    year: int
    until: str
    rows: tuple[BesideRow, ...]
    thresholds: Thresholds
    points: tuple[PointRow, ...] = ()


def beside_page(agenda: Agenda, asked_year: str, on: date, *, points: bool = False) -> BesidePage:
    """Every objective in one year; without a year that is there, the present one.

    ``points``: with euros for each percentage point, over all years until now.
    """
    years = tuple(agenda.years)
    year = agenda.nearest_year(on) if asked_year not in map(str, years) else int(asked_year)
    outline = outline_objectives(agenda_outline(agenda))
    reference = agenda_reference(agenda)
    rows = indicator_rows(agenda, subject=agenda.college, on=on, reference=reference)
    fresh = rows_freshness(reference.calendar, rows, on)
    plan, assigned = with_standings(agenda, measure_rows(agenda), on)
    carried = carrying_by_objective(plan, assigned)
    read = sheet(agenda, on, whole=False)
    money = read.by_objective(year)
    widest = widest_of(money.values())

    def row(objective: ObjectiveOutline) -> BesideRow:
        here = [one for one in rows if one.objective == objective.code]
        sums = money.get(objective.code, together(()))
        standing = standing_of(here)
        sources = {source for one in here for source in one.sources}
        movement = Movement.of(standing, next_release(fresh, sources))
        return BesideRow(
            objective, sums, sums.spending(read.thresholds), bar_of(sums.money, widest), standing,
            carried.get(objective.code, Carrying({})), beside_text(sums.money, movement),
        )  # fmt: skip

    each = point_rows(rows, _spent(read, agenda, on)) if points else ()
    return BesidePage(years, year, read.until(year), tuple(map(row, outline)), read.thresholds, each)


def _spent(read: Sheet, agenda: Agenda, on: date) -> dict[str, Decimal | None]:
    """Euros booked by objective from the beginning of the agenda until now."""
    years = [read.by_objective(year) for year in agenda.years if year <= on.year]
    codes = {code for one in years for code in one if code is not None}
    return {code: add(one[code].money.actual for one in years if code in one) for code in codes}
