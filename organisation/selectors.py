"""What the pages of people and units need, as typed rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from organisation.models import Deputy, RoleAssignment, Unit, UnitKind, UnitParent, User
from organisation.roles import Role
from organisation.rows import (
    AliasRow,
    DeputyRow,
    ParentRow,
    PeoplePage,
    PersonDetail,
    PersonRow,
    RoleRow,
    SuccessionRow,
    UnitDetail,
    UnitNode,
)
from organisation.services.roles import runs_after

PEOPLE_PER_PAGE = 25


def person_state(user: User) -> str:
    """One Dutch word or two: may somebody sign in, and can they?"""
    if not user.is_active:
        return "niet actief"
    if user.has_usable_password():
        return "actief"
    return "uitgenodigd" if user.invited_at else "nog niet uitgenodigd"


def people_list(*, search: str = "", page: str | int = 1, on: date | None = None) -> PeoplePage:
    """People by name, 25 a page; ``search`` looks in name, mail address and current units.

    ``on=None``: roles as they are today. A page that is not there: the nearest one. Three queries.
    """
    on = on or timezone.localdate()
    search = " ".join(search.replace("\x00", "").split())
    valid = RoleAssignment.objects.valid(on)
    people = User.objects.all()
    for word in search.split():
        at_unit = valid.filter(unit__name__icontains=word).values("user")
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(pk__in=at_unit))
    roles = Prefetch("roles", queryset=valid.select_related("unit"))
    shown = Paginator(people.prefetch_related(roles), PEOPLE_PER_PAGE).get_page(page)
    rows = tuple(
        PersonRow(
            id=user.pk,
            name=user.name,
            email=user.email,
            state=person_state(user),
            demo=user.demo,
            roles=tuple(f"{row.get_role_display()}, {row.unit}" for row in _ranked(list(user.roles.all()))),
        )
        for user in shown
    )
    return PeoplePage(search, rows, shown)


def person_detail(person_id: int, *, on: date | None = None) -> PersonDetail | None:
    """One person with all roles, ended ones last; ``None`` when there is nobody with this id."""
    on = on or timezone.localdate()
    user = User.objects.filter(pk=person_id).first()
    if user is None:
        return None
    standing_in = user.deputyships.select_related("assignment__user", "assignment__unit")
    return PersonDetail(
        id=user.pk,
        name=user.name,
        email=user.email,
        state=person_state(user),
        is_active=user.is_active,
        has_password=user.has_usable_password(),
        invited_at=user.invited_at,
        last_login=user.last_login,
        demo=user.demo,
        roles=_role_rows(user.roles.all(), on),
        deputyships=tuple(
            _deputy_row(row, row.assignment.user.name, on) for row in standing_in.order_by("-valid_until")
        ),
    )


def unit_tree(on: date) -> tuple[UnitNode, ...]:
    """All units that exist on the day, each under its parent of that day, in reading order. Two queries.

    A unit without a parent on the day stands at depth 0; colleges come first, benchmark units last.
    """
    units = {unit.pk: unit for unit in Unit.objects.existing(on)}
    children: dict[int, list[Unit]] = defaultdict(list)
    placed: set[int] = set()
    for unit_id, parent_id in UnitParent.objects.on(on).values_list("unit_id", "parent_id"):
        if unit_id in units and parent_id in units and unit_id not in placed:
            children[parent_id].append(units[unit_id])
            placed.add(unit_id)
    nodes: list[UnitNode] = []
    seen: set[int] = set()

    def walk(unit: Unit, depth: int) -> None:
        if unit.pk in seen:
            return
        seen.add(unit.pk)
        nodes.append(_node(unit, depth))
        for child in sorted(children[unit.pk], key=_order):
            walk(child, depth + 1)

    for unit in sorted(units.values(), key=_order):
        if unit.pk not in placed:
            walk(unit, 0)
    return tuple(nodes)


def unit_detail(code: str, *, on: date | None = None) -> UnitDetail | None:
    """One unit with its history, spellings and people; ``None`` when no unit has this code."""
    on = on or timezone.localdate()
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        return None
    below = Unit.objects.existing(on).directly_below({unit.pk}, on)
    return UnitDetail(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        kind=unit.get_kind_display(),
        brin=unit.brin,
        opened_on=unit.opened_on,
        closed_on=unit.closed_on,
        demo=unit.demo,
        has_parents=unit.kind not in {UnitKind.COLLEGE, UnitKind.BENCHMARK},
        parents=tuple(
            ParentRow(row.parent.name, row.parent.code, row.valid_from, row.valid_until)
            for row in unit.parents.select_related("parent")
        ),
        children=tuple(_node(child, 0) for child in sorted(below, key=_order)),
        aliases=tuple(AliasRow(row.pk, row.source, row.name) for row in unit.aliases.all()),
        successors=tuple(
            SuccessionRow(row.successor.name, row.successor.code, row.on)
            for row in unit.successions.select_related("successor")
        ),
        predecessors=tuple(
            SuccessionRow(row.predecessor.name, row.predecessor.code, row.on)
            for row in unit.precursions.select_related("predecessor")
        ),
        roles=_role_rows(unit.roles.filter(runs_after(on) | Q(valid_until=on)), on),
    )


_KIND_ORDER = {
    kind.value: place
    for place, kind in enumerate(
        [UnitKind.COLLEGE, UnitKind.SCHOOL, UnitKind.TEAM, UnitKind.SERVICE, UnitKind.BENCHMARK]
    )
}
_ROLE_ORDER = {role.value: place for place, role in enumerate(Role)}


def _order(unit: Unit) -> tuple[int, str, str]:
    return (_KIND_ORDER[unit.kind], unit.name.casefold(), unit.code)


def _node(unit: Unit, depth: int) -> UnitNode:
    return UnitNode(unit.pk, unit.code, unit.name, unit.get_kind_display(), depth, unit.demo, unit.closed_on)


def _ranked(rows: list[RoleAssignment]) -> list[RoleAssignment]:
    return sorted(rows, key=lambda row: (_ROLE_ORDER[row.role], row.unit.name))


def _role_rows(assignments: QuerySet[RoleAssignment], on: date) -> tuple[RoleRow, ...]:
    rows = assignments.select_related("unit", "user").prefetch_related(
        Prefetch("deputies", queryset=Deputy.objects.select_related("user"))
    )
    made = [
        RoleRow(
            id=row.pk,
            role=row.get_role_display(),
            holder=row.user.name,
            holder_id=row.user.pk,
            unit=row.unit.name,
            unit_code=row.unit.code,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            over=row.valid_until is not None and row.valid_until < on,
            deputies=tuple(_deputy_row(deputy, deputy.user.name, on, row) for deputy in row.deputies.all()),
        )
        for row in _ranked(list(rows))
    ]
    return tuple(sorted(made, key=lambda row: row.over))


def _deputy_row(deputy: Deputy, name: str, on: date, assignment: RoleAssignment | None = None) -> DeputyRow:
    assignment = assignment or deputy.assignment
    return DeputyRow(
        id=deputy.pk,
        name=name,
        role=f"{assignment.get_role_display()} van {assignment.unit}",
        valid_from=deputy.valid_from,
        valid_until=deputy.valid_until,
        over=deputy.valid_until < on,
    )
