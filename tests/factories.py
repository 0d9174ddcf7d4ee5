"""Small makers for tests. Each gives what it is asked for and sensible words for the rest."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from agenda.models import Agenda, Objective, Priority, Round, RoundKind
from measures.models import Assignment, Measure, Progress, StatusReport
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


# Measures and reports ------------------------------------------------------------------------------------
def make_measure(college: Unit, code: str = "", **fields: Any) -> Measure:
    """A measure of the college's agenda, which is made where there is none yet."""
    agenda = Agenda.objects.filter(college=college).first() or Agenda.objects.create(
        slug=f"agenda-{college.pk}", college=college, title="Kwaliteitsagenda",
        starts=date(2024, 1, 1), ends=date(2099, 12, 31),
    )  # fmt: skip
    priority, _ = Priority.objects.get_or_create(agenda=agenda, code="1", defaults={"title": "Kansen"})
    objective, _ = Objective.objects.get_or_create(
        agenda=agenda, code="1.1", defaults={"priority": priority, "title": "Doel 1.1"}
    )
    code = code or f"1.1.{next(_number)}"
    return Measure.objects.create(
        agenda=agenda, code=code, order=next(_number),
        **{"title": f"Maatregel {code}", "objective": objective, **fields},
    )  # fmt: skip


def make_assignment(measure: Measure, unit: Unit, **fields: Any) -> Assignment:
    """The unit carries the measure out, since long ago."""
    return Assignment.objects.create(measure=measure, unit=unit, **{"valid_from": LONG_AGO, **fields})


def make_round(agenda: Agenda, **fields: Any) -> Round:
    """An open round that asks for reports on today."""
    today = timezone.localdate()
    return Round.objects.create(
        agenda=agenda,
        **{
            "kind": RoundKind.EIGHT_MONTHS, "year": today.year, "about_on": today, "due_on": today,
            "asks_reports": True, "opened_at": timezone.now(), **fields,
        },
    )  # fmt: skip


def make_report(assignment: Assignment, state: str = Progress.RUNNING, **fields: Any) -> StatusReport:
    """The newest report of an assignment; the one before it is superseded."""
    now = fields.pop("at", timezone.now())
    assignment.reports.filter(superseded_at__isnull=True).update(superseded_at=now)
    return StatusReport.objects.create(
        assignment=assignment, state=state, at=now, **{"by_label": "Iemand", **fields}
    )
