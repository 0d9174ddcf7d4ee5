"""Reporting on a measure: append-only, one report at a time for each assignment.

Whoever writes holds the row of the assignment, then that of the open round, then that of the current report; always
in this order, so that nobody waits in a circle. Who writes about several assignments holds all of them, the lowest
first, before any round. The current report is superseded before the new one is inserted: the database keeps that
there is one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from agenda.models import Round
from measures.exceptions import ReportAskedError, ReportConflictError, ReportRefusedError
from measures.models import Assignment, ReportDraft, StatusReport, Verdict
from measures.report_fields import ReportFields
from measures.reporting_rights import refusal
from measures.services.replies import report_label, verdict_on
from operations.services import audit_record
from organisation.access import By

NOTHING_YET = "Over deze maatregel is nog niet gemeld. Meld eerst hoe het ermee staat."
OF_ANOTHER = "Dit formulier hoort bij een andere maatregel. Open het formulier opnieuw."
TAKEN_BACK = "Deze maatregel is niet meer verdeeld zoals toen u het formulier opende."
NOT_CORRECTED = "Dit is hetzelfde als wat er al staat. Er is niets verbeterd."


@transaction.atomic
def report_submit(
    *, assignment: Assignment, fields: ReportFields, based_on: int | None, submission: UUID, on: date, by: By
) -> StatusReport:
    """Store what a unit says. ``based_on``: the report that the writer saw, ``None`` when there was none.

    Counts for the round that is open, and stands outside the rounds when none is. Saying the same again is kept as
    "unchanged". A form that is sent twice gives the one report. Raises ``ReportRefusedError`` when it cannot be kept,
    ``ReportConflictError`` when another report came after ``based_on``; then nothing has changed.
    """
    held = _held(assignment.pk)
    if (sent := _sent(held, submission)) is not None:
        return sent
    _check(held, on, by)
    fields = _checked(fields)
    current = _current(held, based_on)
    same = current is not None and ReportFields.of(current) == fields
    report = _add(held, fields, current, submission, by, unchanged=same)
    was = current.get_state_display() if current and current.state != report.state else ""
    _audit("report_submit", report, by, **({"was": was} if was else {}))
    _forget_draft(held, by)
    return report


@transaction.atomic
def report_correct(
    *, report: StatusReport, fields: ReportFields, submission: UUID, on: date, by: By
) -> StatusReport:
    """Put right what the current report says; it stays readable below the new one.

    Counts for the round that it corrects while that round is open, else for none: what is closed stays as it was.
    Raises like ``report_submit``, and ``ReportRefusedError`` when nothing is different.
    """
    held = _held(report.assignment_id)
    if (sent := _sent(held, submission)) is not None:
        return sent
    _check(held, on, by)
    fields = _checked(fields)
    current = _current(held, report.pk)
    if current is None or ReportFields.of(current) == fields:
        raise ReportRefusedError(NOT_CORRECTED)
    made = _add(held, fields, current, submission, by, corrects=True)
    _audit("report_correct", made, by, was=current.get_state_display())
    _forget_draft(held, by)
    return made


@transaction.atomic
def report_unchanged(
    *, assignment: Assignment, based_on: int | None, submission: UUID, on: date, by: By
) -> StatusReport:
    """Say in one tap that nothing changed: the state and texts of the last report, again.

    When a colleague said the same in the meantime, theirs is the answer. Raises like ``report_submit``, and
    ``ReportAskedError`` when the last report came back with a question: that asks for more than a tap. Text that was
    typed and not sent stays.
    """
    return _unchanged(_held(assignment.pk), based_on, submission, on, by)


@dataclass(frozen=True)
class ManyUnchanged:
    """What came of several taps at once. ``refused``: keys of assignments that were left alone, each with why."""

    reported: tuple[StatusReport, ...]
    refused: tuple[tuple[int, ReportRefusedError | ReportConflictError], ...]


@transaction.atomic
def reports_unchanged_many(
    *, chosen: Iterable[tuple[int, int | None]], submission: UUID, on: date, by: By
) -> ManyUnchanged:
    """``report_unchanged`` for several. ``chosen``: assignment and the report that the writer saw of it.

    One that cannot be does not hold up the others. Sending the form twice gives the same reports once.
    """
    reported: list[StatusReport] = []
    refused: list[tuple[int, ReportRefusedError | ReportConflictError]] = []
    seen = dict(chosen)
    held = _held_together(seen)
    _hold_rounds({one.measure.agenda_id for one in held.values()})
    for pk, based_on in sorted(seen.items()):
        try:
            reported.append(_unchanged(_there(held.get(pk)), based_on, uuid5(submission, str(pk)), on, by))
        except (ReportRefusedError, ReportConflictError) as error:
            refused.append((pk, error))
    return ManyUnchanged(tuple(reported), tuple(refused))


def _unchanged(held: Assignment, based_on: int | None, submission: UUID, on: date, by: By) -> StatusReport:
    if (sent := _sent(held, submission)) is not None:
        return sent
    _check(held, on, by)
    _open_round(held)
    # Held after its round, as who sends a report back does: a question is there before this, or finds it overtaken.
    current = held.reports.select_for_update().filter(superseded_at__isnull=True).first()
    if current is None:
        raise ReportRefusedError(NOTHING_YET)
    if verdict_on(current) == Verdict.SENT_BACK:
        raise ReportAskedError()
    fields = ReportFields.of(current)
    if current.pk != based_on:
        seen = held.reports.filter(pk=based_on).first() if based_on else None
        if seen is None or ReportFields.of(seen) != fields:
            raise ReportConflictError(current)
        return current
    report = _add(held, fields, current, submission, by, unchanged=True)
    _audit("report_unchanged", report, by)
    return report


def _held(pk: int) -> Assignment:
    """The assignment as it is now, its row ours until the transaction ends."""
    return _there(_held_together([pk]).get(pk))


def _held_together(pks: Collection[int]) -> dict[int, Assignment]:
    """The assignments that there are, all rows ours before anything else is asked for. One query."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "measure")
    return {row.pk: row for row in rows.filter(pk__in=list(pks)).order_by("pk")}


def _there(held: Assignment | None) -> Assignment:
    if held is None:
        raise ReportRefusedError(TAKEN_BACK)
    return held


def _hold_rounds(agendas: Collection[int]) -> None:
    """Make the open rounds of several agendas ours, the lowest first."""
    list(_open_rounds().filter(agenda__in=list(agendas)).order_by("pk"))


def _sent(held: Assignment, submission: UUID) -> StatusReport | None:
    """The report that this very form gave before."""
    sent = StatusReport.objects.select_related("round").filter(submission=submission).first()
    if sent is not None and sent.assignment_id != held.pk:
        raise ReportRefusedError(OF_ANOTHER)
    return sent


def _check(held: Assignment, on: date, by: By) -> None:
    if reason := refusal(held, by=by, on=on):
        raise ReportRefusedError(reason)


def _checked(fields: ReportFields) -> ReportFields:
    fields = fields.tidied()
    if problems := fields.problems():
        raise ReportRefusedError(" ".join(problems.values()), problems=problems)
    return fields


def _latest(held: Assignment) -> StatusReport | None:
    return held.reports.filter(superseded_at__isnull=True).first()


def _current(held: Assignment, based_on: int | None) -> StatusReport | None:
    """The current report, which must be the one that the writer saw."""
    current = _latest(held)
    if (current.pk if current else None) != based_on:
        raise ReportConflictError(current)
    return current


def _open_round(held: Assignment) -> Round | None:
    """The round that asks for reports, its row ours: it is not closed between asking and storing."""
    return _open_rounds().filter(agenda=held.measure.agenda_id).first()


def _open_rounds() -> QuerySet[Round]:
    return Round.objects.select_for_update().filter(asks_reports=True, closed_at__isnull=True)


def _add(
    held: Assignment,
    fields: ReportFields,
    current: StatusReport | None,
    submission: UUID,
    by: By,
    *,
    unchanged: bool = False,
    corrects: bool = False,
) -> StatusReport:
    """Supersede the current report, then insert the new one, at one moment."""
    now = timezone.now()
    open_round = _open_round(held)
    if corrects and current is not None and current.round_id != (open_round.pk if open_round else None):
        open_round = None
    if current is not None:
        now = max(now, current.at)  # the clock of another server may run ahead of ours
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    report = StatusReport(
        assignment=held, round=open_round, unchanged=unchanged, corrects=current if corrects else None,
        by=by.user, by_label=by.label[:160], at=now, submission=submission, demo=held.demo and by.user is None,
        state=fields.state, progress=fields.progress, phase=fields.phase, changed=fields.changed,
        following=fields.following, reason=fields.reason,
    )  # fmt: skip
    report.full_clean()
    report.save(force_insert=True)
    return report


def _forget_draft(held: Assignment, by: By) -> None:
    """What was sent needs no keeping; a colleague's own text stays theirs."""
    if by.user is not None:
        ReportDraft.objects.filter(user=by.user, assignment=held).delete()


def _audit(verb: str, report: StatusReport, by: By, **more: object) -> None:
    said = {} if report.progress is None else {"progress": f"{report.progress} %"}
    audit_record(
        by=by,
        verb=verb,
        obj=report,
        label=report_label(report),
        details={**said, **more, "round": str(report.round) if report.round else "buiten een ronde"},
    )
