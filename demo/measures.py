"""The example's assignments, rounds and reports: loading them and taking them away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from agenda.models import Agenda, Evaluation, Round, RoundEvent
from demo.carrying import Moment, Told, carriers, moments, told
from demo.remarks import QUESTION
from demo.units import PEOPLE
from measures.models import (
    Assignment,
    Decision,
    Evidence,
    Measure,
    MilestoneMark,
    ReportReply,
    StatusReport,
    Verdict,
)
from measures.rows import measure_rows
from measures.standing import counted
from organisation.models import RoleAssignment, Unit, UnitKind, User

OPENED_BY = "portefeuillehouder@voorbeeld.test"
ASKED = "teammanager@voorbeeld.test"
MADE_UP = Q(demo=True) | Q(by__demo=True)
"""What was invented, and what somebody of the example did while trying the site."""


@dataclass(frozen=True)
class Carried:
    assignments: int = 0
    reports: int = 0


# Loading ------------------------------------------------------------------------------------------------
def load_measures(agenda: Agenda, units: dict[str, Unit], on: date) -> Carried:
    """Divide the measures over the invented units, and let them report. Adds nothing where it was done before."""
    if Assignment.objects.filter(measure__agenda=agenda, demo=True).exists():
        return Carried()
    assignments = _assignments(agenda, units)
    rounds = [_round(agenda, moment) for moment in moments(on, agenda.starts)]
    carried = Carried(len(assignments), _reports(assignments, rounds, on))
    _ask()
    return carried


def _assignments(agenda: Agenda, units: dict[str, Unit]) -> list[Assignment]:
    rows = measure_rows(agenda)
    doing = set(counted(rows, {}))
    there = set(Assignment.objects.filter(measure__agenda=agenda).values_list("measure_id", "unit_id"))
    measures = {measure.pk: measure for measure in Measure.objects.filter(agenda=agenda)}
    new = [
        Assignment(measure=measures[row.pk], unit=units[code], valid_from=agenda.starts, demo=True)
        for row in rows
        if row.pk in doing
        for code in carriers(row.code)
        if (row.pk, units[code].pk) not in there
    ]
    return Assignment.objects.bulk_create(new, batch_size=500)


def _round(agenda: Agenda, moment: Moment) -> Round | None:
    """The invented round; ``None`` where the college has a round of its own in its place."""
    taken = Q(kind=moment.kind, year=moment.year)
    if moment.closed is None:
        taken |= Q(asks_reports=True, closed_at__isnull=True)
    if Round.objects.filter(taken, agenda=agenda).exists():
        return None
    opener = User.objects.get(email=OPENED_BY)
    row = Round.objects.create(
        agenda=agenda, kind=moment.kind, year=moment.year, about_on=moment.about, due_on=moment.due,
        asks_reports=True, opened_at=_at(moment.about, 9 * 60),
        closed_at=_at(moment.closed, 16 * 60) if moment.closed else None, demo=True,
    )  # fmt: skip
    tell_round(row, opener)
    return row


def tell_round(row: Round, by: User) -> None:
    """That an invented round was opened and closed, at the moments that it says itself."""
    moments = {RoundEvent.Verb.OPENED: row.opened_at, RoundEvent.Verb.CLOSED: row.closed_at}
    for verb, at in moments.items():
        if at is not None:
            event = RoundEvent.objects.create(
                round=row, verb=verb, due_on=row.due_on, by=by, by_label=by.name
            )
            RoundEvent.objects.filter(pk=event.pk).update(at=at)  # the clock fills it in


def _reports(assignments: list[Assignment], rounds: list[Round | None], on: date) -> int:
    people = _reporters()
    new: list[StatusReport] = []
    for assignment in assignments:
        unit = assignment.unit
        who = people.get(unit.pk)
        role = "Directeur" if unit.kind == UnitKind.SCHOOL else "Teammanager"
        label = who.name if who else f"{role} {unit.name}"
        mine = [
            _report(assignment, rnd, one, who, label, on)
            for one in told(assignment.measure.code, unit.code, len(rounds))
            if (rnd := rounds[one.moment]) is not None
        ]
        for earlier, later in pairwise(mine):
            earlier.superseded_at = later.at
        new += mine
    return len(StatusReport.objects.bulk_create(new, batch_size=500))


def _report(
    assignment: Assignment, rnd: Round, one: Told, who: User | None, label: str, on: date
) -> StatusReport:
    opened = timezone.localdate(rnd.opened_at)
    return StatusReport(
        assignment=assignment, round=rnd, state=one.state, progress=one.progress, phase=one.phase,
        changed=one.changed, following=one.following, reason=one.reason, unchanged=one.unchanged, by=who,
        by_label=label, at=_at(min(opened + timedelta(days=one.after), on), one.minute), demo=True,
    )  # fmt: skip


def _ask() -> None:
    """One report of somebody with a listed account was sent back with a question, to be answered."""
    listed = [person.email for person in PEOPLE]
    report = (
        StatusReport.objects.filter(
            demo=True,
            superseded_at__isnull=True,
            round__closed_at__isnull=True,
            by__email__in=listed,
            state="loopt",
        )
        # The example's team manager before anybody else.
        .order_by(Case(When(by__email=ASKED, then=0), default=1), "assignment__measure__order")
        .first()
    )
    if report is None:
        return
    asker = User.objects.get(email=OPENED_BY)
    ReportReply.objects.create(
        report=report, verdict=Verdict.SENT_BACK, text=QUESTION, by=asker, by_label=asker.name
    )


def _reporters() -> dict[int, User]:
    roles = RoleAssignment.objects.filter(user__demo=True, role__in=["team_manager", "school_director"])
    return {row.unit_id: row.user for row in roles.select_related("user")}


def _at(day: date, minute: int) -> datetime:
    """A moment of the day, but never one that lies ahead of its reader."""
    return min(datetime.combine(day, time(minute // 60, minute % 60), tzinfo=UTC), timezone.now())


# Removing -----------------------------------------------------------------------------------------------
def remove_measures() -> Carried:
    """Take away what was invented about measures and rounds. Ask ``real_on_invented`` first."""
    reports = StatusReport.objects.filter(MADE_UP)
    assignments = Assignment.objects.filter(demo=True)
    removed = Carried(assignments.count(), reports.count())
    Evidence.objects.filter(by__demo=True).delete()
    MilestoneMark.objects.filter(MADE_UP).delete()
    Decision.objects.filter(MADE_UP).delete()
    Evaluation.objects.filter(MADE_UP).delete()
    # A correction hangs on what it corrects: the newest go first.
    StatusReport.objects.filter(MADE_UP).update(corrects=None)
    reports.delete()
    assignments.delete()
    _invented_rounds().delete()
    return removed


def _invented_rounds() -> QuerySet[Round]:
    opened = RoundEvent.objects.filter(verb=RoundEvent.Verb.OPENED, by__demo=True)
    return Round.objects.filter(Q(demo=True) | Q(pk__in=opened.values("round")))


def real_on_invented() -> list[str]:
    """What real work about measures would go with the example: one sentence each."""
    assigned = Assignment.objects.filter(unit__demo=True, demo=False)
    reports = StatusReport.objects.filter(assignment__demo=True).exclude(MADE_UP)
    evidence = Evidence.objects.filter(assignment__demo=True).exclude(by__demo=True)
    replies = ReportReply.objects.filter(report__in=StatusReport.objects.filter(MADE_UP)).exclude(
        by__demo=True
    )
    rounds = _invented_rounds()
    in_rounds = StatusReport.objects.filter(round__in=rounds).exclude(MADE_UP)
    evaluations = Evaluation.objects.filter(round__in=rounds).exclude(MADE_UP)
    measured = ("assignment__measure__code", "assignment__unit__name")
    return [
        *_sentences(
            assigned.values_list("measure__code", "unit__name"), "Maatregel {} is echt verdeeld aan {}."
        ),
        *_sentences(reports.values_list(*measured), "Over maatregel {} van {} staat een echte melding."),
        *_sentences(evidence.values_list(*measured), "Bij maatregel {} van {} hoort een echt bewijsstuk."),
        *_sentences(
            replies.values_list("report__assignment__measure__code", "report__assignment__unit__name"),
            "Op een melding over maatregel {} van {} is echt geantwoord.",
        ),
        *_sentences(
            in_rounds.values_list(*measured),
            "Een echte melding over {} van {} hoort bij een verzonnen ronde.",
        ),
        *_sentences(
            evaluations.values_list("objective__code", "held_on"),
            "Een echte evaluatie van doelstelling {} op {} hoort bij een verzonnen ronde.",
        ),
    ]


def _sentences(found: QuerySet[Any, tuple[Any, ...]], text: str) -> list[str]:
    return [text.format(*values) for values in sorted(set(found.order_by()))]
