"""The reports of a round as whoever judges them sees them: filtered, with the conversation about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from agenda.models import Objective, Round
from agenda.owners import in_charge_of
from measures.models import Progress, ReportReply, StatusReport, Verdict
from measures.reporting_rules import Outcome
from measures.reporting_state import OUTCOMES
from measures.standing import MeasureStanding
from organisation.access import Actor
from organisation.models import Unit, UnitParent
from organisation.roles import Role

PER_PAGE = 25
OUTCOME_WORDS = {
    Outcome.OPEN: "te beoordelen",
    Outcome.SENT_BACK: "teruggestuurd",
    Outcome.ACCEPTED: "akkoord",
}


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation."""

    verdict: str
    word: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ReportRow:
    """The newest report of a unit on a measure in the round. ``progress``: in percent, ``None``: not named.

    ``turns``: what was said, also about earlier reports of this unit in the round. ``judges``: the reader may accept
    it or send it back now. ``counts``: it is still the unit's newest report.
    """

    pk: int
    assignment: int
    code: str
    title: str
    objective: str
    unit: str
    state: Progress
    progress: int | None
    phase: str
    changed: str
    following: str
    reason: str
    unchanged: bool
    by: str
    at: datetime
    counts: bool
    outcome: str
    judges: bool
    turns: tuple[Turn, ...] = ()

    @property
    def word(self) -> str:
        return OUTCOME_WORDS[self.outcome]

    @property
    def standing(self) -> MeasureStanding:
        """The unit's word as the shape, word and colour of a state."""
        return MeasureStanding(self.state, 1, 1)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class ReviewFilter:
    """What the address asks for; what does not exist is left aside and named in ``ignored``."""

    objective: str = ""
    school: str = ""
    state: str = ""
    outcome: str = ""
    unit: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.objective or self.school or self.state or self.outcome or self.unit)


@dataclass(frozen=True)
class ReviewPage:
    """``counts``: how many reports of the whole round stand how, by outcome."""

    round: Round
    asked: ReviewFilter
    rows: tuple[ReportRow, ...]
    page: Page[Any]
    counts: Mapping[str, int]
    objectives: tuple[Choice, ...]
    schools: tuple[Choice, ...]
    states: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    unit_name: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def shown(self) -> frozenset[int]:
        """Ids of the reports on this page."""
        return frozenset(row.pk for row in self.rows)

    @property
    def to_judge(self) -> tuple[ReportRow, ...]:
        """Those on this page that nobody has accepted yet and that the reader may accept."""
        return tuple(row for row in self.rows if row.judges and row.outcome != Outcome.ACCEPTED)


def review_page(round: Round, query: Mapping[str, str], *, actor: Actor) -> ReviewPage:
    """The reports of a round that the address asks for. Seven queries at most."""
    objectives = list(Objective.objects.filter(agenda=round.agenda_id).values_list("code", "title"))
    units = _units(round)
    schools = _schools(units)
    asked = read_filter(
        query,
        objectives={code for code, _ in objectives},
        schools={unit.code for unit in schools},
        units={unit.code for unit, _ in units.values()},
    )
    reports = newest_reports(round)
    outcomes = [outcome_of(verdict) for verdict in _verdicts(reports)]
    page = Paginator(_filtered(reports, asked, units), PER_PAGE).get_page(query.get("pagina", "1"))
    return ReviewPage(
        round=round,
        asked=asked,
        rows=report_rows(list(page), round=round, actor=actor),
        page=page,
        counts={outcome: outcomes.count(outcome) for outcome in OUTCOME_WORDS},
        objectives=_choices(((code, f"{code} {title}") for code, title in objectives), asked.objective),
        schools=_choices(((unit.code, unit.name) for unit in schools), asked.school),
        states=_choices(Progress.choices, asked.state),
        outcomes=_choices(OUTCOME_WORDS.items(), asked.outcome),
        unit_name=next((unit.name for unit, _ in units.values() if unit.code == asked.unit), ""),
    )


def report_row(round: Round, assignment: int, *, actor: Actor) -> ReportRow | None:
    """An assignment's newest report in the round, as its reader sees it; ``None``: there is none. Three queries."""
    newest = newest_reports(round).filter(assignment=assignment)
    rows = report_rows(list(newest), round=round, actor=actor)
    return rows[0] if rows else None


def read_filter(
    query: Mapping[str, str], *, objectives: Collection[str], schools: Collection[str], units: Collection[str]
) -> ReviewFilter:
    """What the address asks for, of what there is."""
    known: dict[str, tuple[str, Collection[str]]] = {
        "doelstelling": ("objective", objectives),
        "school": ("school", schools),
        "stand": ("state", Progress.values),
        "oordeel": ("outcome", OUTCOME_WORDS),
        "eenheid": ("unit", units),
    }
    given = {name: query.get(name, "") for name in known}
    right = {known[name][0]: value for name, value in given.items() if value in known[name][1]}
    wrong = tuple(
        f"{name} '{value[:60]}'" for name, value in given.items() if value and value not in known[name][1]
    )
    return ReviewFilter(**right, ignored=wrong)


def newest_reports(round: Round) -> QuerySet[StatusReport, Any]:
    """Of each assignment the newest report in the round, with its last verdict."""
    same = StatusReport.objects.filter(assignment=OuterRef("assignment"), round=round)
    said = ReportReply.objects.filter(report=OuterRef("pk")).exclude(verdict=Verdict.ANSWER)
    return (
        StatusReport.objects.filter(round=round, pk=Subquery(same.order_by("-at", "-pk").values("pk")[:1]))
        .annotate(verdict=Subquery(said.order_by("-at", "-pk").values("verdict")[:1]))
        .select_related("assignment__measure__objective", "assignment__unit")
        .order_by(
            F("assignment__measure__objective__order"),
            F("assignment__measure__order"),
            "assignment__unit__name",
            "pk",
        )
    )


def report_rows(reports: Collection[Any], *, round: Round, actor: Actor) -> tuple[ReportRow, ...]:
    """Reports with the conversation about each. Two queries."""
    turns = conversations(round, [report.assignment_id for report in reports])
    own = in_charge_of(actor)
    every = Role.PORTFOLIO_HOLDER in actor.roles
    return tuple(
        ReportRow(
            pk=report.pk,
            assignment=report.assignment_id,
            code=report.assignment.measure.code,
            title=report.assignment.measure.title,
            objective=report.assignment.measure.objective.code,
            unit=report.assignment.unit.name,
            state=Progress(report.state),
            progress=report.progress,
            phase=report.get_phase_display(),
            changed=report.changed,
            following=report.following,
            reason=report.reason,
            unchanged=report.unchanged,
            by=report.by_label,
            at=report.at,
            counts=report.superseded_at is None,
            outcome=outcome_of(report.verdict),
            judges=round.is_open
            and report.superseded_at is None
            and (every or report.assignment.measure.objective_id in own),
            turns=turns.get(report.assignment_id, ()),
        )
        for report in reports
    )


def conversations(round: Round, assignments: Collection[int]) -> dict[int, tuple[Turn, ...]]:
    """What was said in a round about the reports of these assignments, oldest first. One query."""
    found: dict[int, list[Turn]] = defaultdict(list)
    replies = ReportReply.objects.filter(report__round=round, report__assignment__in=assignments)
    for reply in replies.annotate(about=F("report__assignment")).order_by("at", "pk"):
        word = reply.get_verdict_display()
        found[reply.about].append(Turn(reply.verdict, word, reply.text, reply.by_label, reply.at))
    return {pk: tuple(turns) for pk, turns in found.items()}


def outcome_of(verdict: str | None) -> str:
    """What became of a report with this last verdict; ``None``: nobody has judged it."""
    return OUTCOMES.get(verdict or "", Outcome.OPEN)


def _verdicts(reports: QuerySet[Any, Any]) -> list[str | None]:
    return list(reports.order_by().values_list("verdict", flat=True))


def _units(round: Round) -> dict[int, tuple[Unit, Unit | None]]:
    """The units that reported in the round, each with the school or service that it falls under."""
    day: date = round.about_on
    reported = Unit.objects.filter(assignments__reports__round=round).distinct()
    above = UnitParent.objects.on(day).select_related("parent")
    parents = {
        row.unit_id: row.parent
        for row in above.filter(unit__assignments__reports__round=round).distinct()
        if row.parent_id != round.agenda.college_id
    }
    return {unit.pk: (unit, parents.get(unit.pk)) for unit in reported}


def _schools(units: Mapping[int, tuple[Unit, Unit | None]]) -> list[Unit]:
    found = {(above or unit).pk: above or unit for unit, above in units.values()}
    return sorted(found.values(), key=lambda unit: (unit.name, unit.pk))


def _filtered(
    reports: QuerySet[StatusReport, Any], asked: ReviewFilter, units: Mapping[int, tuple[Unit, Unit | None]]
) -> QuerySet[StatusReport, Any]:
    if asked.objective:
        reports = reports.filter(assignment__measure__objective__code=asked.objective)
    if asked.state:
        reports = reports.filter(state=asked.state)
    if asked.unit:
        reports = reports.filter(assignment__unit__code=asked.unit)
    if asked.school:
        inside = [pk for pk, (unit, above) in units.items() if (above or unit).code == asked.school]
        reports = reports.filter(assignment__unit__in=inside)
    if asked.outcome:
        verdicts = [verdict for verdict, outcome in OUTCOMES.items() if outcome == asked.outcome]
        none = Q(verdict__isnull=True) if asked.outcome == Outcome.OPEN else Q()
        reports = reports.filter(none if not verdicts else Q(verdict__in=verdicts))
    return reports


def _choices(options: Any, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(str(value), str(label), str(value) == chosen) for value, label in options)
