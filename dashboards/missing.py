"""What the portfolio holder must know first: what is missing, what is late, what changed, and what moves alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from agenda.freshness import Freshness
from agenda.models import Agenda, Agreement, Evaluation, Round
from agenda.reference import Reference, agenda_reference
from agenda.rounds import agenda_rounds
from agenda.selectors import ObjectiveOutline, agenda_outline, outline_objectives
from core.together import day, rows_together
from dashboards.changes import Changes, History
from dashboards.movement import Movement, UnderWay, movement
from dashboards.said import lines_since
from dashboards.since_round import newest_closed
from indicators.freshness import rows_freshness
from indicators.rows import IndicatorRow, SeriesRow
from indicators.selectors import gather
from indicators.verdict.judgement import Rule, Status
from measures.decisions.selectors import FIELDS as DECISION_FIELDS
from measures.decisions.selectors import DecisionRow, decisions_of, open_decisions
from measures.milestones.selectors import (
    LateMilestone,
    ended_measures,
    late_among,
    milestones_of,
    step_list,
)
from measures.models import MeasureIndicator, Progress
from measures.report_history import Carried, reports_since, standings_at
from measures.rows import MeasureRow, measure_rows
from measures.standing import MeasureStanding, counted

UNDER_WAY = frozenset({Progress.RUNNING, Progress.DONE})


@dataclass(frozen=True)
class RoundLack:
    """What the open round still waits for. ``units``: how many owe ``reports``, of ``asked``."""

    round: Round
    units: int
    reports: int
    asked: int


@dataclass(frozen=True)
class TargetOwed:
    """A target that must still be set. ``who``: whose it is; ``""``: nobody is named. ``overdue``: it is late."""

    code: str
    title: str
    label: str
    text: str
    due_on: date | None
    who: str
    overdue: bool


@dataclass(frozen=True)
class LateAgreement:
    """What was agreed with partners and is past its day."""

    text: str
    owner: str
    due_on: date
    objective: str


@dataclass(frozen=True)
class MissingPage:
    """Everything of the page.

    ``evaluations``: objectives without an evaluation in ``evaluation_round`` (the open one, else the newest; ``None``:
    there never was one). ``undivided``: measures that nobody carries out. ``silent``: measures asked in the two newest
    closed rounds (``two_rounds``; empty: there are no two) and reported on in neither, nor since.
    ``since_visit`` ``None``: an earlier visit is not known; ``since_round`` ``None``: no round was closed yet.
    """

    report_round: RoundLack | None
    evaluation_round: Round | None
    evaluations: tuple[ObjectiveOutline, ...]
    baselines: tuple[tuple[IndicatorRow, tuple[SeriesRow, ...]], ...]
    targets: tuple[TargetOwed, ...]
    undivided: tuple[MeasureRow, ...]
    milestones: tuple[LateMilestone, ...]
    agreements: tuple[LateAgreement, ...]
    decisions: tuple[DecisionRow, ...]
    sources: tuple[Freshness, ...]
    since_visit: Changes | None
    since_round: Changes | None
    last_closed: Round | None
    two_rounds: tuple[Round, ...]
    silent: tuple[MeasureRow, ...]
    movement: Movement

    @property
    def late(self) -> int:
        return len(self.milestones) + len(self.agreements) + len(self.decisions) + len(self.sources)

    @property
    def late_text(self) -> str:
        """What is late, counted by kind: ``2 besluiten, 1 bron en 14 stappen``; ``""``: nothing is."""
        kinds = [
            (len(self.decisions), "besluit", "besluiten"),
            (len(self.agreements), "afspraak", "afspraken"),
            (len(self.sources), "bron", "bronnen"),
            (len(self.milestones), "stap van een maatregel", "stappen van maatregelen"),
        ]
        *most, last = [f"{count} {one if count == 1 else more}" for count, one, more in kinds if count] or [
            ""
        ]
        return f"{', '.join(most)} en {last}" if most else last


def missing_page(agenda: Agenda, on: date, *, seen_until: datetime | None) -> MissingPage:
    """The page of the portfolio holder. ``seen_until``: their visit before this one. Eleven queries."""
    outline = outline_objectives(agenda_outline(agenda))
    reference = agenda_reference(agenda)
    gathered = gather(agenda, agenda.college, on, reference=reference)
    indicators = gathered.rows(gathered.versions, gathered.scope)
    rounds = agenda_rounds(agenda)
    closed = [row for row in rounds if row.asks_reports and not row.is_open]
    closed.sort(key=lambda row: (row.about_on, row.pk), reverse=True)
    last_closed = newest_closed(rounds)
    moments = [moment for moment in (seen_until, last_closed and last_closed.closed_at) if moment]
    open_round = next((row for row in rounds if row.asks_reports and row.is_open), None)
    asked = [*closed[:2], *([open_round] if open_round else [])]
    plan = measure_rows(agenda)
    carried = reports_since(agenda, min(moments, default=None), asked)
    now = standings_at(carried, plan, timezone.now(), on)
    found = rows_together(
        {
            "steps": step_list(agenda),
            "decisions": (open_decisions(agenda), DECISION_FIELDS),
            "agreements": (_open_agreements(agenda), _AGREEMENT),
            "links": (MeasureIndicator.objects.filter(measure__agenda=agenda), _LINK),
            "held": (Evaluation.objects.filter(objective__agenda=agenda), _HELD),
        }
    )
    lines = lines_since(agenda, min(moments, default=None))
    history = History(agenda, reference, gathered, indicators, plan, carried, now, lines)
    evaluation_round = _evaluation_round(rounds)
    owners = {one.code: one for one in outline}
    milestones = milestones_of(found["steps"], ended_measures(plan, now))
    return MissingPage(
        report_round=_round_lack(open_round, carried, plan, on) if open_round else None,
        evaluation_round=evaluation_round,
        evaluations=_not_held(outline, evaluation_round, found["held"]),
        baselines=_without_baseline(indicators),
        targets=tuple(_targets(indicators, owners)),
        undivided=_undivided(plan, carried, on),
        milestones=late_among(plan, milestones, on),
        agreements=_late_agreements(found["agreements"], on),
        decisions=tuple(row for row in decisions_of(found["decisions"], on).open if row.is_late),
        sources=_late_sources(reference, indicators, on),
        since_visit=history.since(seen_until) if seen_until else None,
        since_round=history.since(last_closed.closed_at) if last_closed and last_closed.closed_at else None,
        last_closed=last_closed,
        two_rounds=tuple(closed[:2]) if len(closed) > 1 else (),
        silent=_silent(plan, carried, closed[:2], open_round, on),
        movement=_movement(indicators, plan, now, found["links"]),
    )


_AGREEMENT = {
    "text": "text", "owner": "owner", "due_on": "due_on", "objective": "evaluation__objective__code",
}  # fmt: skip
_LINK = {"measure": "measure__code", "indicator": "agenda_indicator__code"}
_HELD = {"objective": "objective__code", "round": "round_id"}


def _open_agreements(agenda: Agenda) -> Any:
    return Agreement.objects.filter(evaluation__objective__agenda=agenda, closed_on__isnull=True)


# What is missing -----------------------------------------------------------------------------------------
def _round_lack(round: Round, carried: Sequence[Carried], plan: Sequence[MeasureRow], on: date) -> RoundLack:
    rows = {row.pk: row for row in plan}
    asked = [one for one in carried if one.is_asked_in(round, rows[one.measure], on)]
    owing = [one for one in asked if not one.reported_in(round)]
    return RoundLack(round, len({one.unit for one in owing}), len(owing), len(asked))


def _evaluation_round(rounds: Iterable[Round]) -> Round | None:
    some = [row for row in rounds if not row.asks_reports]
    return max(some, key=lambda row: (row.is_open, row.about_on, row.pk), default=None)


def _not_held(
    outline: Iterable[ObjectiveOutline], round: Round | None, held: Iterable[Mapping[str, Any]]
) -> tuple[ObjectiveOutline, ...]:
    if round is None:
        return ()
    there = {row["objective"] for row in held if row["round"] == round.pk}
    return tuple(one for one in outline if one.code not in there)


def _without_baseline(
    indicators: Iterable[IndicatorRow],
) -> tuple[tuple[IndicatorRow, tuple[SeriesRow, ...]], ...]:
    found = [
        (row, tuple(one for one in row.series if one.is_asked and one.baseline_value is None))
        for row in indicators
    ]
    return tuple((row, some) for row, some in found if some)


def _targets(
    indicators: Iterable[IndicatorRow], owners: Mapping[str, ObjectiveOutline]
) -> Iterable[TargetOwed]:
    for row in indicators:
        for series in row.series:
            verdict = series.judgement
            if verdict.rule not in {Rule.TO_BE_SET, Rule.TARGET_EXPIRED}:
                continue
            yield TargetOwed(
                code=row.code,
                title=row.title,
                label=series.label if len(row.series) > 1 else "",
                text=series.target_text,
                due_on=series.target.judged.due if series.target else None,
                who=_who(owners.get(row.objective)),
                overdue=verdict.status is Status.TARGET_OVERDUE,
            )


def _who(objective: ObjectiveOutline | None) -> str:
    if objective is None:
        return ""
    return ", ".join(objective.people) or objective.owner


def _undivided(plan: Sequence[MeasureRow], carried: Iterable[Carried], on: date) -> tuple[MeasureRow, ...]:
    running = {
        one.measure: True for one in carried if one.carried_out.holds(on) and one.unit_exists.holds(on)
    }
    wanted = set(counted(plan, running))
    return tuple(row for row in plan if row.pk in wanted and row.pk not in running)


# What is late --------------------------------------------------------------------------------------------
def _late_agreements(rows: Iterable[Mapping[str, Any]], on: date) -> tuple[LateAgreement, ...]:
    late = [
        LateAgreement(row["text"], row["owner"], due_on, row["objective"])
        for row in rows
        if (due_on := day(row["due_on"])) is not None and due_on < on
    ]
    return tuple(sorted(late, key=lambda one: (one.due_on, one.text)))


def _late_sources(reference: Reference, indicators: list[IndicatorRow], on: date) -> tuple[Freshness, ...]:
    return tuple(source for source in rows_freshness(reference.calendar, indicators, on) if source.late)


# What moves alone ----------------------------------------------------------------------------------------
def _silent(
    plan: Sequence[MeasureRow], carried: Sequence[Carried], last_two: Sequence[Round], open_round: Round | None,
    on: date,
) -> tuple[MeasureRow, ...]:  # fmt: skip
    if len(last_two) < 2:
        return ()
    rows = {row.pk: row for row in plan}
    since = [*last_two, *([open_round] if open_round else [])]
    asked = [
        {one.measure for one in carried if one.is_asked_in(row, rows[one.measure], on)} for row in last_two
    ]
    spoken = {one.measure for one in carried for row in since if one.reported_in(row)}
    return tuple(row for row in plan if all(row.pk in some for some in asked) and row.pk not in spoken)


def _movement(
    indicators: Iterable[IndicatorRow],
    plan: Iterable[MeasureRow],
    now: Mapping[int, MeasureStanding],
    links: Iterable[Mapping[str, str]],
) -> Movement:
    under_way = [
        UnderWay(row.code, row.title, now[row.pk].word) for row in plan if now[row.pk].state in UNDER_WAY
    ]
    return movement(indicators, under_way, [(row["measure"], row["indicator"]) for row in links])
