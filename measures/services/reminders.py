"""Reminding people of what a round still asks of them: one mail a person, and never the same one twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from agenda.evaluation_state import ObjectiveState, evaluation_state
from agenda.models import Round
from agenda.reminders import START, Reminder, Told, reminder_key, reminder_of, reminders_of, told_by
from agenda.rounds import round_slug
from measures.reporting_state import Asked, UnitState, reporting_state
from measures.services.replies import mine_link
from operations.models import OutboxMail
from operations.services import mail_queue, mail_withdraw
from organisation.models import User

MOST_NAMED = 10
"""A mail names so many measures of a unit; it counts the others."""


@dataclass(frozen=True)
class OwnUnit:
    """What one unit still owes, for who reports there. ``more``: how many measures are not named."""

    name: str
    missing: tuple[Asked, ...]
    more: int
    total: int


@dataclass(frozen=True)
class Part:
    """What one mail says about one round.

    ``units``: those the person reports for; ``teams``: those below that others report for, with how many are missing,
    of ``all_teams``; ``objectives``: of which the evaluation is not there.
    """

    round: Round
    told: Told
    units: tuple[OwnUnit, ...] = ()
    teams: tuple[tuple[str, int], ...] = ()
    all_teams: int = 0
    objectives: tuple[ObjectiveState, ...] = ()

    @property
    def is_late(self) -> bool:
        return self.told.reminder is Reminder.AFTER

    @property
    def is_today(self) -> bool:
        return self.told.reminder is Reminder.ON

    @property
    def link(self) -> str:
        """Where it is done."""
        if self.units:
            return mine_link()
        if self.objectives:
            slug = round_slug(self.round)
            return settings.SITE_URL + reverse("measures:round", args=[self.round.year, slug])
        return settings.SITE_URL + reverse("dashboards:home")


@transaction.atomic
def reminders_send(*, on: date) -> int:
    """Queue the reminders of a day for all open rounds; returns how many mails are new.

    A person gets at most one mail a day, over all their units and rounds, and none about what they were told before:
    what came up after the mail of today is for tomorrow. Who owes nothing gets none. A reminder that still waits for
    the mail server and would not be written today is taken back. Safe to run twice, also at the same time: the rounds
    are held until the commit.
    """
    rounds = list(
        Round.objects.select_for_update(of=("self",))
        .filter(closed_at__isnull=True)
        .select_related("agenda")
        .order_by("pk")
    )
    parts: dict[int, list[Part]] = defaultdict(list)
    people: dict[int, User] = {}
    for user, part in chain.from_iterable(_parts(row, on) for row in rounds):
        people[user.pk] = user
        parts[user.pk].append(part)
    _take_back({part.told for mine in parts.values() for part in mine})
    known, had_one = _known(rounds), _mailed(on)
    new = 0
    for pk, mine in parts.items():
        fresh = [part for part in mine if part.told not in known]
        if fresh and pk not in had_one:
            _queue(people[pk], fresh)
            new += 1
    return new


def _known(rounds: Iterable[Round]) -> set[Told]:
    """What was told before about these rounds."""
    about = Q(pk__in=[])
    for row in rounds:
        start, part = reminders_of(row.pk)
        about |= Q(key__startswith=start, key__contains=part)
    return told_by(OutboxMail.objects.filter(about).values_list("key", flat=True))


def _mailed(on: date) -> set[int]:
    """Who has a reminder of this day already, or one that will still go out."""
    start = timezone.make_aware(datetime.combine(on, time.min))
    end = start + timedelta(days=1)
    today = Q(created_at__gte=start, created_at__lt=end) | Q(sent_at__gte=start, sent_at__lt=end)
    mails = OutboxMail.objects.filter(today | Q(sent_at__isnull=True), key__startswith=START)
    return {told.user for told in told_by(mails.values_list("key", flat=True))}


def _take_back(current: set[Told]) -> None:
    waiting = OutboxMail.objects.filter(key__startswith=START, sent_at__isnull=True)
    for key in list(waiting.values_list("key", flat=True)):
        if not told_by([key]) <= current:
            mail_withdraw(start=key)


def _parts(row: Round, on: date) -> Iterator[tuple[User, Part]]:
    reminder = reminder_of(row.due_on, on)
    if reminder is None:
        return
    found = _report_parts(row, on) if row.asks_reports else _evaluation_parts(row, on)
    for user, units, teams, all_teams, objectives in found:
        told = Told(user.pk, row.pk, reminder, row.due_on)
        yield user, Part(row, told, units, teams, all_teams, objectives)


_Found = tuple[User, tuple[OwnUnit, ...], tuple[tuple[str, int], ...], int, tuple[ObjectiveState, ...]]


def _report_parts(row: Round, on: date) -> Iterator[_Found]:
    """Everybody who owes a report, and who stands above the teams that do."""
    state = reporting_state(row, on)
    own: dict[int, list[UnitState]] = defaultdict(list)
    below: dict[int, list[UnitState]] = defaultdict(list)
    people: dict[int, User] = {}
    for unit in state.units:
        for holder in unit.people:
            own[holder.user.pk].append(unit)
            people[holder.user.pk] = holder.user
        for holder in unit.above_people:
            below[holder.user.pk].append(unit)
            people[holder.user.pk] = holder.user
    for pk, user in sorted(people.items(), key=lambda item: (item[1].name, item[0])):
        mine = _unique(own[pk])
        others = [unit for unit in _unique(below[pk]) if unit not in mine]
        owed = tuple(_own_unit(unit) for unit in mine if not unit.tally.complete)
        teams = tuple((unit.unit.name, unit.tally.missing) for unit in others if not unit.tally.complete)
        if owed or teams:
            yield user, owed, teams, len(others), ()


def _evaluation_parts(row: Round, on: date) -> Iterator[_Found]:
    owed: dict[int, list[ObjectiveState]] = defaultdict(list)
    people: dict[int, User] = {}
    for objective in evaluation_state(row, on):
        for holder in objective.people if not objective.held else ():
            people[holder.user.pk] = holder.user
            if objective not in owed[holder.user.pk]:
                owed[holder.user.pk].append(objective)
    for pk, user in sorted(people.items(), key=lambda item: (item[1].name, item[0])):
        yield user, (), (), 0, tuple(owed[pk])


def _own_unit(unit: UnitState) -> OwnUnit:
    missing = unit.missing
    return OwnUnit(unit.unit.name, missing[:MOST_NAMED], max(0, len(missing) - MOST_NAMED), len(missing))


def _unique(units: Iterable[UnitState]) -> list[UnitState]:
    return list({unit.unit.pk: unit for unit in units}.values())


def _queue(user: User, parts: list[Part]) -> None:
    text = render_to_string("measures/mail/reminder.txt", {"person": user, "parts": parts})
    subject, _, body = text.strip().partition("\n")
    mail_queue(
        key=reminder_key([part.told for part in parts]),
        to=user.email,
        subject=subject.strip(),
        body=body.strip() + "\n",
    )
