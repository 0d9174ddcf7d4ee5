"""The example's decisions, evaluations with partners, themes of the councils and reached steps."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from agenda.models import (
    Agenda,
    Agreement,
    Council,
    Evaluation,
    Objective,
    Participant,
    Round,
    RoundKind,
    Theme,
)
from demo.measures import tell_round
from demo.remarks_steering import AGREEMENTS, DECISIONS, EVALUATIONS, THEMES, Decided
from demo.walks import dice
from indicators.counts import worst_first
from indicators.models import AgendaIndicator
from indicators.selectors import indicator_rows
from measures.decisions.services import DECIDABLE, light_of
from measures.milestones.rules import Milestone, MilestoneState
from measures.models import Decision, MilestoneMark, PlanningStep
from organisation.models import User

BOARD, HOLDER = "bestuurder@voorbeeld.test", "portefeuillehouder@voorbeeld.test"
OWNER = "doelstellingverantwoordelijke@voorbeeld.test"
EVALUATED = ("1.2", "1.3", "2.1")
REACHED_OF_TEN = 7
IN_ROUND = "2.1"
"""Of the evaluated objectives the one of which the open round has the evaluation."""
ROUND_OPENED_AGO, ROUND_DUE_IN = 20, 30
"""When the round of evaluations opened and closes, in days from the day of loading."""


def load_steering(agenda: Agenda, on: date) -> None:
    """What was decided, discussed and reached by the day ``on``. Adds nothing where it was done before."""
    people = {user.email: user for user in User.objects.filter(email__in=[BOARD, HOLDER, OWNER])}
    if not Decision.objects.filter(agenda=agenda, demo=True).exists():
        _decisions(agenda, on, people)
    unevaluated = list(Objective.objects.filter(agenda=agenda, code__in=EVALUATED, evaluations=None))
    round_ = _evaluation_round(agenda, on, people[HOLDER]) if unevaluated else None
    for objective in unevaluated:
        by = people[OWNER if objective.code in EVALUATED[:2] else HOLDER]
        _evaluations(objective, on, by, round_ if objective.code == IN_ROUND else None)
    _themes(agenda, on)
    _milestones(agenda, on, people[HOLDER])


def remove_steering() -> None:
    """Take away what the other removal does not know of: the themes."""
    Theme.objects.filter(demo=True).delete()


def _decisions(agenda: Agenda, on: date, people: dict[str, User]) -> None:
    """One on each of the worst lights, and the last one on an objective as a whole."""
    rows = worst_first(indicator_rows(agenda, subject=agenda.college, on=on))
    red = [row for row in rows if row.mark and row.mark.status in DECIDABLE]
    uses = {
        use.code: use for use in AgendaIndicator.objects.filter(agenda=agenda).select_related("objective")
    }
    *about, whole = DECISIONS
    for told, row in zip(about, red, strict=False):
        status, reason = light_of(row.mark)
        use = uses[row.code]
        _decision(told, on, people, agenda=agenda, objective=use.objective, agenda_indicator=use,
                  status=status or "", status_reason=reason)  # fmt: skip
    if objective := Objective.objects.filter(agenda=agenda, code=EVALUATED[0]).first():
        _decision(whole, on, people, agenda=agenda, objective=objective)


def _decision(told: Decided, on: date, people: dict[str, User], **about: Any) -> None:
    by = people[BOARD if told.board else HOLDER]
    due_on = on + timedelta(days=told.due_in)
    made = Decision.objects.create(
        **about, text=told.text, owner=told.owner, due_on=due_on, by=by, by_label=by.name, demo=True,
        first_due_on=due_on - timedelta(days=told.moved) if told.moved else None, moved_reason=told.moved_why,
        closed_at=_at(on - timedelta(days=told.closed_ago)) if told.outcome else None,
        closed_by_label=by.name if told.outcome else "", outcome=told.outcome,
    )  # fmt: skip
    # The moment is filled in by the clock, also where an earlier day is loaded.
    Decision.objects.filter(pk=made.pk).update(at=_at(on - timedelta(days=told.made_ago)))


def _evaluation_round(agenda: Agenda, on: date, by: User) -> Round | None:
    """The open round of evaluations; ``None`` where the college has one of its own."""
    opened, kind = on - timedelta(days=ROUND_OPENED_AGO), RoundKind.YEAR
    taken = Q(kind=kind, year=on.year) | Q(asks_reports=False, closed_at__isnull=True)
    if opened < agenda.starts or Round.objects.filter(taken, agenda=agenda).exists():
        return None
    row = Round.objects.create(
        agenda=agenda, kind=kind, year=on.year, about_on=opened, due_on=on + timedelta(days=ROUND_DUE_IN),
        asks_reports=kind.asks_reports, opened_at=_at(opened), demo=True,
    )  # fmt: skip
    tell_round(row, by)
    return row


def _evaluations(objective: Objective, on: date, by: User, round_: Round | None) -> None:
    """``round_``: the open one, when the newest was held in it."""
    partners = list(dict.fromkeys(objective.partners.values_list("name", flat=True)))[:4]
    for told in EVALUATIONS:
        held_on, in_round = on - timedelta(days=told.ago), None
        if held_on < objective.agenda.starts:
            continue
        if round_ is not None and told is EVALUATIONS[-1]:
            held_on, in_round = round_.about_on + timedelta(days=5), round_
        evaluation = Evaluation.objects.create(
            objective=objective, held_on=held_on, contact=told.contact, contact_text=told.contact_text,
            steered=told.steered, steered_text=told.steered_text, needed=told.needed, by=by, by_label=by.name,
            round=in_round, demo=True,
        )  # fmt: skip
        Evaluation.objects.filter(pk=evaluation.pk).update(created_at=_at(held_on))
        names = [*partners, "Studentenraad van de scholen"]
        Participant.objects.bulk_create(
            Participant(evaluation=evaluation, name=name, order=order) for order, name in enumerate(names)
        )
        for order, agreed in enumerate(AGREEMENTS[told.ago]):
            Agreement.objects.create(
                evaluation=evaluation, text=agreed.text, owner=agreed.owner, order=order, outcome=agreed.outcome,
                due_on=None if agreed.due_in is None else on + timedelta(days=agreed.due_in),
                closed_on=on - timedelta(days=told.ago // 2) if agreed.outcome else None,
            )  # fmt: skip


def _themes(agenda: Agenda, on: date) -> None:
    objectives = {objective.code: objective for objective in Objective.objects.filter(agenda=agenda)}
    for council in Council:
        for year, told in zip((on.year - 1, on.year), THEMES[council.value], strict=True):
            taken = Theme.objects.filter(agenda=agenda, year=year, council=council).exists()
            if year not in agenda.years or taken:
                continue
            for order, (text, code) in enumerate(told):
                Theme.objects.create(
                    agenda=agenda, year=year, council=council, text=text, objective=objectives.get(code), order=order,
                    demo=True,
                )  # fmt: skip


def _milestones(agenda: Agenda, on: date, by: User) -> None:
    """Most steps whose period is over are reached, a few of them after it; the same ones every time."""
    there = set(MilestoneMark.objects.filter(measure__agenda=agenda).values_list("measure_id", "key"))
    marks = {}
    for step in PlanningStep.objects.filter(measure__agenda=agenda):
        one = Milestone(step.measure_id, step.period, step.step, step.text)
        rng = dice("milestone", one.key)
        if one.due_on is None or one.state(on) is not MilestoneState.LATE or (one.measure, one.key) in there:
            continue
        if rng.randrange(10) < REACHED_OF_TEN:
            reached_on = min(on, one.due_on + timedelta(days=rng.randrange(-60, 40)))
            marks[one.measure, one.key] = MilestoneMark(
                measure_id=one.measure, period=one.period, step=one.step, text=one.text, key=one.key,
                reached_on=reached_on, by=by, by_label=by.name, demo=True,
            )  # fmt: skip
    made = MilestoneMark.objects.bulk_create(marks.values())
    for mark in made:
        mark.at = _at(mark.reached_on)  # the clock filled it in
    MilestoneMark.objects.bulk_update(made, ["at"], batch_size=500)


def _at(day: date) -> datetime:
    return min(datetime.combine(day, time(10), tzinfo=UTC), timezone.now())
