"""Who may do something in a unit: the people who hold a role that may, and those who stand in for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from organisation.access import ALLOWED, Action
from organisation.models import Deputy, RoleAssignment, Unit, UnitParent, User


@dataclass(frozen=True)
class Holder:
    """A person who acts in a role at a unit. ``held_by``: id of whose role it is; another's for a deputy."""

    user: User
    role: str
    unit: int
    held_by: int

    @property
    def stands_in(self) -> bool:
        return self.user.pk != self.held_by


def holders(action: Action, on: date, units: Iterable[int] | None = None) -> list[Holder]:
    """Everybody who may do ``action`` through a role held at one of ``units``, by name. Two queries.

    ``units`` ``None``: anywhere. Only roles held at the unit itself: what holds for the units above it, the caller
    adds. People whose account is not active are left out, and so is who stands in for one of them.
    """
    roles = RoleAssignment.objects.valid(on).filter(
        role__in=ALLOWED[action], user__is_active=True, unit__in=Unit.objects.existing(on)
    )
    if units is not None:
        roles = roles.filter(unit__in=list(units))
    deputies = Deputy.objects.filter(
        assignment__in=roles, user__is_active=True, valid_from__lte=on, valid_until__gte=on
    ).select_related("user", "assignment")
    found = [Holder(row.user, row.role, row.unit_id, row.user_id) for row in roles.select_related("user")]
    found += [
        Holder(row.user, row.assignment.role, row.assignment.unit_id, row.assignment.user_id)
        for row in deputies
    ]
    return sorted(found, key=lambda one: (one.user.name, one.user.pk))


def holders_at(unit: Unit, action: Action, on: date, *, above: bool = False) -> list[Holder]:
    """Everybody who may do ``action`` in a unit; ``above``: also through a role at a unit above it."""
    places = {unit.pk}
    if above:
        direct = UnitParent.objects.on(on).filter(unit=unit)
        higher = UnitParent.objects.on(on).filter(unit__in=direct.values("parent"))
        places |= set(direct.values_list("parent_id", flat=True)) | set(
            higher.values_list("parent_id", flat=True)
        )
    return holders(action, on, places)


def people_with(action: Action, on: date) -> list[User]:
    """Everybody who may do it on the day, those who stand in for somebody included, by name. Two queries.

    Agrees with ``Actor.may``: a role at a unit that does not exist on the day, or of somebody whose account is not
    active, gives nobody anything.
    """
    return list({holder.user.pk: holder.user for holder in holders(action, on)}.values())
