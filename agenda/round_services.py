"""Rounds: opening one, moving its last day, closing and reopening it. A closed round is locked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from agenda.exceptions import RoundRefusedError
from agenda.models import Agenda, Round, RoundEvent, RoundKind
from agenda.reminders import reminders_of
from agenda.rounds import open_round
from core.numbers import format_date
from operations.services import audit_record, mail_withdraw
from organisation.access import By

Verb = RoundEvent.Verb


@transaction.atomic
def round_open(
    *,
    agenda: Agenda,
    kind: RoundKind,
    year: int,
    about_on: date,
    due_on: date,
    message: str,
    on: date,
    by: By,
) -> Round:
    """Open a round that asks how it stood on ``about_on``, to be answered on ``due_on`` at the latest.

    ``on``: today. Raises ``RoundRefusedError``: a round of this sort is open, this one was held before, or a day
    cannot be.
    """
    _lock(agenda)
    _check_days(agenda, about_on=about_on, due_on=due_on, on=on)
    if year not in agenda.years:
        raise RoundRefusedError(
            f"De agenda loopt van {agenda.starts.year} tot en met {agenda.ends.year}. Kies een jaar daarbinnen.",
            field="year",
        )
    if earlier := Round.objects.filter(agenda=agenda, kind=kind, year=year).first():
        remedy = "Heropen die." if not earlier.is_open else "Verzet zo nodig de laatste dag."
        raise RoundRefusedError(f"De {earlier} is er al. {remedy}", field="kind")
    _refuse_second(agenda, kind.asks_reports)
    row = Round(
        agenda=agenda, kind=kind, year=year, about_on=about_on, due_on=due_on, message=message.strip(),
        asks_reports=kind.asks_reports, opened_at=timezone.now(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    _tell(row, Verb.OPENED, by, "round_open", details={"about_on": about_on, "due_on": due_on})
    return row


@transaction.atomic
def round_move(*, round: Round, due_on: date, reason: str, on: date, by: By) -> Round:
    """Give an open round another last day, and say why. Raises ``RoundRefusedError``."""
    row = _locked(round)
    if not row.is_open:
        raise RoundRefusedError(
            f"De {row} is intussen gesloten. Heropen de ronde om een nieuwe dag te kiezen."
        )
    if due_on == row.due_on:
        raise RoundRefusedError(f"De laatste dag is al {format_date(due_on)}.", field="due_on")
    _check_due(row, due_on, on)
    old, row.due_on = row.due_on, due_on
    row.save(update_fields=["due_on"])
    reminders_withdraw(row)
    _tell(row, Verb.MOVED, by, "round_move", _reason(reason), {"old": old, "new": due_on})
    return row


@transaction.atomic
def round_close(*, round: Round, by: By) -> Round:
    """Close and lock a round: nothing said after this counts for it. Raises ``RoundRefusedError``.

    Whoever reports holds the same lock, so a report is in time or too late, never both.
    """
    row = _locked(round)
    if not row.is_open:
        closing = row.events.filter(verb=Verb.CLOSED).last()
        who = f" door {closing.by_label}" if closing else ""
        raise RoundRefusedError(f"De {row} is al gesloten{who}, op {format_date(_day(row))}.")
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    _tell(row, Verb.CLOSED, by, "round_close")
    reminders_withdraw(row)
    return row


@transaction.atomic
def round_reopen(*, round: Round, due_on: date, reason: str, on: date, by: By) -> Round:
    """Unlock a closed round until a new last day, and say why. Raises ``RoundRefusedError``."""
    _lock(round.agenda)
    row = _locked(round)
    if row.is_open:
        raise RoundRefusedError(f"De {row} is al open.")
    _refuse_second(row.agenda, row.asks_reports)
    _check_due(row, due_on, on)
    row.closed_at, row.due_on = None, due_on
    row.save(update_fields=["closed_at", "due_on"])
    _tell(row, Verb.REOPENED, by, "round_reopen", _reason(reason), {"due_on": due_on})
    return row


def reminders_withdraw(row: Round) -> int:
    """Take back reminders of a round that wait for the mail server; returns how many."""
    start, part = reminders_of(row.pk)
    return mail_withdraw(start=start, part=part)


def _lock(agenda: Agenda) -> None:
    # Always before a round: two people who open one at once wait for each other, and the second is told.
    Agenda.objects.select_for_update().get(pk=agenda.pk)


def _locked(round: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("agenda").get(pk=round.pk)


def _refuse_second(agenda: Agenda, asks_reports: bool) -> None:
    if other := open_round(agenda, asks_reports=asks_reports):
        raise RoundRefusedError(
            f"De {other} is nog open, tot en met {format_date(other.due_on)}. Sluit die eerst.", field="kind"
        )


def _check_days(agenda: Agenda, *, about_on: date, due_on: date, on: date) -> None:
    if not agenda.starts <= about_on <= agenda.ends:
        raise RoundRefusedError(
            f"Kies een peildatum van {format_date(agenda.starts)} tot en met {format_date(agenda.ends)}: "
            "zo lang loopt de agenda.",
            field="about_on",
        )
    if due_on < on:
        raise RoundRefusedError(
            "De laatste dag om te melden is al voorbij. Kies een latere dag.", field="due_on"
        )
    if due_on < about_on:
        raise RoundRefusedError("De laatste dag om te melden ligt vóór de peildatum.", field="due_on")


def _check_due(row: Round, due_on: date, on: date) -> None:
    _check_days(row.agenda, about_on=row.about_on, due_on=due_on, on=on)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise RoundRefusedError(
            "Schrijf op waarom. Iedereen die de ronde ziet, kan het lezen.", field="reason"
        )
    return reason.strip()


def _day(row: Round) -> date:
    return timezone.localdate(row.closed_at)


def _tell(
    row: Round, verb: RoundEvent.Verb, by: By, service: str, reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    event = RoundEvent(
        round=row, verb=verb, due_on=row.due_on, reason=reason, by=by.user, by_label=by.label[:160]
    )
    event.full_clean()
    event.save()
    said = {"reason": reason} if reason else {}
    audit_record(by=by, verb=service, obj=row, details={**(details or {}), **said})
