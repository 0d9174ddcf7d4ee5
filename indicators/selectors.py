"""Indicators as pages need them. A fixed number of queries, whatever the size; every value passes suppression."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from agenda.models import Agenda
from agenda.reference import Reference, agenda_reference
from indicators.building import Found, aim_of, decimals_of, indicator_row, point, rhythm_of, unit_of
from indicators.facts import Followed, facts, followed
from indicators.hiding import hidden_figures
from indicators.judging import Frame
from indicators.models import AgendaIndicator, Observation, PlanSeries, Target
from indicators.points import Point
from indicators.rhythm import Rhythm
from indicators.rows import IndicatorRow, SeriesRow, TargetRow
from indicators.suppression import Hidden, Shown
from organisation.models import Unit, UnitKind

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
) -> list[IndicatorRow]:
    """The agenda's indicators with the college's figures, ready to be judged. Five queries; four with a ``reference``.

    Narrowed to one code or one objective where asked. ``subject`` is the college: what a school or team may show
    follows from its tree (``indicators.tree``). ``on``: the day of the verdicts; ``None``: that of ``known_at``.
    ``known_at``: the figures as known at an aware moment; ``None``: now. The plan is always the present one.
    """
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
    rows = Found(frame_of(agenda, known, on or timezone.localdate(known_at)), programmes=known.programmes)
    _fetch_targets(rows, list(found))
    _fetch_facts(rows, agenda, subject, found, [row for some in series.values() for row in some], known_at)
    return [indicator_row(use, series[use.pk], rows) for use in found.values()]


def frame_of(agenda: Agenda, reference: Reference, on: date) -> Frame:
    """What all verdicts on one agenda share, on a day."""
    return Frame(on, agenda.starts, agenda.ends, agenda.min_n, reference.calendar)


def _fetch_targets(rows: Found, uses: list[int]) -> None:
    for target in _targets(uses):
        if target.plan_series_id is not None:
            rows.targets.setdefault(target.plan_series_id, []).append(target)
        elif target.group is not None:  # the newest version comes last and counts
            rows.groups.setdefault(target.group.agenda_indicator_id, {})[target.group.pk] = target


def _fetch_facts(
    rows: Found,
    agenda: Agenda,
    subject: Unit,
    uses: dict[int, AgendaIndicator],
    series: list[Followed],
    known_at: datetime | None,
) -> None:
    mine = Observation.objects.filter(series_id__in=[row.series_id for row in series], subject=subject)
    versions = list(facts(mine))  # all of them: what may show of one depends on what the others tell
    for fact in versions:
        if fact.known_at(known_at):
            rows.facts.setdefault(fact.series_id, []).append(fact)
    rows.hidden = hidden_figures(
        versions,
        {row.series_id: (uses[row.agenda_indicator_id].indicator, row) for row in series},
        college=subject.pk,
        threshold=agenda.suppress_below,
        known_at=known_at,
    )


def _targets(uses: list[int]) -> QuerySet[Target]:
    """Targets of series and of groups, oldest version first."""
    return (
        Target.objects.filter(Q(plan_series__agenda_indicator__in=uses) | Q(group__agenda_indicator__in=uses))
        .select_related("group")
        .order_by("order")
    )


def benchmark_points(
    row: SeriesRow, rhythm: Rhythm, known_at: datetime | None = None
) -> dict[str, tuple[Point, ...]]:
    """The same series of the units to compare with (national, comparison group), by their name. Two queries.

    ``known_at``: as for ``indicator_rows``.
    """
    units = dict(Unit.objects.filter(kind=UnitKind.BENCHMARK).values_list("pk", "name"))
    found: dict[str, list[Point]] = {}
    for fact in facts(Observation.objects.known_at(known_at).filter(series_id=row.pk, subject_id__in=units)):
        may = Shown(fact.value, fact.n, None if fact.value is not None else Hidden.ABSENT)
        made = point(fact, row.unit, row.decimals, rhythm.measured_on, may)
        found.setdefault(units[fact.subject_id], []).append(made)
    return {name: tuple(found[name]) for name in sorted(found)}
