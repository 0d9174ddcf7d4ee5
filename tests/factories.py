"""Small makers for tests. Each gives what it is asked for and sensible words for the rest."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from organisation.access import Actor
from organisation.models import Deputy, RoleAssignment, Unit, UnitKind, UnitParent, User
from organisation.roles import Role

LONG_AGO = date(2020, 1, 1)
PASSWORD = "een-lang-wachtwoord-9"
_number = count(1)


def make_unit(kind: str = UnitKind.SCHOOL, *, parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit, always under ``parent`` where one is given."""
    n = next(_number)
    unit = Unit.objects.create(kind=kind, **{"code": f"{kind}-{n}", "name": f"{kind} {n}", **fields})
    if parent is not None:
        UnitParent.objects.create(unit=unit, parent=parent)
    return unit


def make_person(name: str = "", *, password: str | None = PASSWORD, **fields: Any) -> User:
    """A person who can sign in with ``PASSWORD``; ``password=None``: invited, has none yet."""
    n = next(_number)
    return User.objects.create_user(
        fields.pop("email", f"persoon{n}@example.nl"),
        name=name or f"Persoon {n}",
        password=password,
        **fields,
    )


def give_role(
    user: User, role: str, unit: Unit, valid_from: date = LONG_AGO, valid_until: date | None = None
) -> RoleAssignment:
    """A role without asking whether it may be given."""
    return RoleAssignment.objects.create(
        user=user, role=role, unit=unit, valid_from=valid_from, valid_until=valid_until
    )


def make_deputy(assignment: RoleAssignment, user: User, valid_from: date, valid_until: date) -> Deputy:
    """Standing in without asking whether that may be."""
    return Deputy.objects.create(
        assignment=assignment, user=user, valid_from=valid_from, valid_until=valid_until
    )


def make_holder(role: str, unit: Unit, name: str = "") -> User:
    """A person who has one role."""
    user = make_person(name or Role(role).label.capitalize())
    give_role(user, role, unit)
    return user


def actor(user: User, on: date | None = None) -> Actor:
    """The person as the actor of a service, today or on a day."""
    return Actor(user, on or timezone.localdate())
