"""How far measures are, read from the newest report of each unit: for lists, for the agenda at a glance, as a grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, FilteredRelation, Max, Q, QuerySet

from agenda.models import Agenda
from measures.models import Assignment, Progress
from measures.rows import MeasureRow
from measures.standing import (
    Carrying,
    MeasureStanding,
    carrying,
    counted,
    measure_standing,
    speakers,
)
from measures.units import Carrier, CollegeUnits, short_names
from organisation.querysets import valid_on


def running(on: date) -> QuerySet[Assignment]:
    """Assignments that count on a day: they run, and their unit exists. A school that closed owes nothing any more."""
    return Assignment.objects.filter(
        valid_on(on),
        Q(unit__opened_on__isnull=True) | Q(unit__opened_on__lte=on),
        Q(unit__closed_on__isnull=True) | Q(unit__closed_on__gte=on),
    )


def with_current(rows: QuerySet[Assignment]) -> QuerySet[Any]:
    """With the newest report of each as ``current``; its fields are ``None`` where nobody has reported."""
    newest = FilteredRelation("reports", condition=Q(reports__superseded_at__isnull=True))
    return rows.annotate(current=newest)


def progress(state: str | None) -> Progress | None:
    """The stored word as a state; ``None`` stays ``None``: not reported."""
    return Progress(state) if state else None


def with_standings(
    agenda: Agenda, rows: Sequence[MeasureRow], on: date
) -> tuple[tuple[MeasureRow, ...], frozenset[int]]:
    """The measures with how each stands, and which of them somebody carries out. One query.

    ``rows``: all measures of the agenda.
    """
    states: dict[int, list[tuple[Progress | None, int, datetime | None]]] = defaultdict(list)
    found: Iterable[Any] = (
        with_current(running(on).filter(measure__agenda=agenda))
        .order_by()
        .values_list("measure_id", "current__state")
        .annotate(number=Count("pk"), last=Max("current__at"))
    )
    for measure, state, number, last in found:
        states[measure].append((progress(state), number, last))
    return stood(rows, states), frozenset(states)


Heard = Mapping[int, Sequence[tuple[Progress | None, int, datetime | None]]]
"""By measure: a state, how many of its units are in it, and when the newest of them said so."""


def stood(rows: Sequence[MeasureRow], states: Heard) -> tuple[MeasureRow, ...]:
    """The measures with how each stands by what its units said. No query. ``rows``: all measures of the agenda."""
    spoken = speakers(rows)

    def standing(pk: int) -> MeasureStanding:
        heard = [one for speaker in spoken[pk] for one in states.get(speaker, ())]
        last = max((last for _, _, last in heard if last), default=None)
        return measure_standing((state for state, number, _ in heard for _ in range(number)), last)

    return tuple(replace(row, standing=standing(row.pk)) for row in rows)


def carrying_by_objective(rows: Sequence[MeasureRow], assigned: Iterable[int]) -> dict[str, Carrying]:
    """How many measures of each objective stand in each state, by its code. No query: ``rows`` have standings."""
    by_pk = {row.pk: row for row in rows}
    found: dict[str, list[MeasureStanding]] = defaultdict(list)
    for pk in counted(rows, dict.fromkeys(assigned)):
        found[by_pk[pk].objective].append(by_pk[pk].standing or MeasureStanding())
    return {code: carrying(standings) for code, standings in found.items()}


# The grid -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Column:
    """A school or service in the grid. ``short``: its name without the words that all of them share.

    ``readable``: this reader may see what lies behind it.
    """

    pk: int
    code: str
    name: str
    short: str
    readable: bool


@dataclass(frozen=True)
class Cell:
    """A school's share in a measure; ``standing=None``: it has none."""

    column: Column
    standing: MeasureStanding | None


@dataclass(frozen=True)
class GridRow:
    row: MeasureRow
    standing: MeasureStanding
    cells: tuple[Cell, ...]

    @property
    def carriers(self) -> tuple[Cell, ...]:
        """Only the schools that carry it out."""
        return tuple(cell for cell in self.cells if cell.standing)


@dataclass(frozen=True)
class Grid:
    """Measures by schools. ``rows``: what can be carried out or points to what can. ``parts``: parts are shown too.

    ``idle``: schools that carry none of these out; they have no column. ``standings``: of every measure of the
    objective, shown or not, by id.
    """

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    carrying: Carrying
    idle: tuple[str, ...]
    parts: bool
    has_parts: bool
    standings: Mapping[int, MeasureStanding]

    @property
    def is_empty(self) -> bool:
        """Nobody carries anything out."""
        return not self.columns


def objective_grid(
    rows: Sequence[MeasureRow], objective: str, units: CollegeUnits, readable: frozenset[int], *, parts: bool
) -> Grid:
    """The grid of one objective. One query. ``rows``: all measures of the agenda, in any state.

    Without ``parts`` a measure speaks for its parts as well. Units are placed under the school where they are on
    the day: a team that moved counts where it is now.
    """
    spoken = speakers(rows)
    own = [row for row in rows if row.objective == objective]
    shown = [row for row in own if row.applied and (parts or not row.depth)]
    states = _states({pk for row in own for pk in spoken[row.pk]}, units)
    place = _Place(units, readable)
    used = {place.of(unit) for row in shown for pk in spoken[row.pk] for unit, _ in states.get(pk, ())}
    columns = place.columns(used)
    whole = {row.pk: _standing(spoken[row.pk], states) for row in own}
    return Grid(
        columns=columns,
        rows=tuple(
            GridRow(row, whole[row.pk], _cells(spoken[row.pk], states, columns, place)) for row in shown
        ),
        carrying=carrying(whole[pk] for pk in counted(own, states)),
        idle=tuple(school.name for school in units.schools if school.pk not in used),
        parts=parts,
        has_parts=any(row.depth for row in own),
        standings=whole,
    )


States = Mapping[int, Sequence[tuple[int, Progress | None]]]
"""By measure: each unit that carries it out, with its newest state."""


def _states(measures: set[int], units: CollegeUnits) -> States:
    found: dict[int, list[tuple[int, Progress | None]]] = defaultdict(list)
    stored = with_current(running(units.on).filter(measure__in=measures)).order_by()
    for measure, unit, state in stored.values_list("measure_id", "unit_id", "current__state"):
        if unit in units.by_pk:
            found[measure].append((unit, progress(state)))
    return found


def _standing(measures: Iterable[int], states: States) -> MeasureStanding:
    return measure_standing(state for pk in measures for _, state in states.get(pk, ()))


def _cells(
    measures: Sequence[int], states: States, columns: Iterable[Column], place: _Place
) -> tuple[Cell, ...]:
    by_school: dict[int, list[Progress | None]] = defaultdict(list)
    for pk in measures:
        for unit, state in states.get(pk, ()):
            by_school[place.of(unit)].append(state)
    return tuple(
        Cell(column, measure_standing(by_school[column.pk]) if column.pk in by_school else None)
        for column in columns
    )


class _Place:
    """Under which column a unit falls."""

    def __init__(self, units: CollegeUnits, readable: frozenset[int]) -> None:
        self.units, self.readable = units, readable
        self._top = {pk: units.top(pk) for pk in units.by_pk}

    def of(self, unit: int) -> int:
        return self._top[unit]

    def columns(self, used: set[int]) -> tuple[Column, ...]:
        """The used columns, schools before services and by name."""
        carriers = sorted((self.units.by_pk[pk] for pk in used), key=_order)
        short = short_names(carrier.name for carrier in carriers)
        # Whoever may read one team of a school may open the school's share, and finds that team there.
        open_ = {self._top[pk] for pk in self.readable}
        return tuple(Column(one.pk, one.code, one.name, short[one.name], one.pk in open_) for one in carriers)


def _order(carrier: Carrier) -> tuple[bool, str]:
    return carrier.kind != "school", carrier.name
