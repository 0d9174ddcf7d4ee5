"""Loading the example data, and removing them. Invented rows are marked; nothing real is touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from agenda.models import Agenda, ObjectiveOwner
from agenda.selectors import current_agenda
from demo.exceptions import DemoRefusedError
from demo.figures import invent
from demo.ledger import load_ledger, real_money_on_invented, remove_ledger
from demo.lines import COLLEGE, Figure
from demo.measures import load_measures, real_on_invented, remove_measures
from demo.selectors import clashes, objectives_of, plan_lines
from demo.steering import load_steering, remove_steering
from demo.stories import load_stories, remove_stories
from demo.units import (
    BENCHMARK_CODE,
    BENCHMARK_NAME,
    DEPUTY_EMAIL,
    LEADERS,
    PASSWORD,
    PEOPLE,
    SCHOOLS,
    TEAMS,
)
from imports.models import Origin
from indicators.models import Observation
from indicators.services import Fact, observations_record_many
from operations.services import audit_record
from organisation.access import By
from organisation.models import Deputy, RoleAssignment, Unit, UnitAlias, UnitKind, UnitParent, User
from organisation.sessions import sessions_end
from reporting.models import Report, ReportSnapshot

ORIGIN_LABEL = "Voorbeeldgegevens"
PLACE = "verzonnen"
AT_ONCE = 500
"""So many rows are changed in one statement."""
OWNED = ("1.2", "1.3")
"""Objectives of the example's objective owner; the others belong to the portfolio holder."""


@dataclass(frozen=True)
class Loaded:
    """What loading added; all 0 where everything was there already."""

    units: int
    people: int
    figures: int
    assignments: int = 0
    reports: int = 0
    bookings: int = 0
    forecasts: int = 0


@dataclass(frozen=True)
class Removed:
    """What was taken away."""

    units: int
    people: int
    figures: int
    assignments: int = 0
    reports: int = 0
    bookings: int = 0


# Loading ------------------------------------------------------------------------------------------------
@transaction.atomic
def demo_load(*, on: date, by: By) -> Loaded:
    """Invent schools, teams, people and the figures that would be there on the day ``on``.

    Loading again adds nothing; on a later day it adds the figures that came in since. A figure that is not
    invented always stays. Raises ``DemoRefusedError`` in production, without an agenda, and where a real unit
    or person has a name that the example needs.
    """
    agenda = _checked_agenda(on)
    before = Unit.objects.filter(demo=True).count(), User.objects.filter(demo=True).count()
    units = _units(agenda.college)
    _people(agenda, units, on)
    _leaders(agenda, units, on)
    carried = load_measures(agenda, units, on)
    money = load_ledger(agenda, on, by)
    loaded = Loaded(
        Unit.objects.filter(demo=True).count() - before[0],
        User.objects.filter(demo=True).count() - before[1],
        _record(agenda, units, on, by),
        carried.assignments,
        carried.reports,
        money.bookings,
        money.forecasts,
    )
    load_steering(agenda, on)
    load_stories(agenda, on)
    if loaded != Loaded(0, 0, 0):
        audit_record(by=by, verb="demo_load", obj=agenda, details={"on": on, **vars(loaded)})
    return loaded


def _checked_agenda(on: date) -> Agenda:
    if settings.PRODUCTION:
        raise DemoRefusedError(
            ["Voorbeeldgegevens horen niet in een echte omgeving (DJANGO_ENV=production)."]
        )
    agenda = current_agenda(on)
    if agenda is None:
        raise DemoRefusedError(
            [
                "Er is nog geen agenda. Laad die eerst: manage.py load_agenda fixtures/noorderpoort-2024-2027.yaml"
            ]
        )
    codes = {BENCHMARK_CODE} | {school.code for school in SCHOOLS} | {team.code for team in TEAMS}
    if reasons := clashes(codes, {person.email for person in (*PEOPLE, *LEADERS)}):
        raise DemoRefusedError([*reasons, "Er is niets geladen."])
    return agenda


def _units(college: Unit) -> dict[str, Unit]:
    """The invented units by code, made where they are not there yet; the college under ``COLLEGE``."""
    wanted = [(BENCHMARK_CODE, BENCHMARK_NAME, UnitKind.BENCHMARK, "")]
    wanted += [(school.code, school.name, UnitKind.SCHOOL, COLLEGE) for school in SCHOOLS]
    wanted += [(t.code, t.name, UnitKind.TEAM, school.code) for school in SCHOOLS for t in school.teams]
    there = set(Unit.objects.filter(demo=True).values_list("code", flat=True))
    new = [
        Unit(code=code, name=name, kind=kind, demo=True)
        for code, name, kind, _ in wanted
        if code not in there
    ]
    for unit in new:
        unit.full_clean(validate_constraints=False, validate_unique=False)
    Unit.objects.bulk_create(new)
    units = {unit.code: unit for unit in Unit.objects.filter(demo=True)} | {COLLEGE: college}
    made = {unit.code for unit in new}
    UnitParent.objects.bulk_create(
        UnitParent(unit=units[code], parent=units[parent])
        for code, _, kind, parent in wanted
        if code in made and kind != UnitKind.BENCHMARK
    )
    return units


def _people(agenda: Agenda, units: dict[str, Unit], on: date) -> None:
    """One person for each role, who stands in for whom, and who owns which objective."""
    users: dict[str, User] = {}
    roles: dict[str, RoleAssignment] = {}
    for person in PEOPLE:
        user = User.objects.filter(email=person.email, demo=True).first()
        if user is None:
            user = User.objects.create_user(person.email, name=person.name, password=PASSWORD, demo=True)
        users[person.email] = user
        roles[person.email], _ = RoleAssignment.objects.get_or_create(
            user=user,
            role=person.role,
            unit=units[person.unit],
            defaults={"valid_from": min(on, agenda.starts)},
        )
    manager = next(person.email for person in PEOPLE if person.role == "team_manager")
    Deputy.objects.get_or_create(
        assignment=roles[manager],
        user=users[DEPUTY_EMAIL],
        valid_from=date(on.year, 1, 1),
        defaults={"valid_until": date(on.year, 12, 31)},
    )
    by_role = {person.role: users[person.email] for person in PEOPLE}
    for objective in objectives_of(agenda):
        owner = by_role["objective_owner" if objective.code in OWNED else "portfolio_holder"]
        ObjectiveOwner.objects.get_or_create(objective=objective, user=owner)


def _leaders(agenda: Agenda, units: dict[str, Unit], on: date) -> None:
    """Who leads the other schools and teams. Their one password is hashed once: that takes its time on purpose."""
    there = set(User.objects.filter(demo=True).values_list("email", flat=True))
    new = [person for person in LEADERS if person.email not in there]
    if not new:
        return
    secret = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(email=person.email, name=person.name, password=secret, demo=True) for person in new
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user=user, role=person.role, unit=units[person.unit], valid_from=min(on, agenda.starts)
        )
        for user, person in zip(users, new, strict=True)
    )


def _record(agenda: Agenda, units: dict[str, Unit], on: date, by: By) -> int:
    facts: dict[Unit, list[Fact]] = defaultdict(list)
    came: dict[tuple[int, str], date] = {}
    for made in invent(plan_lines(agenda, on)):
        facts[units[made.unit]].append(_fact(made))
        came[made.series_id, made.period] = made.came or on
    origin = Origin.objects.create(
        kind=Origin.Kind.DEMO, label=ORIGIN_LABEL, recorded_by=by.user, actor_label=by.label
    )
    added = observations_record_many(facts=facts, origin=origin, over=frozenset({Origin.Kind.DEMO}))
    if added:
        _date_back(origin, came)
    else:
        origin.delete()
    return added


def _date_back(origin: Origin, came: Mapping[tuple[int, str], date]) -> None:
    """Let figures be known since the day they came in, so that the site can tell what changed since the last round.

    One that takes the place of another is known since now: before that the other was.
    """
    others = Observation.objects.exclude(origin=origin).filter(
        series=OuterRef("series"), subject=OuterRef("subject"), period=OuterRef("period")
    )
    first = Observation.objects.filter(~Exists(others), origin=origin)
    by_day: dict[date, list[int]] = defaultdict(list)
    for pk, series, period in first.values_list("pk", "series_id", "period"):
        by_day[came[series, period]].append(pk)
    for day, pks in by_day.items():
        moment = min(datetime.combine(day, time(6), tzinfo=UTC), timezone.now())
        for start in range(0, len(pks), AT_ONCE):
            Observation.objects.filter(pk__in=pks[start : start + AT_ONCE]).update(recorded_at=moment)


def _fact(made: Figure) -> Fact:
    return Fact(
        series_id=made.series_id,
        period=made.period,
        value=made.value,
        absence=made.absence,
        n=made.n,
        sd=made.sd,
        decimals=made.decimals,
        final=made.final,
        place=PLACE,
    )


# Removing -----------------------------------------------------------------------------------------------
@transaction.atomic
def demo_remove(*, by: By) -> Removed:
    """Take away everything that was invented, and nothing else; the audit trail keeps that it was there.

    Raises ``DemoRefusedError`` when something real hangs on an invented school or team, and says what.
    """
    if reasons := [*_real_on_invented(), *real_on_invented(), *real_money_on_invented()]:
        raise DemoRefusedError([*reasons, "Verplaats dit eerst; er is niets verwijderd."])
    figures = Observation.objects.filter(origin__kind=Origin.Kind.DEMO)
    users, units = User.objects.filter(demo=True), Unit.objects.filter(demo=True)
    counts = units.count(), users.count(), figures.count()
    # A report with invented figures in it goes as a whole: it may name a school that never was.
    Report.objects.filter(Q(snapshot__demo=True) | Q(unit__demo=True)).delete()
    ReportSnapshot.objects.filter(demo=True).delete()
    bookings = remove_ledger()
    remove_steering()
    remove_stories()
    carried = remove_measures()
    removed = Removed(*counts, carried.assignments, carried.reports, bookings)
    sessions_end(set(users.values_list("pk", flat=True)))
    figures.delete()
    Origin.objects.filter(kind=Origin.Kind.DEMO).delete()
    users.delete()
    UnitParent.objects.filter(unit__demo=True).delete()
    units.delete()
    if removed != Removed(0, 0, 0):
        _tell_removed(removed, by)
    return removed


def _tell_removed(removed: Removed, by: By) -> None:
    if agenda := current_agenda(timezone.localdate()):
        audit_record(by=by, verb="demo_remove", obj=agenda, details=vars(removed))


def _real_on_invented() -> list[str]:
    """What real work would go with the invented units: one sentence each."""
    observations = Observation.objects.filter(subject__demo=True).exclude(origin__kind=Origin.Kind.DEMO)
    roles = RoleAssignment.objects.filter(unit__demo=True, user__demo=False).select_related("user", "unit")
    children = UnitParent.objects.filter(parent__demo=True, unit__demo=False).select_related("unit", "parent")
    aliases = UnitAlias.objects.filter(unit__demo=True).select_related("unit")
    agendas = Agenda.objects.filter(college__demo=True)
    measured = sorted(
        {row.subject.name for row in observations.select_related("subject").order_by("subject_id")}
    )
    return [
        *(f"{name} heeft metingen die niet verzonnen zijn." for name in measured),
        *(f"{row.user.name} is {row.get_role_display()} van {row.unit.name}." for row in roles),
        *(f"{row.unit.name} valt onder {row.parent.name}." for row in children),
        *(f"De schrijfwijze '{row.name}' hoort bij {row.unit.name}." for row in aliases),
        *(f"{agenda} is van {agenda.college.name}." for agenda in agendas),
    ]
