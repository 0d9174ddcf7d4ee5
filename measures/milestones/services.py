"""Marking a planned step as reached, and taking that back."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from core.numbers import format_date
from measures.milestones.rules import milestone_key
from measures.models import Measure, MilestoneMark, PlanningStep
from operations.services import audit_record
from organisation.access import By

FUTURE_DAY = "Deze dag moet nog komen. Kies de dag waarop de stap bereikt is."
NO_REASON = "Schrijf op waarom de stap toch niet bereikt is."


class MilestoneRefusedError(Exception):
    """A step cannot be marked or unmarked like this. The message is Dutch; ``field``: which one is wrong, or ``""``."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@transaction.atomic
def milestone_reach(*, step: PlanningStep, reached_on: date, note: str, on: date, by: By) -> MilestoneMark:
    """Say that a step of a measure was reached on a day. The same day again changes nothing.

    Raises ``MilestoneRefusedError`` for a day to come, and when it is marked already with another day.
    """
    if reached_on > on:
        raise MilestoneRefusedError(FUTURE_DAY, field="reached_on")
    key = milestone_key(step.period, step.step, step.text)
    mark = MilestoneMark(
        measure=step.measure, period=step.period, step=step.step, text=step.text, key=key, reached_on=reached_on,
        note=note.strip(), by=by.user, by_label=by.label[:160],
    )  # fmt: skip
    mark.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            mark.save()
    except IntegrityError:
        there = MilestoneMark.objects.get(measure=step.measure, key=key)
        if there.reached_on == reached_on:
            return there
        raise MilestoneRefusedError(
            f"{there.by_label} zei al dat deze stap bereikt is, op {format_date(there.reached_on)}. "
            "Er is niets veranderd."
        ) from None
    details = {"period": step.period, "step": step.step, "on": reached_on, "note": mark.note}
    audit_record(by=by, verb="milestone_reach", obj=step.measure, details=details)
    return mark


@transaction.atomic
def milestone_undo(*, measure: Measure, key: str, reason: str, by: By) -> None:
    """Take back that a step was reached. Raises ``MilestoneRefusedError`` without a reason or a mark."""
    reason = reason.strip()
    if not reason:
        raise MilestoneRefusedError(NO_REASON, field="reason")
    mark = MilestoneMark.objects.select_for_update(of=("self",)).filter(measure=measure, key=key).first()
    if mark is None:
        raise MilestoneRefusedError("Deze stap staat niet (meer) als bereikt. Er is niets veranderd.")
    details = {
        "period": mark.period, "step": mark.step, "on": mark.reached_on, "name": mark.by_label, "reason": reason,
    }  # fmt: skip
    mark.delete()
    audit_record(by=by, verb="milestone_undo", obj=measure, details=details)
