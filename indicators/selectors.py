"""Indicators as pages need them. A fixed number of queries, whatever the size; every value passes suppression."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from django.db.models import Q, QuerySet

from agenda.models import Agenda, Programme
from core.periods import PeriodKind, described_day, parse_period
from indicators.breakdowns import PROGRAMME, breakdown_label, parse_key
from indicators.facts import Followed, Stated, StoredFact, facts, followed
from indicators.hiding import Place, cell_of, hidden_figures
from indicators.models import AgendaIndicator, GroupTarget, Indicator, Observation, PlanSeries, Target
from indicators.rhythm import Rhythm, deciding_period, last_measurement_year, period_kind
from indicators.rows import (
    HIDDEN_WORDS,
    GroupRow,
    IndicatorRow,
    OtherStated,
    Point,
    Points,
    SeriesRow,
    TargetRow,
)
from indicators.suppression import Hidden, Shown, shown
from indicators.wording import Aim, target_text, value_text
from organisation.models import Unit, UnitKind

__all__ = ["IndicatorRow", "Point", "SeriesRow", "TargetRow"]


class Measured(Protocol):
    """What a series says of its own scale; empty means: as its indicator."""

    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int | None: ...


@dataclass
class _Rows:
    """What one page's queries found."""

    targets: dict[int, list[Target]] = field(default_factory=dict)
    groups: dict[int, list[tuple[GroupTarget, Target]]] = field(default_factory=dict)
    facts: dict[int, list[StoredFact]] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)
    hidden: dict[Place, Hidden] = field(default_factory=dict)


def indicator_rows(
    agenda: Agenda, *, subject: Unit, code: str | None = None, objective: str | None = None
) -> list[IndicatorRow]:
    """The agenda's indicators with the college's figures; narrowed to one code or one objective. Five queries.

    ``subject`` is the college: what a school or team may show follows from its tree (``indicators.tree``).
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
    rows = _fetch(agenda, subject, found, [row for some in series.values() for row in some])
    return [_indicator(use, series[use.pk], rows) for use in found.values()]


def _fetch(agenda: Agenda, subject: Unit, uses: dict[int, AgendaIndicator], series: list[Followed]) -> _Rows:
    rows = _Rows()
    for target in _targets(list(uses)):
        if target.plan_series_id is not None:
            rows.targets.setdefault(target.plan_series_id, []).append(target)
        elif target.group is not None:
            rows.groups.setdefault(target.group.agenda_indicator_id, []).append((target.group, target))
    mine = Observation.objects.current().filter(
        series_id__in=[row.series_id for row in series], subject=subject
    )
    for fact in facts(mine):
        rows.facts.setdefault(fact.series_id, []).append(fact)
    rows.hidden = hidden_figures(
        (fact for some in rows.facts.values() for fact in some),
        {row.series_id: (uses[row.agenda_indicator_id].indicator, row) for row in series},
        college=subject.pk,
        threshold=agenda.suppress_below,
    )
    if any(PROGRAMME in row.key for row in series):
        rows.programmes = dict(Programme.objects.filter(agenda=agenda).values_list("code", "title"))
    return rows


def _targets(uses: list[int]) -> QuerySet[Target]:
    """Targets of series and of groups, oldest version first."""
    return (
        Target.objects.filter(Q(plan_series__agenda_indicator__in=uses) | Q(group__agenda_indicator__in=uses))
        .select_related("group")
        .order_by("order")
    )


def _indicator(use: AgendaIndicator, series: list[Followed], rows: _Rows) -> IndicatorRow:
    what = use.indicator
    rhythm = rhythm_of(what)
    priority = use.priority or (use.objective.priority if use.objective else None)
    return IndicatorRow(
        code=use.code,
        title=use.title,
        mandatory=use.mandatory,
        priority=priority.code if priority else "",
        objective=use.objective.code if use.objective else "",
        place=str(use.objective or use.priority or ""),
        sources=tuple(what.sources),
        unit=what.unit,
        decimals=what.decimals,
        population=what.get_population_display(),
        rhythm=rhythm,
        note=use.note,
        series=tuple(_series(use, row, rhythm, rows) for row in series),
        groups=tuple(
            GroupRow(
                group.title, group.get_method_display(), target_text(aim_of(target), "count", 0, use.desired)
            )
            for group, target in rows.groups.get(use.pk, [])
        ),
        headline_key=use.headline,
        counts_people=what.counts_people,
    )


def rhythm_of(what: Indicator) -> Rhythm:
    return Rhythm(what.every, what.first, what.measured_on or None, what.ended)


def aim_of(target: Target) -> Aim:
    return Aim(
        kind=target.kind,
        value=target.value,
        percent=target.percent,
        points=target.points,
        low=target.low,
        high=target.high,
        strict=target.strict,
        by=target.by,
        due=target.due,
    )


def _series(use: AgendaIndicator, row: Followed, rhythm: Rhythm, rows: _Rows) -> SeriesRow:
    what = use.indicator
    unit, decimals = unit_of(what, row), decimals_of(what, row)
    desired = row.desired or use.desired
    stored = rows.facts.get(row.series_id, [])

    def make(fact: StoredFact) -> Point:
        why = rows.hidden.get((fact.subject_id, fact.series_id, fact.period))
        return point(fact, unit, decimals, rhythm.measured_on, shown(cell_of(fact, what, row), why))

    kind = period_kind(
        stored[-1].period if stored else "", row.baseline.period if row.baseline else "", rhythm
    )
    breakdown = parse_key(row.key)
    label = ", ".join(filter(None, [row.part, breakdown_label(breakdown, rows.programmes)]))
    return SeriesRow(
        pk=row.series_id,
        label=label or "hele instelling",
        part=row.part,
        breakdown=breakdown,
        unit=unit,
        decimals=decimals,
        desired=desired,
        baseline=_baseline_point(row.baseline, unit, decimals, rhythm.measured_on) if row.baseline else None,
        comparable=row.baseline.comparable if row.baseline else True,
        points=Points(stored, make),
        targets=tuple(
            _target_row(target, unit, decimals, desired, rhythm, kind, row.sources or what.sources)
            for target in rows.targets.get(row.pk, [])
        ),
        stretch=row.stretch,
        also_stated=tuple(
            OtherStated(item["field"], value_text(Decimal(item["value"]), unit, decimals), item["where"])
            for item in row.also_stated
        ),
        note=row.note,
    )


def unit_of(what: Indicator, series: Measured) -> str:
    return series.unit or what.unit


def decimals_of(what: Indicator, series: Measured) -> int:
    return what.decimals if series.decimals is None else series.decimals


def point(row: StoredFact, unit: str, decimals: int, measured_on: str | None, may: Shown) -> Point:
    """A stored fact with what suppression made of it."""
    own = decimals if row.decimals is None else row.decimals
    text = HIDDEN_WORDS[may.hidden] if may.hidden in {Hidden.SMALL, Hidden.COMPLEMENTARY} else ""
    return Point(
        period=row.period,
        day=described_day(parse_period(row.period), measured_on),
        shown=may,
        text=text or value_text(may.value, unit, own, row.absence),
        decimals=own,
        final=row.final,
        source=" ".join(filter(None, [row.origin.label, row.origin.edition])),
        place=row.place,
        note=row.note,
        demo=row.origin.is_demo,
        recorded_at=row.recorded_at,
    )


def _baseline_point(figure: Stated, unit: str, decimals: int, measured_on: str | None) -> Point | None:
    """The plan's own baseline; ``None`` where it names no period. Exempt from suppression: it is published."""
    if not figure.period:
        return None
    return Point(
        period=figure.period,
        day=described_day(parse_period(figure.period), measured_on),
        shown=Shown(figure.value, figure.n, None if figure.value is not None else Hidden.ABSENT),
        text=value_text(figure.value, unit, decimals, figure.absence),
        decimals=decimals,
        final=figure.final,
        source="agendabestand",
        note=figure.note,
    )


def _target_row(
    target: Target,
    unit: str,
    decimals: int,
    desired: str,
    rhythm: Rhythm,
    kind: PeriodKind,
    sources: list[str],
) -> TargetRow:
    aim = aim_of(target)
    settled = ""
    if target.by and target.kind not in {"monitor", "to_be_set"}:
        source = sources[0] if sources else "de meting"
        period = deciding_period(target.by, rhythm, kind)
        known = (
            rhythm.every is not None
            and last_measurement_year(rhythm, parse_period(target.by).end.year) is not None
        )
        settled = (
            f"vast te stellen met {source} {period.key}"
            if known
            else "geen meting bekend die dit doel kan vaststellen"
        )
    return TargetRow(aim, target_text(aim, unit, decimals, desired), settled, target.set_on, target.note)


def benchmark_points(row: SeriesRow, rhythm: Rhythm) -> dict[str, tuple[Point, ...]]:
    """The same series of the units to compare with (national, comparison group), by their name. Two queries."""
    units = dict(Unit.objects.filter(kind=UnitKind.BENCHMARK).values_list("pk", "name"))
    found: dict[str, list[Point]] = {}
    for fact in facts(Observation.objects.current().filter(series_id=row.pk, subject_id__in=units)):
        may = Shown(fact.value, fact.n, None if fact.value is not None else Hidden.ABSENT)
        made = point(fact, row.unit, row.decimals, rhythm.measured_on, may)
        found.setdefault(units[fact.subject_id], []).append(made)
    return {name: tuple(found[name]) for name in sorted(found)}
