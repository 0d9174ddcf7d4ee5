"""What of a budget line is a school's, and what stays central. Pure: no Django, no clock.

The division is the college's own; the quality agenda has none. Whatever is divided, nothing is lost: the schools and
what is central come to the line exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from budgets.cents import WHOLE, evenly
from budgets.mapping import RingError, follow
from budgets.progress import Money
from budgets.totals import add, apart, subtract


@dataclass(frozen=True)
class Fell:
    """A unit fell under a parent from a day; ``None``: always."""

    unit: int
    parent: int
    first: date | None = None


@dataclass(frozen=True)
class Split:
    """How a line is divided: by school a percentage of 100. Without percentages every school has an equal part."""

    percents: Mapping[int, Decimal | None]

    @property
    def equal(self) -> bool:
        return any(percent is None for percent in self.percents.values())

    def parts(self, amount: Decimal) -> dict[int | None, Decimal]:
        """Euros by school; under ``None`` what stays central. Together exactly the amount."""
        if self.equal:
            parts = evenly(int(amount * WHOLE), len(self.percents))
            return {unit: Decimal(part) / WHOLE for unit, part in zip(self.percents, parts, strict=True)}
        return apart(amount, {unit: share for unit, share in self.percents.items() if share is not None})


NOT_DIVIDED = Split({})


def over_schools(whole: Money, split: Split, booked: Mapping[int, Money]) -> dict[int | None, Money]:
    """A line's money in one year by school; under ``None`` the rest, which is central or no school's to tell.

    ``booked``: what the ledger has of each school. Schools without a share and without bookings are not in the answer;
    the rest is, always. Nobody forecasts by school.
    """
    planned: dict[int | None, Decimal] = {} if whole.planned is None else split.parts(whole.planned)
    found: dict[int | None, Money] = {}
    for unit in {**split.percents, **booked}:
        one = booked.get(unit, Money())
        found[unit] = Money(planned.get(unit), one.actual, None, one.committed, whole.closed)
    found[None] = replace(
        whole, planned=_rest(whole.planned, (one.planned for one in found.values())), forecast=None,
        actual=_rest(whole.actual, (one.actual for one in found.values())),
        committed=_rest(whole.committed, (one.committed for one in found.values())),
    )  # fmt: skip
    return found


def _rest(whole: Decimal | None, parts: Iterable[Decimal | None]) -> Decimal | None:
    """What the parts leave of the whole; ``None`` where there is no whole."""
    return subtract(whole, add(parts) or Decimal(0))


@dataclass
class Whose:
    """Which school a cost centre belongs to in a year.

    ``owners``: the unit of a cost centre, as the controller keeps it; one without takes that of who took over its
    bookings. ``under``: where units fell under; a team's cost centre is its school's.
    """

    owners: Mapping[str, int]
    successors: Mapping[str, str]
    schools: frozenset[int]
    under: Sequence[Fell]
    _found: dict[tuple[int, int], int | None] = field(default_factory=dict)

    def school(self, cost_centre: str, year: int) -> int | None:
        """The school; ``None``: of no school in particular."""
        owner = self.owners.get(cost_centre)
        if owner is None:
            try:
                owner = self.owners.get(follow(cost_centre, self.successors))
            except RingError:
                return None
        return None if owner is None else self._above(owner, year)

    def has(self, school: int, year: int) -> bool:
        """Whether a cost centre is this school's, so that the ledger can tell what it spent."""
        return any(self._above(owner, year) == school for owner in self.owners.values())

    def _above(self, unit: int, year: int) -> int | None:
        key = (unit, year)
        if key not in self._found:
            self._found[key] = self._climb(unit, date(year, 12, 31))
        return self._found[key]

    def _climb(self, unit: int, day: date) -> int | None:
        passed: set[int] = set()
        while unit not in self.schools:
            passed.add(unit)
            above = self._parent(unit, day)
            if above is None or above in passed:
                return None
            unit = above
        return unit

    def _parent(self, unit: int, day: date) -> int | None:
        """Where it fell under at the end of the year; of one that had ended by then or began later, the nearest."""
        places = sorted((one.first or date.min, one.parent) for one in self.under if one.unit == unit)
        begun = [parent for first, parent in places if first <= day]
        return begun[-1] if begun else places[0][1] if places else None
