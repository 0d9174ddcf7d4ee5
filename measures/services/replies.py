"""What is said about a report: accepting it, sending it back with a question, answering that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from agenda.models import Round
from agenda.owners import in_charge_of
from measures.exceptions import ReplyRefusedError
from measures.models import ReportReply, StatusReport, Verdict
from measures.report_fields import LONGEST, NUL_IN_TEXT, TOO_LONG, tidy
from measures.reporting_rights import reports_for
from operations.services import audit_record, mail_queue
from organisation.access import Action, Actor, By
from organisation.holders import Holder, holders_at
from organisation.models import User
from organisation.roles import Role


@dataclass(frozen=True)
class Accepted:
    """What accepting several reports came to. ``passed_by``: accepted already, or overtaken by a newer report."""

    accepted: int
    passed_by: int


@transaction.atomic
def reply_add(*, report: StatusReport, verdict: Verdict, text: str, by: By) -> ReportReply:
    """Accept a report, send it back with a question (whoever reported gets a mail), or answer that question.

    The portfolio holder judges every report, an objective owner those of own objectives; an answer comes from who
    may report for the unit. A form that is sent twice gives one reply. Raises ``ReplyRefusedError`` where this
    person may not, the round is closed, a newer report stands in its place, or there is nothing to say.
    """
    row = _locked(report)
    _check_may(row, verdict, by)
    text = _checked_text(text, verdict)
    _check_open(row)
    if (sent := _sent_before(row, verdict, text, by)) is not None:
        return sent
    standing = verdict_on(row)
    if verdict == Verdict.ANSWER:
        if standing != Verdict.SENT_BACK:
            raise ReplyRefusedError("Er staat geen vraag meer open bij deze melding.")
    elif row.superseded_at is not None:
        raise ReplyRefusedError("Er is intussen een nieuwere melding. Bekijk die eerst.")
    elif verdict == Verdict.ACCEPTED and standing == Verdict.ACCEPTED:
        raise ReplyRefusedError("Deze melding is al akkoord.")
    return _store(row, verdict, text, by)


@transaction.atomic
def reports_accept(*, reports: Collection[StatusReport], by: By) -> Accepted:
    """Accept several reports at once; those accepted already or overtaken stay as they are.

    All or nothing for the rest. Raises ``ReplyRefusedError``.
    """
    accepted = 0
    # Every round before any report: who reports holds the open round and then asks for the report.
    rounds = {report.round_id for report in reports if report.round_id is not None}
    list(Round.objects.select_for_update().filter(pk__in=rounds).order_by("pk"))
    for report in sorted(reports, key=lambda one: one.pk):
        row = _locked(report)
        _check_may(row, Verdict.ACCEPTED, by)
        _check_open(row)
        if row.superseded_at is None and verdict_on(row) != Verdict.ACCEPTED:
            _store(row, Verdict.ACCEPTED, "", by)
            accepted += 1
    return Accepted(accepted, len(reports) - accepted)


def verdict_on(row: StatusReport) -> str:
    """What was last decided about a report: accepted or sent back; ``""``: nothing yet. One query."""
    decided = row.replies.exclude(verdict=Verdict.ANSWER).order_by("-at", "-pk")
    return decided.values_list("verdict", flat=True).first() or ""


def report_label(row: StatusReport) -> str:
    """What a report is about, in the log: the measure, the unit and how it goes."""
    measure = row.assignment.measure
    title = measure.title if len(measure.title) <= 80 else f"{measure.title[:79]}…"
    return f"{measure.code} {title}, {row.assignment.unit.name}: {row.get_state_display()}"


def mine_link() -> str:
    """Where people report and answer, for in a mail."""
    return settings.SITE_URL + reverse("measures:mine")


def may_judge(actor: Actor, objective_id: int) -> bool:
    """Whether somebody may accept and send back reports on measures of this objective."""
    if Role.PORTFOLIO_HOLDER in actor.roles:
        return True
    return actor.may(Action.REVIEW_REPORTS) and objective_id in in_charge_of(actor)


def _locked(report: StatusReport) -> StatusReport:
    # The round before the report, as whoever reports or closes does: a reply is in time or too late, never both.
    if report.round_id is not None:
        Round.objects.select_for_update().get(pk=report.round_id)
    rows = StatusReport.objects.select_for_update(of=("self",))
    return rows.select_related("assignment__measure", "assignment__unit", "round").get(pk=report.pk)


def _check_may(row: StatusReport, verdict: Verdict, by: By) -> None:
    if not isinstance(by, Actor):
        return
    if verdict == Verdict.ANSWER:
        if not reports_for(by, row.assignment.unit_id):
            raise ReplyRefusedError("Antwoorden kan alleen wie voor deze eenheid meldt.", forbidden=True)
    elif not may_judge(by, row.assignment.measure.objective_id):
        raise ReplyRefusedError(
            "Over deze melding oordeelt wie verantwoordelijk is voor de doelstelling.", forbidden=True
        )


def _check_open(row: StatusReport) -> None:
    if row.round is not None and not row.round.is_open:
        raise ReplyRefusedError(
            f"De {row.round} is gesloten. Heropen de ronde om nog iets over haar meldingen te zeggen."
        )


def _checked_text(text: str, verdict: Verdict) -> str:
    text = tidy(text)
    if "\0" in text:
        raise ReplyRefusedError(NUL_IN_TEXT)
    if len(text) > LONGEST:
        raise ReplyRefusedError(TOO_LONG)
    if not text and verdict != Verdict.ACCEPTED:
        what = "uw vraag" if verdict == Verdict.SENT_BACK else "uw antwoord"
        raise ReplyRefusedError(f"Schrijf {what} op.")
    return text


def _sent_before(row: StatusReport, verdict: Verdict, text: str, by: By) -> ReportReply | None:
    """The same words of the same person as the last turn: the form was sent twice."""
    last = row.replies.order_by("-at", "-pk").first()
    same = last is not None and (last.verdict, last.text, last.by) == (verdict, text, by.user)
    return last if same and text else None


def _store(row: StatusReport, verdict: Verdict, text: str, by: By) -> ReportReply:
    reply = ReportReply(report=row, verdict=verdict, text=text, by=by.user, by_label=by.label[:160])
    reply.full_clean()
    reply.save()
    word = Verdict(verdict).label
    audit_record(by=by, verb="reply_add", obj=row, label=report_label(row), details={"verdict": word})
    if verdict == Verdict.SENT_BACK:
        _mail(row, reply)
    return reply


def _mail(row: StatusReport, reply: ReportReply) -> None:
    body = {
        "reply": reply,
        "measure": row.assignment.measure,
        "unit": row.assignment.unit,
        "due_on": row.round.due_on if row.round and row.round.days_left(timezone.localdate()) >= 0 else None,
        "reported_on": timezone.localdate(row.at),
        "link": mine_link(),
    }
    for user in _addressees(row):
        text = render_to_string("measures/mail/sent_back.txt", {**body, "person": user})
        subject, _, rest = text.strip().partition("\n")
        mail_queue(
            key=f"vraag {reply.pk} {user.pk}",
            to=user.email,
            subject=subject.strip(),
            body=rest.strip() + "\n",
        )


def _addressees(row: StatusReport) -> list[User]:
    """Whoever reported; when that person does not report for this unit any more, who does now."""
    now: list[Holder] = holders_at(
        row.assignment.unit, Action.REPORT_PROGRESS, timezone.localdate(), above=True
    )
    there = {holder.user.pk: holder.user for holder in now}
    if row.by_id in there:
        return [there[row.by_id]]
    nearest = [holder for holder in now if holder.unit == row.assignment.unit_id] or now
    return list({holder.user.pk: holder.user for holder in nearest}.values())
