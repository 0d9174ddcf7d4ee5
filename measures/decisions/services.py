"""Recording, moving and closing a decision. Each is one transaction, with an audit event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from agenda.models import Agenda, Objective
from core.numbers import format_date
from indicators.counts import ATTENTION
from indicators.models import AgendaIndicator
from indicators.rows import Mark
from indicators.selectors import indicator_rows
from indicators.verdict.judgement import Status
from measures.decisions.exceptions import DecisionChangedError, DecisionRefusedError
from measures.models import Decision
from operations.services import audit_record
from organisation.access import By

DECIDABLE = frozenset(ATTENTION)
"""The lights that are amber or red: those under "Vraagt aandacht"."""

NO_TEXT = "Schrijf op wat er besloten is."
NO_OWNER = "Schrijf op wie het doet: een rol, dienst of eenheid."
PAST_DAY = "Kies vandaag of een dag die nog komt."
NO_OUTCOME = "Schrijf op wat ervan gekomen is."
NO_REASON = "Schrijf op waarom de dag verandert."
SAME_DAY = "Dit is de dag die er al stond."


@dataclass(frozen=True)
class DecisionFields:
    """What somebody writes down: what is decided, who does it (a role, service or unit), and the last day."""

    text: str
    owner: str
    due_on: date


@transaction.atomic
def decision_record(
    *,
    agenda: Agenda,
    objective: Objective | None,
    indicator: AgendaIndicator | None,
    fields: DecisionFields,
    submission: UUID,
    on: date,
    by: By,
) -> Decision:
    """Write down what is decided about an indicator, or about an objective as a whole.

    Of an indicator the status and its reason at this moment are stored with it. The same ``submission`` again gives
    back the decision that is there. Raises ``DecisionRefusedError``: the indicator's light is not amber or red, the
    day is past, or a text is missing.
    """
    if there := Decision.objects.filter(submission=submission).first():
        return there
    text, owner = fields.text.strip(), " ".join(fields.owner.split())
    _demand(text, NO_TEXT, "text")
    _demand(owner, NO_OWNER, "owner")
    _demand(fields.due_on >= on, PAST_DAY, "due_on")
    decision = Decision(
        agenda=agenda, objective=objective, agenda_indicator=indicator, text=text, owner=owner, due_on=fields.due_on,
        by=by.user, by_label=by.label[:160], submission=submission,
    )  # fmt: skip
    if indicator is not None:
        decision.objective = indicator.objective
        decision.status, decision.status_reason = _light(agenda, indicator, on)
    decision.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            decision.save()
    except IntegrityError:
        return Decision.objects.get(submission=submission)  # sent twice, and the other was a moment earlier
    details = {"text": text, "owner": owner, "due_on": fields.due_on, "status": decision.status}
    audit_record(by=by, verb="decision_record", obj=decision, details=details)
    return decision


@transaction.atomic
def decision_move(*, decision: Decision, seen: date, due_on: date, reason: str, on: date, by: By) -> Decision:
    """Give an open decision another last day. ``seen``: the day that stood on the page.

    Raises ``DecisionChangedError`` when it was closed or moved in the meantime, ``DecisionRefusedError`` for a day
    that is past or the same, or without a reason.
    """
    held = _held(decision)
    if held.due_on != seen and held.due_on != due_on:
        raise DecisionChangedError(
            f"De dag is intussen al verzet naar {format_date(held.due_on)}. Kijk of dat zo goed is."
        )
    reason = reason.strip()
    _demand(reason, NO_REASON, "reason")
    _demand(due_on != held.due_on, SAME_DAY, "due_on")
    _demand(due_on >= on, PAST_DAY, "due_on")
    details = {"old": held.due_on, "new": due_on, "reason": reason}
    held.first_due_on = held.first_due_on or held.due_on
    held.due_on, held.moved_reason = due_on, reason
    held.full_clean(validate_unique=False)
    held.save(update_fields=["due_on", "first_due_on", "moved_reason"])
    audit_record(by=by, verb="decision_move", obj=held, details=details)
    return held


@transaction.atomic
def decision_close(*, decision: Decision, outcome: str, by: By) -> Decision:
    """Close an open decision with what came of it. Raises ``DecisionChangedError`` when it is closed already."""
    held = _held(decision)
    outcome = outcome.strip()
    _demand(outcome, NO_OUTCOME, "outcome")
    held.closed_at, held.closed_by_label, held.outcome = timezone.now(), by.label[:160], outcome
    held.full_clean(validate_unique=False)
    held.save(update_fields=["closed_at", "closed_by_label", "outcome"])
    audit_record(by=by, verb="decision_close", obj=held, details={"outcome": outcome})
    return held


def light_of(mark: Mark | None) -> tuple[Status | None, str]:
    """The status of an indicator's one mark, and its reason as the pages word it; ``None``: it has no mark."""
    if mark is None:
        return None, ""
    part = mark.part
    about = "" if part.label == "hele instelling" else f"{part.label[:1].upper()}{part.label[1:]}. "
    return mark.status, f"{about}{part.judgement.reason}"


def _light(agenda: Agenda, indicator: AgendaIndicator, on: date) -> tuple[str, str]:
    rows = indicator_rows(agenda, subject=agenda.college, on=on, code=indicator.code)
    status, reason = light_of(rows[0].mark if rows else None)
    if status not in DECIDABLE:
        now = f"staat nu op '{status.label}'" if status else "heeft geen status"
        raise DecisionRefusedError(
            f"Indicator {indicator.code} {now}. Een besluit hoort bij een licht dat oranje of rood is. "
            "Leg het vast bij de doelstelling als geheel."
        )
    return status, reason


def _held(decision: Decision) -> Decision:
    """The decision, held until the commit."""
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if held.closed_at is not None:
        day = format_date(timezone.localdate(held.closed_at))
        raise DecisionChangedError(
            f"Dit besluit is al afgerond, op {day} door {held.closed_by_label}. Er is niets veranderd."
        )
    return held


def _demand(holds: object, message: str, field: str) -> None:
    if not holds:
        raise DecisionRefusedError(message, field=field)
