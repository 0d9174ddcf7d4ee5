"""Indicators as pages need them. A fixed number of queries, whatever the size; every value passes suppression."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from agenda.models import Agenda
from agenda.reference import Reference, agenda_reference
from core.periods import described_day, parse_period
from indicators.building import Found, aim_of, decimals_of, indicator_row, point, rhythm_of, unit_of
from indicators.facts import Followed, StoredFact, facts, followed
from indicators.hiding import Followed as Scope
from indicators.hiding import everything_followed, hidden_figures
from indicators.judging import Frame
from indicators.models import AgendaIndicator, Indicator, Observation, PlanSeries, Target
from indicators.points import Point
from indicators.rows import IndicatorRow, SeriesRow, TargetRow
from organisation.models import Unit

__all__ = [
    "IndicatorRow",
    "Point",
    "SeriesRow",
    "TargetRow",
    "aim_of",
    "decimals_of",
    "point",
    "rhythm_of",
    "unit_of",
]


def indicator_rows(
    agenda: Agenda,
    *,
    subject: Unit,
    on: date | None = None,
    code: str | None = None,
    objective: str | None = None,
    known_at: datetime | None = None,
    reference: Reference | None = None,
    until: date | None = None,
) -> list[IndicatorRow]:
    """The agenda's indicators with the college's figures, ready to be judged. Five queries; four with a ``reference``.

    Narrowed to one code or one objective where asked. ``subject`` is the college: what a school or team may show
    follows from its tree (``indicators.tree``). ``on``: the day of the verdicts; ``None``: that of ``known_at``.
    ``known_at``: the figures as known at an aware moment; ``None``: now. ``until``: only figures that describe a day up
    to this one. The plan is always the present one.
    """
    found = gather(agenda, subject, on or timezone.localdate(known_at), code, objective, reference)
    return found.rows(found.versions, found.scope, known_at, until)


@dataclass(frozen=True)
class Gathered:
    """What the queries of ``indicator_rows`` found, before anything is hidden or judged.

    ``versions``: all versions of the subject's facts, of every series of the indicators; ``scope``: those series.
    """

    agenda: Agenda
    subject: int
    uses: dict[int, AgendaIndicator]
    series: dict[int, list[Followed]]
    found: Found
    versions: list[StoredFact]
    scope: Scope

    def rows(
        self,
        versions: list[StoredFact],
        scope: Scope,
        known_at: datetime | None = None,
        until: date | None = None,
    ) -> list[IndicatorRow]:
        """The indicators with these facts: the stored ones, or what they would be."""
        # All versions: what may show of one depends on what the others tell.
        known: dict[int, list[StoredFact]] = defaultdict(list)
        for fact in versions:
            if not fact.known_at(known_at):
                continue
            if until is None or describes_until(fact, scope[fact.series_id][0], until):
                known[fact.series_id].append(fact)
        hidden = hidden_figures(
            versions, scope, college=self.subject, threshold=self.agenda.suppress_below, known_at=known_at
        )
        found = replace(self.found, facts=known, hidden=hidden)
        return [indicator_row(use, self.series.get(use.pk, []), found) for use in self.uses.values()]


def describes_until(fact: StoredFact, what: Indicator, until: date) -> bool:
    """Whether a figure is about a day up to ``until``."""
    return described_day(parse_period(fact.period), rhythm_of(what).measured_on) <= until


def gather(
    agenda: Agenda,
    subject: Unit,
    on: date,
    code: str | None = None,
    objective: str | None = None,
    reference: Reference | None = None,
) -> Gathered:
    """The queries of ``indicator_rows``; one more where figures are stored of series that the plan does not follow."""
    uses = AgendaIndicator.objects.filter(agenda=agenda).select_related(
        "indicator", "objective__priority", "priority"
    )
    if code is not None:
        uses = uses.filter(code=code)
    if objective is not None:
        uses = uses.filter(objective__code=objective)
    found = {use.pk: use for use in uses}
    series: dict[int, list[Followed]] = defaultdict(list)
    for row in followed(PlanSeries.objects.filter(agenda_indicator__in=found)):
        series[row.agenda_indicator_id].append(row)
    known = reference or agenda_reference(agenda)
    rows = Found(frame_of(agenda, known, on), programmes=known.programmes)
    _fetch_targets(rows, list(found))
    indicators = [use.indicator_id for use in found.values()]
    mine = Observation.objects.filter(series__indicator_id__in=indicators, subject=subject)
    versions = list(facts(mine))
    plan = {
        row.series_id: (found[row.agenda_indicator_id].indicator, row)
        for some in series.values()
        for row in some
    }
    scope = everything_followed(plan, versions)
    return Gathered(agenda, subject.pk, found, series, rows, versions, scope)


def frame_of(agenda: Agenda, reference: Reference, on: date) -> Frame:
    """What all verdicts on one agenda share, on a day."""
    return Frame(on, agenda.starts, agenda.ends, agenda.min_n, reference.calendar)


def _fetch_targets(rows: Found, uses: list[int]) -> None:
    for target in _targets(uses):
        if target.plan_series_id is not None:
            rows.targets.setdefault(target.plan_series_id, []).append(target)
        elif target.group is not None:  # the newest version comes last and counts
            rows.groups.setdefault(target.group.agenda_indicator_id, {})[target.group.pk] = target


def _targets(uses: list[int]) -> QuerySet[Target]:
    """Targets of series and of groups, oldest version first."""
    return (
        Target.objects.filter(Q(plan_series__agenda_indicator__in=uses) | Q(group__agenda_indicator__in=uses))
        .select_related("group")
        .order_by("order")
    )
