"""Saving an evaluation, and adding and closing what was agreed. Each is one transaction, with an audit event."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from agenda.evaluations.exceptions import (
    EvaluationConflictError,
    EvaluationLockedError,
    EvaluationRefusedError,
)
from agenda.models import Agreement, Evaluation, Objective, Participant, Round
from core.numbers import format_date
from operations.services import audit_record
from organisation.access import By

FUTURE_DAY = "Deze dag moet nog komen. Leg de evaluatie vast als zij gehouden is."
EMPTY = "Schrijf ten minste één ding op: over het contact, de sturing, of wat nog nodig is."
NO_TEXT = "Schrijf op wat er is afgesproken."
NO_OWNER = "Schrijf op wie het doet: een rol, dienst of organisatie."
NO_OUTCOME = "Schrijf op wat ervan gekomen is."
TEXTS = ("contact", "contact_text", "steered", "steered_text", "needed")


@dataclass(frozen=True)
class NewAgreement:
    """What was agreed, and who does it (a role, service or organisation). ``due_on`` ``None``: no day was agreed."""

    text: str
    owner: str
    due_on: date | None = None


@dataclass(frozen=True)
class EvaluationFields:
    """What somebody writes down. ``contact`` and ``steered``: an ``Answer`` or ``""``.

    ``participants``: organisations, never persons. ``agreements``: new ones. ``outcomes``: what came of earlier
    agreements that are closed with this, by their id.
    """

    held_on: date
    contact: str = ""
    contact_text: str = ""
    steered: str = ""
    steered_text: str = ""
    needed: str = ""
    participants: tuple[str, ...] = ()
    agreements: tuple[NewAgreement, ...] = ()
    outcomes: tuple[tuple[int, str], ...] = ()


@transaction.atomic
def evaluation_save(
    *,
    objective: Objective,
    evaluation: Evaluation | None,
    version: int,
    fields: EvaluationFields,
    submission: UUID,
    on: date,
    by: By,
) -> Evaluation:
    """Save a new evaluation (``evaluation`` ``None``) or change one that stood at ``version``.

    A new one belongs to the round that asks for evaluations, when one is open now; else it stands outside any round.
    The same ``submission`` again gives back what it made. Raises ``EvaluationConflictError`` when somebody else saved
    it in the meantime, or made the one of this round; ``EvaluationLockedError`` when its round is closed, and
    ``EvaluationRefusedError`` for a day to come, an evaluation that says nothing, or an agreement without words.
    """
    # One at a time for an objective: two people who make the evaluation of a round meet here, not at a constraint.
    Objective.objects.select_for_update().get(pk=objective.pk)
    if evaluation is None:
        if there := Evaluation.objects.filter(submission=submission).first():
            return there
        held = _new(objective, submission)
    else:
        held = _held(evaluation, version)
    fields = _checked(fields, on)
    before = _stored(held) if held.pk else {}
    for name in ("held_on", *TEXTS):
        setattr(held, name, getattr(fields, name))
    held.by, held.by_label = by.user, by.label[:160]
    held.version = held.version + 1 if held.pk else 1
    held.full_clean(validate_unique=False)
    held.save()
    _participants(held, fields.participants)
    verb = "evaluation_change" if before else "evaluation_add"
    changed = {name: value for name, value in _stored(held).items() if before.get(name) != value}
    audit_record(by=by, verb=verb, obj=held, label=_label(held), details={"new": changed} if changed else {})
    for agreement in fields.agreements:
        _add(held, agreement, by)
    for pk, outcome in fields.outcomes:
        _close(objective, pk, outcome, fields.held_on, by)
    return held


@transaction.atomic
def agreement_add(*, evaluation: Evaluation, agreement: NewAgreement, by: By) -> Agreement:
    """Add what was agreed. Raises ``EvaluationRefusedError`` without words, ``EvaluationLockedError`` when locked."""
    held = (
        Evaluation.objects.select_for_update(of=("self",)).select_related("objective").get(pk=evaluation.pk)
    )
    _demand_open(held)
    return _add(held, _worded(agreement), by)


@transaction.atomic
def agreement_close(*, agreement: Agreement, outcome: str, on: date, by: By) -> Agreement:
    """Close an agreement with what came of it, also after its round.

    Raises ``EvaluationRefusedError`` without an outcome, and when it is closed with another one.
    """
    if not outcome.strip():
        raise EvaluationRefusedError(NO_OUTCOME, field="outcome")
    return _close(agreement.evaluation.objective, agreement.pk, outcome.strip(), on, by)


def participants_of(chosen: Collection[str], more: str) -> tuple[str, ...]:
    """Partners that were ticked and lines of free text, each once and in that order."""
    names = [*chosen, *more.splitlines()]
    tidy = (" ".join(name.split()) for name in names)
    return tuple(dict.fromkeys(name for name in tidy if name))


def _new(objective: Objective, submission: UUID) -> Evaluation:
    # The round is held: it cannot close between this look and the commit.
    round_ = (
        Round.objects.select_for_update()
        .filter(agenda=objective.agenda_id, asks_reports=False, closed_at__isnull=True)
        .first()
    )
    if round_ and (there := Evaluation.objects.filter(objective=objective, round=round_).first()):
        raise EvaluationConflictError(there)
    return Evaluation(objective=objective, round=round_, submission=submission)


def _held(evaluation: Evaluation, version: int) -> Evaluation:
    held = (
        Evaluation.objects.select_for_update(of=("self",)).select_related("objective").get(pk=evaluation.pk)
    )
    _demand_open(held)
    if held.version != version:
        raise EvaluationConflictError(held)
    return held


def _demand_open(evaluation: Evaluation) -> None:
    if evaluation.round_id is None:
        return
    round_ = Round.objects.select_for_update().get(pk=evaluation.round_id)
    if not round_.is_open:
        raise EvaluationLockedError(
            f"De {round_} is gesloten. Deze evaluatie verandert niet meer. "
            "Bewaar uw tekst als nieuwe evaluatie, of vraag de portefeuillehouder de ronde te heropenen."
        )


def _checked(fields: EvaluationFields, on: date) -> EvaluationFields:
    if fields.held_on > on:
        raise EvaluationRefusedError(FUTURE_DAY, field="held_on")
    tidy: dict[str, Any] = {name: getattr(fields, name).strip() for name in TEXTS}
    if not any(tidy.values()):
        raise EvaluationRefusedError(EMPTY)
    for name in fields.participants:
        if len(name) > 200:
            raise EvaluationRefusedError(f"'{name[:40]}…' is langer dan 200 tekens.", field="more")
    return EvaluationFields(
        held_on=fields.held_on,
        participants=fields.participants,
        agreements=tuple(_worded(one) for one in fields.agreements),
        outcomes=tuple((pk, outcome.strip()) for pk, outcome in fields.outcomes),
        **tidy,
    )


def _worded(agreement: NewAgreement) -> NewAgreement:
    text, owner = agreement.text.strip(), " ".join(agreement.owner.split())
    if not text:
        raise EvaluationRefusedError(NO_TEXT, field="text")
    if not owner:
        raise EvaluationRefusedError(NO_OWNER, field="owner")
    return NewAgreement(text, owner, agreement.due_on)


def _stored(evaluation: Evaluation) -> dict[str, Any]:
    return {name: getattr(evaluation, name) for name in ("held_on", *TEXTS)}


def _participants(evaluation: Evaluation, names: tuple[str, ...]) -> None:
    evaluation.participants.all().delete()
    rows = [Participant(evaluation=evaluation, name=name, order=order) for order, name in enumerate(names)]
    Participant.objects.bulk_create(rows)


def _add(evaluation: Evaluation, agreement: NewAgreement, by: By) -> Agreement:
    """Add an agreement; one with the same words, owner and day is there already and stays."""
    same = evaluation.agreements.filter(text=agreement.text, owner=agreement.owner, due_on=agreement.due_on)
    if there := same.first():
        return there
    row = Agreement(
        evaluation=evaluation, text=agreement.text, owner=agreement.owner, due_on=agreement.due_on,
        order=evaluation.agreements.count(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    details = {"text": row.text, "owner": row.owner, "due_on": row.due_on}
    audit_record(by=by, verb="agreement_add", obj=row, details=details)
    return row


def _close(objective: Objective, pk: int, outcome: str, on: date, by: By) -> Agreement:
    row = Agreement.objects.select_for_update(of=("self",)).get(pk=pk, evaluation__objective=objective)
    if not outcome:
        raise EvaluationRefusedError(f"{NO_OUTCOME} Het gaat om: {row}.")
    if row.closed_on is not None:
        if row.outcome == outcome:
            return row
        raise EvaluationRefusedError(
            f"De afspraak '{row}' is al afgerond, op {format_date(row.closed_on)}. Er is niets veranderd."
        )
    row.closed_on, row.outcome = on, outcome
    row.full_clean()
    row.save(update_fields=["closed_on", "outcome"])
    audit_record(by=by, verb="agreement_close", obj=row, details={"outcome": outcome})
    return row


def _label(evaluation: Evaluation) -> str:
    return f"Evaluatie van {evaluation.objective} op {format_date(evaluation.held_on)}"
