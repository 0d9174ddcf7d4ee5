"""Handing over somebody's work: roles and standing in here, the rest through ``handover_hooks``."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core.numbers import format_date
from organisation import events
from organisation.access import By
from organisation.exceptions import HandOverChangedError, HandOverError
from organisation.handover import HandOver, handover_hooks
from organisation.models import Deputy, RoleAssignment, User
from organisation.roles import Role
from organisation.services.roles import (
    assignment_cut,
    lock_admins,
    lock_person,
    overlapping,
    role_give,
    runs_after,
)


@transaction.atomic
def person_hand_over_preview(*, leaver: User, successor: User, on: date, by: By) -> HandOver:
    """What ``person_hand_over`` would move. Does it all and rolls it back, so that the two cannot differ."""
    moved = _move_all(leaver, successor, on, by)
    transaction.set_rollback(True)
    return moved


@transaction.atomic
def person_hand_over(
    *, leaver: User, successor: User, on: date, by: By, expected: str | None = None
) -> HandOver:
    """Move all work of ``leaver`` to ``successor``, whose first day is ``on``.

    The leaver's roles end the day before and begin for the successor, with the same end; deputies of those
    roles stay deputies, and where the leaver stood in, the successor does. Higher floors move what they keep.
    ``expected`` is the fingerprint of the preview that was confirmed; ``None`` skips that comparison.
    Raises ``HandOverError``, or ``HandOverChangedError`` when something else would move than was shown.
    """
    moved = _move_all(leaver, successor, on, by)
    if expected is not None and expected != moved.fingerprint:
        raise HandOverChangedError(moved)
    events.audit(
        by=by,
        verb="person_hand_over",
        obj=leaver,
        details={"successor": successor.name, "on": on.isoformat(), "moved": list(moved.sentences)},
    )
    return moved


def _move_all(leaver: User, successor: User, on: date, by: By) -> HandOver:
    lock_admins()
    if leaver.pk == successor.pk:
        raise HandOverError("Kies iemand anders dan degene die vertrekt.", field="successor")
    locked = {pk: lock_person(User(pk=pk)) for pk in sorted([leaver.pk, successor.pk])}
    leaver, successor = locked[leaver.pk], locked[successor.pk]
    if not successor.is_active:
        raise HandOverError(f"{successor.name} is niet actief.", field="successor")
    if on < timezone.localdate():
        raise HandOverError("Kies vandaag of een latere dag.", field="on")
    sentences = [*_move_roles(leaver, successor, on, by), *_move_deputyships(leaver, successor, on)]
    for hook in handover_hooks:
        sentences.extend(hook(leaver, successor, on, by))
    return HandOver(tuple(sentences))


Stretch = tuple[date, date | None]


def uncovered(first: date, last: date | None, held: list[Stretch]) -> list[Stretch]:
    """The parts of ``first``-``last`` that no stretch in ``held`` covers; an empty end is open."""
    gaps: list[Stretch] = []
    for start, end in sorted(held, key=lambda stretch: stretch[0]):
        if last is not None and start > last:
            break
        if start > first:
            gaps.append((first, start - timedelta(days=1)))
        if end is None:
            return gaps
        first = max(first, end + timedelta(days=1))
    if last is None or first <= last:
        gaps.append((first, last))
    return gaps


def _move_roles(leaver: User, successor: User, on: date, by: By) -> list[str]:
    """End the leaver's roles and open them for the successor; one sentence a role."""
    day_before = on - timedelta(days=1)
    rows = leaver.roles.select_for_update(of=("self",)).filter(runs_after(day_before))
    sentences = []
    for old in rows.select_related("unit").order_by("role", "unit__name", "pk"):
        first, last = max(on, old.valid_from), old.valid_until
        deputies = list(old.deputies.filter(runs_after(day_before)).select_related("user"))
        what = f"De rol {old.get_role_display()} van {old.unit}"
        own = successor.roles.filter(overlapping(first, last), role=old.role, unit=old.unit)
        gaps = uncovered(first, last, [(row.valid_from, row.valid_until) for row in own])
        assignment_cut(old, day_before)
        if not gaps:
            sentences.append(f"{what} eindigt; {successor.name} heeft deze rol zelf al.")
        for start, end in gaps:
            new = role_give(
                user=successor, role=Role(old.role), unit=old.unit, valid_from=start, valid_until=end, by=by
            )
            sentences.append(f"{what} gaat op {format_date(start)} over naar {successor.name}.")
            sentences += _move_deputies(deputies, new)
    return sentences


def _move_deputies(deputies: list[Deputy], new: RoleAssignment) -> list[str]:
    """Let those who stood in for the old role do so for the new one, as long as agreed."""
    sentences = []
    for deputy in deputies:
        first = max(deputy.valid_from, new.valid_from)
        last = min(deputy.valid_until, new.valid_until or deputy.valid_until)
        if deputy.user == new.user or last < first:
            continue
        Deputy.objects.create(assignment=new, user=deputy.user, valid_from=first, valid_until=last)
        sentences.append(f"{deputy.user.name} blijft hiervoor waarnemer tot en met {format_date(last)}.")
    return sentences


def _move_deputyships(leaver: User, successor: User, on: date) -> list[str]:
    """Where the leaver stood in for somebody else, the successor does from ``on``."""
    day_before = on - timedelta(days=1)
    sentences = []
    rows = leaver.deputyships.select_for_update(of=("self",)).filter(valid_until__gt=day_before)
    for old in rows.select_related("assignment__user", "assignment__unit").order_by("valid_from", "pk"):
        holder, first, last = old.assignment.user, max(on, old.valid_from), old.valid_until
        role = f"{old.assignment.get_role_display()} van {old.assignment.unit}"
        what = f"De waarneming voor {holder.name} ({role})"
        if old.valid_from > day_before:
            old.delete()
        else:
            old.valid_until = day_before
            old.save(update_fields=["valid_until"])
        own = successor.deputyships.filter(overlapping(first, last), assignment=old.assignment)
        if holder == successor or own.exists():
            sentences.append(f"{what} eindigt.")
            continue
        Deputy.objects.create(assignment=old.assignment, user=successor, valid_from=first, valid_until=last)
        sentences.append(f"{what} gaat op {format_date(first)} over naar {successor.name}.")
    return sentences
