"""The lines of an agenda with what of each is a school's, read once. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from agenda.models import Agenda
from budgets.booked import Booked
from budgets.kept import LineYear
from budgets.lines import PlannedLine
from budgets.overview import Sheet, sheet
from budgets.progress import Money, euros
from budgets.schools import NOT_DIVIDED, Fell, Split, Whose, over_schools
from organisation.models import Unit, UnitKind, UnitParent

Parts = dict[int | None, Money]
"""Money by school; under ``None`` what is central or cannot be told of a school."""


def schools_of(agenda: Agenda) -> QuerySet[Unit]:
    """Every school that fell under the college at some time: one that ended may still have a share."""
    schools = Unit.objects.filter(kind=UnitKind.SCHOOL, parents__parent=agenda.college_id)
    return schools.distinct().order_by("name", "pk")


def exists(unit: Unit, on: date) -> bool:
    """Whether a unit exists on the day."""
    return (unit.opened_on is None or unit.opened_on <= on) and (
        unit.closed_on is None or unit.closed_on >= on
    )


@dataclass
class SchoolLedger:
    """Which of what was booked is a school's. ``schools``: by their id, by name."""

    found: Booked
    schools: dict[int, Unit]
    whose: Whose
    _booked: dict[LineYear, dict[int, tuple[int | None, int | None]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, centre in self.found.centres.items():
            for place, sums in enumerate((centre.actual, centre.committed)):
                for key, cents in sums.items():
                    if (school := self.whose.school(code, key[1])) is not None:
                        self._add(key, school, place, cents)

    def _add(self, key: LineYear, school: int, place: int, cents: int) -> None:
        there = self._booked.setdefault(key, {})
        both = list(there.get(school, (None, None)))
        both[place] = (both[place] or 0) + cents
        there[school] = (both[0], both[1])

    def split(self, line: int) -> Split:
        return self.found.kept.splits.get(line, NOT_DIVIDED)

    def parts(self, line: int, year: int, whole: Money) -> Parts:
        """A line's money in one year by school, and the rest; together exactly ``whole``."""
        booked = {
            school: Money(actual=euros(actual), committed=euros(committed))
            for school, (actual, committed) in self._booked.get((line, year), {}).items()
        }
        return over_schools(whole, self.split(line), booked)

    def left(self, year: int) -> int:
        """How many bookings that belong to a line are on a cost centre of no school."""
        return sum(
            centre.counts[year]
            for code, centre in self.found.centres.items()
            if self.whose.school(code, year) is None
        )


@dataclass
class SchoolSheet:
    """The lines with their money, and what of it is a school's."""

    read: Sheet
    ledger: SchoolLedger

    @property
    def schools(self) -> dict[int, Unit]:
        return self.ledger.schools

    def parts(self, one: PlannedLine, year: int) -> Parts:
        return self.ledger.parts(one.pk, year, self.read.money(one, year))


def school_ledger(agenda: Agenda, found: Booked) -> SchoolLedger:
    """Which of what was booked is a school's. One query: where each unit of the college fell under."""
    ours = Q(parent=agenda.college_id) | Q(parent__parents__parent=agenda.college_id)
    rows = (
        UnitParent.objects.filter(ours).distinct().select_related("unit").order_by("unit__name", "unit", "pk")
    )
    under = [Fell(row.unit_id, row.parent_id, row.valid_from) for row in rows]
    schools = {row.unit_id: row.unit for row in rows if row.unit.kind == UnitKind.SCHOOL}
    whose = Whose(found.kept.owners, found.kept.mapper.successors, frozenset(schools), under)
    return SchoolLedger(found, schools, whose)


def school_sheet(agenda: Agenda, on: date) -> SchoolSheet:
    """Lines, bookings and shares of an agenda as they stand on a day. At most five queries."""
    read = sheet(agenda, on, whole=False)
    return SchoolSheet(read, school_ledger(agenda, read.found))
