"""Who may report on what, and why not. The one place that decides it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from core.numbers import format_date
from measures.models import Assignment, ReportDraft, StatusReport
from organisation.access import ALLOWED, Action, Actor, By, CommandActor
from organisation.models import RoleAssignment, UnitParent


def reports_for(by: By, unit_id: int) -> bool:
    """Whether this person reports for the unit: a role that may, held there or above. Our commands always do."""
    return isinstance(by, CommandActor) or unit_id in by.units_for(Action.REPORT_PROGRESS)


def refusal(assignment: Assignment, *, by: By, on: date) -> str:
    """Why this person cannot report on this assignment on a day, as Dutch sentences; empty when they can."""
    return closed(assignment, on) or not_theirs(assignment, by)


def closed(assignment: Assignment, on: date) -> str:
    """Why nobody reports on this assignment on a day; empty when somebody does."""
    unit, measure = assignment.unit, assignment.measure
    if unit.closed_on and unit.closed_on < on:
        return (
            f"{unit.name} is gesloten; de laatste dag was {format_date(unit.closed_on)}. "
            "Wat er gemeld is blijft staan, melden kan niet meer."
        )
    if unit.opened_on and unit.opened_on > on:
        return f"{unit.name} bestaat pas vanaf {format_date(unit.opened_on)}. Melden kan vanaf die dag."
    if assignment.valid_from > on:
        return f"{unit.name} voert maatregel {measure.code} uit vanaf {format_date(assignment.valid_from)}."
    if assignment.valid_until and assignment.valid_until < on:
        return (
            f"{unit.name} voerde maatregel {measure.code} uit tot en met {format_date(assignment.valid_until)}. "
            "Wat er gemeld is blijft staan, melden kan niet meer."
        )
    if not measure.applied:
        return f"Maatregel {measure.code} wordt niet ingezet. Er is niets over te melden."
    if measure.see:
        return f"Maatregel {measure.code} wordt uitgevoerd door {', '.join(measure.see)}. Meld het daar."
    return ""


def not_theirs(assignment: Assignment, by: By) -> str:
    """Why this person does not report for the unit; empty when they do."""
    if reports_for(by, assignment.unit_id):
        return ""
    return f"U meldt niet (meer) voor {assignment.unit.name}."


def knows(actor: Actor, assignment: Assignment) -> bool:
    """Whether this person may be told that the assignment exists: theirs now, or theirs once.

    Theirs once: see ``was_theirs``, and whoever had another role at the unit or at one that it ever fell under.
    """
    if assignment.unit_id in actor.visible_units:
        return True
    return _roles_above(actor, assignment).exists() or was_theirs(actor, assignment)


def was_theirs(actor: Actor, assignment: Assignment) -> bool:
    """Whether this person reports for the unit or ever did: they held a role that does, reported on it, or have text
    on it that was not sent. What they type is then kept, also when they cannot send it any more.
    """
    held = _roles_above(actor, assignment).filter(role__in=ALLOWED[Action.REPORT_PROGRESS])
    draft = ReportDraft.objects.filter(user=actor.user, assignment=assignment)
    report = StatusReport.objects.filter(by=actor.user, assignment=assignment)
    return held.exists() or draft.exists() or report.exists()


def _roles_above(actor: Actor, assignment: Assignment) -> QuerySet[RoleAssignment]:
    """Roles of any day, deputies' too, at the unit or at one that it ever fell under."""
    unit = assignment.unit_id
    above = UnitParent.objects.filter(unit=unit).values("parent")
    rows = RoleAssignment.objects.filter(Q(unit=unit) | Q(unit__in=above))
    return rows.filter(Q(user=actor.user) | Q(deputies__user=actor.user))
