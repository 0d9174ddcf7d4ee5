"""The schools, services and teams of a college: where each falls on a day, and who may read what it reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from organisation.access import Actor
from organisation.models import Unit, UnitKind, UnitParent


@dataclass(frozen=True)
class Carrier:
    """A unit that can carry a measure out.

    ``above``: the unit that it falls under on the day, or fell under on its last one. ``closed_on``: its last day,
    ``None`` while nobody has closed it.
    """

    pk: int
    code: str
    name: str
    kind: str
    above: int
    opened_on: date | None
    closed_on: date | None

    def exists(self, on: date) -> bool:
        return (self.opened_on is None or self.opened_on <= on) and not self.is_over(on)

    def is_over(self, on: date) -> bool:
        return self.closed_on is not None and self.closed_on < on


class CollegeUnits:
    """Every unit below a college by its id, closed ones too."""

    def __init__(self, college: int, carriers: Iterable[Carrier], on: date) -> None:
        self.college, self.on = college, on
        self.by_pk = {carrier.pk: carrier for carrier in carriers}

    def top(self, pk: int) -> int:
        """The school or service directly below the college that a unit belongs to; itself if it is that one."""
        seen = set()
        while pk in self.by_pk and self.by_pk[pk].above in self.by_pk and pk not in seen:
            seen.add(pk)
            pk = self.by_pk[pk].above
        return pk

    @property
    def schools(self) -> list[Carrier]:
        """The schools that exist on the day, by name."""
        return [
            one
            for one in sorted(self.by_pk.values(), key=lambda one: one.name)
            if one.kind == UnitKind.SCHOOL and one.exists(self.on)
        ]

    def below(self, pk: int) -> list[Carrier]:
        """What falls directly under a unit and exists on the day, by name."""
        return [
            one
            for one in sorted(self.by_pk.values(), key=lambda one: one.name)
            if one.above == pk and one.exists(self.on)
        ]

    def readable(self, actor: Actor) -> frozenset[int]:
        """Units whose reports somebody may read: where they have a role, and all that lies or lay below. No query.

        The same units as ``Actor.visible_units``, and those that have closed under them since: what was reported
        stays readable.
        """
        own = {row.unit_id for row in actor.assignments}
        return frozenset(pk for pk in self.by_pk if own & {*self._path(pk), self.college_of(pk)})

    def college_of(self, pk: int) -> int:
        return self.by_pk[self.top(pk)].above

    def _path(self, pk: int) -> list[int]:
        path = [pk]
        while (above := self.by_pk[path[-1]].above) in self.by_pk and above not in path:
            path.append(above)
        return path


def college_units(college: Unit, on: date) -> CollegeUnits:
    """The units of a college on a day. One query."""
    rows: Iterable[Any] = (
        UnitParent.objects.filter(Q(parent=college) | Q(parent__parents__parent=college))
        .distinct()
        .values_list(
            "unit_id", "unit__code", "unit__name", "unit__kind", "parent_id", "unit__opened_on",
            "unit__closed_on", "valid_from", "valid_until",
        )
    )  # fmt: skip
    found: dict[int, Carrier] = {}
    for *values, first, last in rows:
        carrier = Carrier(*values)
        day = min(on, carrier.closed_on or on)
        if (first is None or first <= day) and (last is None or last >= day):
            found[carrier.pk] = carrier
    return CollegeUnits(college.pk, found.values(), on)


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Names without the first words that all share: ``School voor Zorg`` is ``Zorg`` beside ``School voor ICT``.

    At least one word is left. A name on its own stays as it is.
    """
    words = {name: name.split() for name in names}
    shared = 0
    if len(words) > 1:
        shortest = min(len(one) for one in words.values())
        while shared < shortest - 1 and len({one[shared] for one in words.values()}) == 1:
            shared += 1
    return {name: " ".join(one[shared:]) for name, one in words.items()}
