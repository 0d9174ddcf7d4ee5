"""Fills the database: S is one college, M ten, L fifty-seven with ten million observations.

The college that the pages show is the real agenda with the example data, the same at every size. The others are
rows that must not slow a page: units, people with roles, an agenda of earlier years, and the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from agenda.models import Agenda
from benchmarks.bookings import fill_ledger
from budgets.models import Booking
from demo.services import demo_load
from demo.units import SCHOOLS
from imports.models import Origin
from indicators.models import Observation, Series
from organisation.access import CommandActor
from organisation.models import RoleAssignment, Unit, UnitKind, UnitParent, User
from organisation.roles import Role
from planfile.document import Document
from planfile.schema import read_document
from planfile.services import agenda_store

FIXTURE = Path(__file__).resolve().parent.parent / "fixtures" / "noorderpoort-2024-2027.yaml"
BY = CommandActor("benchmark")
ON = date(2026, 11, 21)
_AT_ONCE = 2000


@dataclass(frozen=True)
class Size:
    """How much there is; ``observations`` 0: as many as the colleges have. ``bookings``: how long the ledger is."""

    name: str
    colleges: int
    observations: int = 0
    bookings: int = 0


SIZES = {
    size.name: size
    for size in (
        Size("S", 1, bookings=20_000),
        Size("M", 10, bookings=200_000),
        Size("L", 57, 10_000_000, bookings=200_000),
    )
}


@dataclass(frozen=True)
class Filled:
    """What is in the database."""

    units: int
    series: int
    observations: int
    bookings: int


def fill(size: Size) -> Filled:
    """Make a database of a size; the first college is the one to look at."""
    document = read_document(FIXTURE.read_bytes())
    agenda_store(document=document, name=FIXTURE.name, by=BY)
    demo_load(on=min(ON, timezone.localdate()), by=BY)
    fill_ledger(Agenda.objects.get(), size.bookings)
    figures = list(_copied_figures())
    for number in range(1, size.colleges):
        _other_college(number, document, figures)
    if size.observations:
        _many_observations(size.observations)
    return Filled(
        Unit.objects.count(), Series.objects.count(), Observation.objects.count(), Booking.objects.count()
    )


def _copied_figures() -> list[tuple[str, Observation]]:
    """The invented figures by unit code, the college's own under ""."""
    rows = Observation.objects.filter(origin__kind=Origin.Kind.DEMO).select_related("subject")
    kinds = {UnitKind.COLLEGE, UnitKind.SCHOOL, UnitKind.TEAM}
    return [
        ("" if row.subject.kind == UnitKind.COLLEGE else row.subject.code, row)
        for row in rows
        if row.subject.kind in kinds
    ]


@transaction.atomic
def _other_college(number: int, document: Document, figures: list[tuple[str, Observation]]) -> None:
    """One more college: plan, units, a person for each, and all figures once more."""
    head = replace(
        document.agenda,
        slug=f"college-{number}",
        brin=f"{number:02}ZZ",
        institution=f"College {number}",
        starts=date(2019, 1, 1),
        ends=date(2022, 12, 31),
    )
    # A file never makes a second college; as rows that must not slow a page they are made here.
    college = Unit.objects.create(
        kind=UnitKind.COLLEGE, brin=head.brin, code=head.brin.lower(), name=head.institution
    )
    agenda_store(document=replace(document, agenda=head), name="benchmark", by=BY)
    units = {"": college}
    for school in SCHOOLS:
        for one, kind in ((school, UnitKind.SCHOOL), *((team, UnitKind.TEAM) for team in school.teams)):
            units[one.code] = Unit(code=f"c{number}-{one.code}", name=f"{one.name} {number}", kind=kind)
    Unit.objects.bulk_create(unit for code, unit in units.items() if code)
    UnitParent.objects.bulk_create(
        UnitParent(unit=units[one.code], parent=units[above])
        for school in SCHOOLS
        for one, above in ((school, ""), *((team, school.code) for team in school.teams))
    )
    _people(units)
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="benchmark", actor_label=BY.label)
    Observation.objects.bulk_create(
        (_copy(row, units[code], origin) for code, row in figures), batch_size=_AT_ONCE, ignore_conflicts=True
    )


def _people(units: dict[str, Unit]) -> None:
    roles = {UnitKind.SCHOOL: Role.SCHOOL_DIRECTOR, UnitKind.TEAM: Role.TEAM_MANAGER}
    people = {
        unit.pk: User(email=f"{unit.code}@example.nl", name=unit.name, password="!")
        for unit in units.values()
    }
    User.objects.bulk_create(people.values())
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user=people[unit.pk], role=roles.get(UnitKind(unit.kind), Role.READER), unit=unit, valid_from=ON
        )
        for unit in units.values()
    )


def _copy(row: Observation, subject: Unit, origin: Origin) -> Observation:
    fields = {
        field.attname: getattr(row, field.attname)
        for field in Observation._meta.concrete_fields
        if field.attname not in {"id", "subject_id", "origin_id"}
    }
    return Observation(**fields, subject_id=subject.pk, origin_id=origin.pk)


def _many_observations(total: int) -> None:
    """Fill up with other years of other colleges, straight in the database."""
    origin = Origin.objects.create(
        kind=Origin.Kind.FILE, label="benchmark, eerdere jaren", actor_label=BY.label
    )
    others = Unit.objects.exclude(demo=True).exclude(brin="25LW").values_list("pk", flat=True)
    year = 2018
    while (left := total - Observation.objects.count()) > 0 and year > 1990:
        _fill_year(year, origin.pk, left, len(others))
        year -= 1


def _fill_year(year: int, origin: int, most: int, units: int) -> None:
    columns = (
        "series_id, subject_id, period, period_start, period_end, value, absence, n, final, origin_id, place, "
        "note, recorded_at"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO indicators_observation ({columns}) "
            "SELECT s.id, u.id, %s, %s, %s, (s.id * 7 + u.id * 13) %% 100, '', 40, %s, %s, '', '', %s "
            "FROM indicators_series s CROSS JOIN organisation_unit u "
            "WHERE NOT u.demo AND u.brin <> '25LW' LIMIT %s",
            [str(year), date(year, 1, 1), date(year, 12, 31), True, origin, timezone.now(), most],
        )
