"""Units: adding, changing, moving to another parent, closing; and how sources spell their names."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.numbers import format_date
from organisation import events
from organisation.access import PARENT_KINDS, By
from organisation.exceptions import AliasError, UnitError
from organisation.guards import brin_guards
from organisation.models import Unit, UnitAlias, UnitKind, UnitParent, UnitSuccession
from organisation.roles import Role
from organisation.services._store import save_once
from organisation.services.roles import assignment_cut, check_admin_left, lock_admins, overlapping, runs_after

RESERVED_CODES = frozenset({"nieuw"})
"""Codes that would hide a unit's page behind a page of ours."""

_BRIN = re.compile(r"\d\d[A-Z]{2}", re.ASCII)


def _checked(unit: Unit) -> Unit:
    """The unit if it may be stored. Raises ``UnitError`` with the first message and its field."""
    if unit.code.lower() in RESERVED_CODES:
        raise UnitError(f"De code '{unit.code}' is al in gebruik voor een pagina.", field="code")
    if unit.brin and unit.kind not in {UnitKind.COLLEGE, UnitKind.BENCHMARK}:
        raise UnitError("Alleen een instelling of een vergelijking heeft een BRIN.", field="brin")
    if unit.brin and not _BRIN.fullmatch(unit.brin):
        raise UnitError("Een BRIN is twee cijfers en twee hoofdletters, bijvoorbeeld 25LW.", field="brin")
    try:
        unit.full_clean(validate_constraints=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise UnitError(messages[0], field=field) from error
    same_brin = Unit.objects.filter(kind=UnitKind.COLLEGE, brin=unit.brin).exclude(pk=unit.pk)
    if unit.brin and (other := same_brin.first()):
        raise UnitError(f"{other.name} heeft dit BRIN al.", field="brin")
    return unit


def _check_parent(unit: Unit, parent: Unit | None, on: date | None) -> None:
    """Raises ``UnitError`` unless ``unit`` may fall under ``parent`` from ``on`` (``None``: always)."""
    kinds = PARENT_KINDS[unit.kind]
    kind = UnitKind(unit.kind).label
    if parent is None:
        if kinds:
            raise UnitError(f"Kies waar deze {kind} onder valt.", field="parent")
        return
    if parent.pk == unit.pk or (unit.pk and parent.pk in _ever_below(unit)):
        raise UnitError("Een eenheid kan niet onder zichzelf vallen.", field="parent")
    if parent.kind not in kinds:
        raise UnitError(f"Een {kind} kan niet vallen onder een {parent.get_kind_display()}.", field="parent")
    if parent.closed_on:
        raise UnitError(f"{parent.name} bestaat tot en met {format_date(parent.closed_on)}.", field="parent")
    if parent.opened_on and (on is None or on < parent.opened_on):
        raise UnitError(f"{parent.name} bestaat pas sinds {format_date(parent.opened_on)}.", field="parent")


def _ever_below(unit: Unit) -> set[int]:
    """Units that on any day fell or will fall under ``unit``, however deep."""
    below: dict[int, list[int]] = {}
    for child, parent in UnitParent.objects.values_list("unit_id", "parent_id"):
        below.setdefault(parent, []).append(child)
    found: set[int] = set()
    edge = [unit.pk]
    while edge:
        edge = [child for parent in edge for child in below.get(parent, []) if child not in found]
        found.update(edge)
    return found


@transaction.atomic
def unit_add(
    *,
    code: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    by: By,
    opened_on: date | None = None,
    brin: str = "",
) -> Unit:
    """Make a unit under ``parent``. ``opened_on=None``: it has always been there. Raises ``UnitError``."""
    unit = Unit(
        code=code.strip(),
        name=" ".join(name.split()),
        kind=kind,
        opened_on=opened_on,
        brin=brin.strip().upper(),
    )
    _check_parent(_checked(unit), parent, opened_on)
    save_once(unit, UnitError("Deze code is zojuist aan een andere eenheid gegeven.", field="code"))
    if parent is not None:
        UnitParent.objects.create(unit=unit, parent=parent, valid_from=opened_on)
    events.audit(by=by, verb="unit_add", obj=unit, details={"parent": parent.name if parent else ""})
    return unit


def _check_brin_is_free(unit: Unit) -> None:
    for guard in brin_guards:
        if reason := guard(unit):
            raise UnitError(reason, field="brin")


@transaction.atomic
def unit_change(*, unit: Unit, name: str, by: By, brin: str = "") -> Unit:
    """Change a name or BRIN. The code stays: it is in addresses and files.

    Raises ``UnitError``, also for another or no BRIN while something hangs on the present one (``brin_guards``).
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    old = {"name": unit.name, "brin": unit.brin}
    unit.name, unit.brin = " ".join(name.split()), brin.strip().upper()
    _checked(unit)
    if old["brin"] and unit.brin != old["brin"]:
        _check_brin_is_free(unit)
    unit.save(update_fields=["name", "brin"])
    new = {"name": unit.name, "brin": unit.brin}
    if new != old:
        events.audit(by=by, verb="unit_change", obj=unit, details={"old": old, "new": new})
    return unit


@transaction.atomic
def unit_move(*, unit: Unit, parent: Unit, on: date, by: By) -> UnitParent:
    """Let ``unit`` fall under ``parent`` from ``on``; where it fell before ends the day before.

    When the unit's present parent has the same first day, that was a mistake: ``parent`` takes its place.
    Observations never move: a group's figures use the members it had. Raises ``UnitError``.
    """
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    parent = Unit.objects.get(pk=parent.pk)
    _check_parent(unit, parent, on)
    if (unit.opened_on and on < unit.opened_on) or (unit.closed_on and on > unit.closed_on):
        raise UnitError(f"{unit.name} bestaat op die dag niet.", field="on")
    rows = list(unit.parents.select_for_update().select_related("parent").order_by("valid_from"))
    if any(row.valid_from and row.valid_from > on for row in rows):
        raise UnitError("Na die dag is al een verhuizing vastgelegd. Kies een latere dag.", field="on")
    current = next((row for row in rows if row.valid_until is None or row.valid_until >= on), None)
    corrects = current is not None and current.valid_from == on
    if current is not None and current.parent_id == parent.pk and (corrects or current.valid_until is None):
        raise UnitError(f"{unit.name} valt al onder {parent.name}.", field="parent")
    details = {"from": current.parent.name if current else "", "to": parent.name, "on": on.isoformat()}
    if current is not None and corrects:
        current.parent, row = parent, current
        current.save(update_fields=["parent"])
    else:
        if current is not None:
            current.valid_until = on - timedelta(days=1)
            current.save(update_fields=["valid_until"])
        row = UnitParent.objects.create(unit=unit, parent=parent, valid_from=on, valid_until=unit.closed_on)
    events.audit(by=by, verb="unit_move", obj=unit, details={**details, "corrects": corrects})
    return row


@transaction.atomic
def unit_close(*, unit: Unit, last_day: date, by: By, successor: Unit | None = None) -> Unit:
    """Close a unit after ``last_day``: roles there end, and ``successor`` goes on the day after.

    ``successor=None``: nothing takes its place. Raises ``UnitError`` while units still fall under it after
    that day, and ``LastAdminError`` when the last admin's role would end with it.
    """
    lock_admins()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _check_close(unit, last_day, successor)
    unit.closed_on = last_day
    unit.save(update_fields=["closed_on"])
    unit.parents.filter(valid_from__gt=last_day).delete()
    unit.parents.filter(runs_after(last_day)).update(valid_until=last_day)
    running = list(
        unit.roles.select_for_update(of=("self",)).filter(runs_after(last_day)).select_related("user")
    )
    for assignment in running:
        assignment_cut(assignment, last_day)
    if any(assignment.role == Role.ADMIN for assignment in running):
        check_admin_left(max(timezone.localdate(), last_day + timedelta(days=1)))
    if successor is not None:
        UnitSuccession.objects.create(predecessor=unit, successor=successor, on=last_day + timedelta(days=1))
    events.audit(
        by=by,
        verb="unit_close",
        obj=unit,
        details={
            "last_day": last_day.isoformat(),
            "successor": successor.name if successor else "",
            "roles": [f"{row.user.name}: {row.get_role_display()}" for row in running],
        },
    )
    return unit


@transaction.atomic
def unit_reopen(*, unit: Unit, by: By) -> Unit:
    """Let a unit to compare with exist again: its figures came back. An open one stays as it is."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk, kind=UnitKind.BENCHMARK)
    if unit.closed_on is not None:
        events.audit(by=by, verb="unit_reopen", obj=unit, details={"last_day": unit.closed_on.isoformat()})
        unit.closed_on = None
        unit.save(update_fields=["closed_on"])
    return unit


def _check_close(unit: Unit, last_day: date, successor: Unit | None) -> None:
    if unit.closed_on:
        raise UnitError(f"{unit.name} is al gesloten: laatste dag {format_date(unit.closed_on)}.")
    if unit.opened_on and last_day < unit.opened_on:
        raise UnitError(f"{unit.name} bestaat pas sinds {format_date(unit.opened_on)}.", field="last_day")
    day_after = last_day + timedelta(days=1)
    below = UnitParent.objects.filter(overlapping(day_after, None), parent=unit).select_related("unit")
    if names := ", ".join(sorted({row.unit.name for row in below})):
        raise UnitError(f"Onder {unit.name} vallen dan nog: {names}. Verplaats of sluit die eerst.")
    if successor is None:
        return
    if successor.pk == unit.pk or successor.kind != unit.kind:
        raise UnitError(f"Kies als opvolger een andere {unit.get_kind_display()}.", field="successor")
    too_late = successor.opened_on and successor.opened_on > day_after
    if too_late or (successor.closed_on and successor.closed_on < day_after):
        raise UnitError(f"{successor.name} bestaat niet op {format_date(day_after)}.", field="successor")


@transaction.atomic
def alias_add(*, unit: Unit, name: str, by: By, source: str = "") -> UnitAlias:
    """Remember how a source spells a unit's name. ``source=""``: every source. Raises ``AliasError``."""
    name, source = " ".join(name.split()), " ".join(source.split())
    taken = UnitAlias.objects.filter(name__iexact=name, source=source).select_related("unit").first()
    if taken is not None:
        raise AliasError(f"Deze schrijfwijze hoort al bij {taken.unit.name}.", field="name")
    alias = UnitAlias(unit=unit, source=source, name=name)
    try:
        alias.full_clean(validate_constraints=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise AliasError(messages[0], field=field) from error
    save_once(alias, AliasError("Deze schrijfwijze is zojuist al vastgelegd.", field="name"))
    events.audit(by=by, verb="alias_add", obj=alias)
    return alias


@transaction.atomic
def alias_remove(*, alias: UnitAlias, by: By) -> None:
    """Forget a spelling."""
    events.audit(by=by, verb="alias_remove", obj=alias)
    alias.delete()
