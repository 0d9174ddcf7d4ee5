"""What the pages show on which measures are given to units: a sheet of boxes, and what was ticked on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agenda.models import Agenda
from agenda.selectors import agenda_outline, outline_objectives
from measures.models import Assignment
from measures.rows import MeasureRow, measure_rows
from measures.services.assignments import Pair
from measures.standing import is_assignable
from measures.units import Carrier, CollegeUnits, college_units, short_names
from organisation.models import UnitKind

ALL = "alle"


@dataclass(frozen=True)
class Box:
    """One box: a unit for a measure. ``teams``: how many teams of a school carry it out besides."""

    unit: Carrier
    short: str
    value: str
    teams: int = 0

    @property
    def kind_label(self) -> str:
        return UnitKind(self.unit.kind).label


@dataclass(frozen=True)
class SheetRow:
    """A measure with a box for each school and service. ``all_value``: of the box for every school at once.

    ``whole``: its parts are on the sheet too.
    """

    row: MeasureRow
    boxes: tuple[Box, ...]
    all_value: str
    whole: bool


@dataclass(frozen=True)
class School:
    """A school or service on the sheet of one measure, with its teams."""

    box: Box
    teams: tuple[Box, ...]


@dataclass(frozen=True)
class Sheet:
    """A page of boxes. ``ticked``: what was running when the page was made; ``allowed``: every box on it."""

    title: str
    code: str
    columns: tuple[Box, ...]
    rows: tuple[SheetRow, ...]
    schools: tuple[School, ...]
    left_out: int
    ticked: frozenset[Pair]
    allowed: frozenset[Pair]

    @property
    def was(self) -> str:
        """What was ticked, for a hidden field: only what somebody changes is changed."""
        return " ".join(sorted(pair_text(pair) for pair in self.ticked))


def pair_text(pair: Pair) -> str:
    return f"{pair[0]}:{pair[1]}"


def read_pairs(texts: Iterable[str], sheet: Sheet) -> frozenset[Pair]:
    """The pairs that a form names, as far as the sheet has them; ``12:alle`` is every school for a measure."""
    known = {pair_text(pair): pair for pair in sheet.allowed}
    chosen = {known[text] for text in texts if text in known}
    every = {text for text in texts if text.endswith(f":{ALL}")}
    for line in sheet.rows:
        if line.all_value in every:
            chosen |= {(line.row.pk, box.unit.pk) for box in line.boxes if box.unit.kind == UnitKind.SCHOOL}
    return frozenset(chosen)


def objective_sheet(agenda: Agenda, code: str, on: date) -> Sheet | None:
    """Every measure of an objective that can be carried out, by school and service. ``None``: no such objective.

    Four queries.
    """
    objective = next((one for one in outline_objectives(agenda_outline(agenda)) if one.code == code), None)
    if objective is None:
        return None
    own = [row for row in measure_rows(agenda) if row.objective == code]
    rows = [row for row in own if is_assignable(row)]
    units = college_units(agenda.college, on)
    columns = _columns(units)
    short = short_names(unit.name for unit in columns)
    ticked = _ticked(rows, on)
    teams = Counter((measure, units.top(unit)) for measure, unit in ticked if units.top(unit) != unit)

    def boxes(pk: int) -> tuple[Box, ...]:
        return tuple(
            Box(unit, short[unit.name], pair_text((pk, unit.pk)), teams[pk, unit.pk]) for unit in columns
        )

    allowed = frozenset((row.pk, unit.pk) for row in rows for unit in columns)
    return Sheet(
        title=objective.title,
        code=code,
        columns=boxes(0),
        rows=tuple(
            SheetRow(row, boxes(row.pk), f"{row.pk}:{ALL}", row.pk in {one.parent for one in rows})
            for row in rows
        ),
        schools=(),
        left_out=len(own) - len(rows),
        ticked=ticked & allowed,
        allowed=allowed,
    )


def measure_sheet(agenda: Agenda, code: str, on: date) -> Sheet | None:
    """Every school, service and team for one measure. ``None``: no such measure, or nobody can carry it out.

    Three queries.
    """
    row = next((one for one in measure_rows(agenda) if one.code == code), None)
    if row is None or not is_assignable(row):
        return None
    pk, units = row.pk, college_units(agenda.college, on)
    ticked = _ticked([row], on)

    def box(unit: Carrier) -> Box:
        return Box(unit, unit.name, pair_text((pk, unit.pk)))

    schools = tuple(
        School(box(unit), tuple(box(team) for team in units.below(unit.pk))) for unit in _columns(units)
    )
    every = [
        unit.pk for school in schools for unit in (school.box.unit, *(team.unit for team in school.teams))
    ]
    allowed = frozenset((pk, unit) for unit in every)
    return Sheet(row.title, code, (), (), schools, 0, ticked & allowed, allowed)


def _columns(units: CollegeUnits) -> list[Carrier]:
    """What stands directly below the college, schools first."""
    return sorted(units.below(units.college), key=lambda one: (one.kind != UnitKind.SCHOOL, one.name))


def _ticked(rows: Iterable[MeasureRow], on: date) -> frozenset[Pair]:
    """What runs or is still to begin. One query."""
    found = Assignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on), measure__in=[row.pk for row in rows]
    )
    return frozenset(found.order_by().values_list("measure_id", "unit_id"))
