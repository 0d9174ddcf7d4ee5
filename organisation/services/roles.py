"""Roles and who stands in for them. All days are inclusive."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.numbers import format_date
from organisation import events
from organisation.access import By
from organisation.exceptions import DeputyError, LastAdminError, RoleError
from organisation.models import Deputy, RoleAssignment, Unit, UnitKind, User
from organisation.roles import Role

ROLE_UNIT_KINDS: dict[Role, tuple[UnitKind, ...]] = {
    Role.SCHOOL_DIRECTOR: (UnitKind.SCHOOL,),
    Role.TEAM_MANAGER: (UnitKind.TEAM, UnitKind.SERVICE),
}
"""At which kinds of unit a role is held; a role that is not named here is held at the college."""


def unit_kinds_of(role: Role) -> tuple[UnitKind, ...]:
    """The kinds of unit at which ``role`` is held. Whoever leads a service reports for it as a team manager does."""
    return ROLE_UNIT_KINDS.get(role, (UnitKind.COLLEGE,))


def unit_kinds_text(role: Role) -> str:
    """The same in words: ``team of dienst``."""
    return " of ".join(kind.label for kind in unit_kinds_of(role))


def lock_person(user: User) -> User:
    """The person as they are now, locked, so that two tabs write one after the other."""
    return User.objects.select_for_update().get(pk=user.pk)


def lock_admins() -> None:
    """Make everybody who changes admins wait for us.

    Always the first lock of a service, in one order, so that two services never wait for each other.
    """
    list(RoleAssignment.objects.select_for_update().filter(role=Role.ADMIN).order_by("pk"))


def check_admin_left(from_day: date) -> None:
    """Call this after an admin's role was cut, with ``lock_admins`` held since before.

    Raises ``LastAdminError`` unless an active person is admin on ``from_day``, with no end in sight.
    """
    staying = RoleAssignment.objects.filter(
        role=Role.ADMIN,
        user__is_active=True,
        unit__closed_on__isnull=True,
        valid_from__lte=from_day,
        valid_until__isnull=True,
    )
    if not staying.exists():
        raise LastAdminError


def assignment_cut(assignment: RoleAssignment, last_day: date) -> None:
    """Let a role end on ``last_day``; one that would begin later goes. Its deputies end with it."""
    if assignment.valid_from > last_day:
        assignment.delete()
        return
    assignment.valid_until = last_day
    assignment.save(update_fields=["valid_until"])
    assignment.deputies.filter(valid_from__gt=last_day).delete()
    assignment.deputies.filter(valid_until__gt=last_day).update(valid_until=last_day)


def deputyships_cut(user: User, last_day: date) -> None:
    """Let somebody stand in for nobody after ``last_day``."""
    user.deputyships.filter(valid_from__gt=last_day).delete()
    user.deputyships.filter(valid_until__gt=last_day).update(valid_until=last_day)


def runs_after(day: date) -> Q:
    """Rows that include at least one day after ``day``."""
    return Q(valid_until__isnull=True) | Q(valid_until__gt=day)


def overlapping(valid_from: date, valid_until: date | None) -> Q:
    """Rows that share at least a day with the stretch; an empty end is open."""
    starts_in_time = Q() if valid_until is None else Q(valid_from__lte=valid_until)
    return starts_in_time & runs_after(valid_from - timedelta(days=1))


def _check_place(role: Role, unit: Unit, valid_from: date, valid_until: date | None) -> None:
    if unit.kind not in unit_kinds_of(role):
        raise RoleError(
            f"De rol {role.label} hoort bij een {unit_kinds_text(role)}; "
            f"{unit.name} is een {unit.get_kind_display()}.",
            field="unit",
        )
    if unit.opened_on and valid_from < unit.opened_on:
        raise RoleError(f"{unit.name} bestaat pas sinds {format_date(unit.opened_on)}.", field="valid_from")
    if unit.closed_on and (valid_until is None or valid_until > unit.closed_on):
        raise RoleError(f"{unit.name} bestaat tot en met {format_date(unit.closed_on)}.", field="unit")


@transaction.atomic
def role_give(
    *, user: User, role: Role, unit: Unit, valid_from: date, by: By, valid_until: date | None = None
) -> RoleAssignment:
    """Give somebody a role at a unit. ``valid_until=None``: until further notice. Raises ``RoleError``."""
    user = lock_person(user)
    role, unit = Role(role), Unit.objects.select_for_update().get(pk=unit.pk)
    if not user.is_active:
        raise RoleError(f"{user.name} is niet actief. Maak de persoon eerst weer actief.")
    if valid_until is not None and valid_until < valid_from:
        raise RoleError("De laatste dag ligt voor de eerste dag.", field="valid_until")
    _check_place(role, unit, valid_from, valid_until)
    same = RoleAssignment.objects.filter(user=user, role=role, unit=unit)
    if same.filter(overlapping(valid_from, valid_until)).exists():
        raise RoleError(
            f"{user.name} heeft de rol {role.label} van {unit.name} al in deze periode.", field="role"
        )
    assignment = RoleAssignment(
        user=user, role=role, unit=unit, valid_from=valid_from, valid_until=valid_until
    )
    assignment.full_clean()
    assignment.save()
    events.audit(by=by, verb="role_give", obj=assignment, details=_window(valid_from, valid_until))
    return assignment


@transaction.atomic
def role_end(*, assignment: RoleAssignment, last_day: date, by: By) -> None:
    """Let a role end on ``last_day``; before its first day it is taken back. Deputies end with it.

    Raises ``RoleError`` when it has ended already, ``LastAdminError`` for the last admin.
    """
    lock_admins()
    try:
        assignment = (
            RoleAssignment.objects.select_for_update(of=("self",))
            .select_related("user", "unit")
            .get(pk=assignment.pk)
        )
    except RoleAssignment.DoesNotExist as error:
        raise RoleError("Deze rol is intussen al ingetrokken.") from error
    if assignment.valid_until is not None and assignment.valid_until <= last_day:
        raise RoleError(
            f"Deze rol eindigt al op {format_date(assignment.valid_until)}. Kies een eerdere dag.",
            field="last_day",
        )
    label = str(assignment)
    events.audit(
        by=by, verb="role_end", obj=assignment, label=label, details={"last_day": last_day.isoformat()}
    )
    assignment_cut(assignment, last_day)
    if assignment.role == Role.ADMIN:
        check_admin_left(max(timezone.localdate(), last_day + timedelta(days=1)))


@transaction.atomic
def deputy_add(
    *, assignment: RoleAssignment, user: User, valid_from: date, valid_until: date, by: By
) -> Deputy:
    """Let ``user`` stand in for a role, on days within that role. Raises ``DeputyError``."""
    user = lock_person(user)
    assignment = (
        RoleAssignment.objects.select_for_update(of=("self",))
        .select_related("user", "unit")
        .get(pk=assignment.pk)
    )
    if user.pk == assignment.user.pk:
        raise DeputyError("Iemand kan niet voor zichzelf waarnemen.", field="user")
    if not user.is_active:
        raise DeputyError(f"{user.name} is niet actief.", field="user")
    if valid_until < valid_from:
        raise DeputyError("De laatste dag ligt voor de eerste dag.", field="valid_until")
    if valid_from < assignment.valid_from:
        raise DeputyError(f"De rol begint pas op {format_date(assignment.valid_from)}.", field="valid_from")
    if assignment.valid_until is not None and valid_until > assignment.valid_until:
        raise DeputyError(f"De rol eindigt op {format_date(assignment.valid_until)}.", field="valid_until")
    if assignment.deputies.filter(overlapping(valid_from, valid_until), user=user).exists():
        raise DeputyError(f"{user.name} neemt in deze periode al waar.", field="user")
    deputy = Deputy(assignment=assignment, user=user, valid_from=valid_from, valid_until=valid_until)
    deputy.full_clean()
    deputy.save()
    events.audit(by=by, verb="deputy_add", obj=deputy, details=_window(valid_from, valid_until))
    return deputy


@transaction.atomic
def deputy_end(*, deputy: Deputy, last_day: date, by: By) -> None:
    """Let standing in end on ``last_day``; before its first day it is taken back. Raises ``DeputyError``."""
    try:
        deputy = Deputy.objects.select_for_update().get(pk=deputy.pk)
    except Deputy.DoesNotExist as error:
        raise DeputyError("Deze waarneming is intussen al ingetrokken.") from error
    if deputy.valid_until <= last_day:
        raise DeputyError(
            f"Deze waarneming eindigt al op {format_date(deputy.valid_until)}.", field="last_day"
        )
    events.audit(by=by, verb="deputy_end", obj=deputy, details={"last_day": last_day.isoformat()})
    if deputy.valid_from > last_day:
        deputy.delete()
        return
    deputy.valid_until = last_day
    deputy.save(update_fields=["valid_until"])


def _window(valid_from: date, valid_until: date | None) -> dict[str, str]:
    return {"from": valid_from.isoformat(), "until": valid_until.isoformat() if valid_until else ""}
