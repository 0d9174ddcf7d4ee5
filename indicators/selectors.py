"""Indicators as pages need them. A fixed number of queries, whatever the size; every value passes suppression."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from agenda.models import Agenda, Programme
from core.periods import PeriodKind, described_day, parse_period
from imports.models import Origin
from indicators.breakdowns import breakdown_label, parse_key
from indicators.models import (
    AgendaIndicator,
    GroupTarget,
    Indicator,
    Observation,
    PlanFigure,
    PlanSeries,
    Series,
    Target,
)
from indicators.rhythm import Rhythm, deciding_period, last_measurement_year
from indicators.suppression import Cell, Hidden, Shown, people_behind, shown
from indicators.wording import Aim, bound_of, change_text, distance_text, meets, target_text, value_text
from organisation.models import Unit, UnitKind

HIDDEN_WORDS = {Hidden.SMALL: "te klein aantal", Hidden.COMPLEMENTARY: "niet getoond", Hidden.ABSENT: "–"}


@dataclass(frozen=True)
class Point:
    """One measurement as it may be shown. ``day``: the day that it describes. ``text``: the value in words.

    ``decimals``: how precisely this figure is published, which may differ from its series.
    """

    period: str
    day: date
    shown: Shown
    text: str
    decimals: int
    final: bool = True
    source: str = ""
    place: str = ""
    note: str = ""
    demo: bool = False
    recorded_at: datetime | None = None

    @property
    def value(self) -> Decimal | None:
        return self.shown.value


@dataclass(frozen=True)
class TargetRow:
    """One version of a target, in words; ``settled`` says with which measurement it is decided."""

    aim: Aim
    text: str
    settled: str
    set_on: date | None
    note: str


@dataclass(frozen=True)
class OtherStated:
    """Another value that the plan gives elsewhere for a baseline or target."""

    field: str
    text: str
    where: str


@dataclass(frozen=True)
class SeriesRow:
    """A series as the plan follows it, with what is known of one subject (college, school or team)."""

    pk: int
    label: str
    part: str
    breakdown: dict[str, str]
    unit: str
    decimals: int
    desired: str
    baseline: Point | None
    comparable: bool
    points: tuple[Point, ...]
    targets: tuple[TargetRow, ...]
    stretch: Decimal | None
    also_stated: tuple[OtherStated, ...]
    note: str

    @property
    def target(self) -> TargetRow | None:
        """The version that counts."""
        return self.targets[-1] if self.targets else None

    @property
    def aim(self) -> Aim | None:
        return self.target.aim if self.target else None

    @property
    def target_text(self) -> str:
        return self.target.text if self.target else "geen streefwaarde"

    @cached_property
    def newest(self) -> Point | None:
        """The newest measurement after the baseline; ``None``: none yet."""
        later = [point for point in self.points if self.baseline is None or point.day > self.baseline.day]
        return later[-1] if later else None

    @property
    def baseline_value(self) -> Decimal | None:
        """For comparing; ``None`` where the plan says that it cannot be compared with later measurements."""
        return self.baseline.value if self.baseline and self.comparable else None

    @property
    def newest_decimals(self) -> int:
        """How precisely the newest value is published; that of the series where there is none."""
        return self.newest.decimals if self.newest else self.decimals

    @property
    def newest_value(self) -> Decimal | None:
        return self.newest.value if self.newest else None

    @property
    def bound(self) -> Decimal | None:
        """The value that the target comes down to; ``None`` where it has none."""
        return bound_of(self.aim, self.baseline_value, self.desired)

    @property
    def distance(self) -> str:
        return distance_text(
            self.newest_value,
            self.aim,
            baseline=self.baseline_value,
            desired=self.desired,
            unit=self.unit,
            decimals=self.newest_decimals,
        )

    @property
    def reached(self) -> bool:
        """Whether the newest value meets the bound of its target; no status, which weighs far more."""
        return meets(
            self.newest_value,
            self.aim,
            baseline=self.baseline_value,
            desired=self.desired,
            decimals=self.newest_decimals,
        )

    @property
    def change(self) -> str:
        return change_text(
            self.newest_value,
            self.baseline_value,
            desired=self.desired,
            unit=self.unit,
            decimals=self.newest_decimals,
        )

    @property
    def has_figures(self) -> bool:
        return bool(self.points or self.targets or (self.baseline and self.baseline.value is not None))


@dataclass(frozen=True)
class GroupRow:
    title: str
    method: str
    text: str


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the agenda, with its series for one subject."""

    code: str
    title: str
    mandatory: bool
    priority: str
    objective: str
    place: str
    sources: tuple[str, ...]
    unit: str
    decimals: int
    population: str
    rhythm: Rhythm
    note: str
    series: tuple[SeriesRow, ...]
    groups: tuple[GroupRow, ...] = ()
    headline_key: str | None = None
    counts_people: bool = True

    @cached_property
    def headline(self) -> SeriesRow | None:
        """The series that stands for the indicator: the one the plan names, else the whole, else the only one."""
        wanted = parse_key(self.headline_key) if self.headline_key is not None else {}
        named = [row for row in self.series if row.breakdown == wanted]
        with_target = [row for row in named if row.targets]
        if named:
            return (with_target or named)[0]
        return self.series[0] if len(self.series) == 1 else None

    @property
    def breakdowns(self) -> tuple[SeriesRow, ...]:
        return tuple(row for row in self.series if row is not self.headline)


@dataclass
class _Rows:
    """What one page's queries found."""

    figures: dict[int, list[PlanFigure]] = field(default_factory=dict)
    targets: dict[int, list[Target]] = field(default_factory=dict)
    observations: dict[int, list[Observation]] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)


def indicator_rows(
    agenda: Agenda, *, subject: Unit, code: str | None = None, objective: str | None = None
) -> list[IndicatorRow]:
    """The agenda's indicators with the subject's figures; narrowed to one code or one objective. Seven queries."""
    uses = AgendaIndicator.objects.filter(agenda=agenda).select_related(
        "indicator", "objective__priority", "priority"
    )
    if code is not None:
        uses = uses.filter(code=code)
    if objective is not None:
        uses = uses.filter(objective__code=objective)
    found = list(uses)
    plan_series: dict[int, list[PlanSeries]] = defaultdict(list)
    for row in PlanSeries.objects.filter(agenda_indicator__in=found).select_related("series"):
        plan_series[row.agenda_indicator_id].append(row)
    every = [row for rows in plan_series.values() for row in rows]
    rows = _fetch(agenda, subject, every)
    groups: dict[int, list[tuple[GroupTarget, Target]]] = defaultdict(list)
    for target in Target.objects.filter(group__agenda_indicator__in=found).select_related("group"):
        if target.group is not None:
            groups[target.group.agenda_indicator_id].append((target.group, target))
    return [_indicator(agenda, use, plan_series[use.pk], groups[use.pk], rows) for use in found]


def _fetch(agenda: Agenda, subject: Unit, every: list[PlanSeries]) -> _Rows:
    rows = _Rows()
    for figure in PlanFigure.objects.filter(plan_series__in=every, role=PlanFigure.Role.BASELINE):
        rows.figures.setdefault(figure.plan_series_id, []).append(figure)
    for target in Target.objects.filter(plan_series__in=every).order_by("order"):
        rows.targets.setdefault(target.plan_series_id or 0, []).append(target)
    rows.observations = observations_by_series({row.series_id for row in every}, subjects=[subject.pk])
    rows.programmes = dict(Programme.objects.filter(agenda=agenda).values_list("code", "title"))
    return rows


def observations_by_series(series_ids: Iterable[int], *, subjects: list[int]) -> dict[int, list[Observation]]:
    """Current facts of the subjects, oldest period first. One query."""
    found: dict[int, list[Observation]] = {}
    rows: QuerySet[Observation] = (
        Observation.objects.current()
        .filter(series_id__in=list(series_ids), subject_id__in=subjects)
        .select_related("origin")
        .order_by("period_end", "period_start")
    )
    for row in rows:
        found.setdefault(row.series_id, []).append(row)
    return found


def _indicator(
    agenda: Agenda,
    use: AgendaIndicator,
    series: list[PlanSeries],
    groups: list[tuple[GroupTarget, Target]],
    rows: _Rows,
) -> IndicatorRow:
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
        series=tuple(_series(agenda, use, row, rhythm, rows) for row in series),
        groups=tuple(
            GroupRow(
                group.title, group.get_method_display(), target_text(aim_of(target), "count", 0, use.desired)
            )
            for group, target in groups
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


def _series(agenda: Agenda, use: AgendaIndicator, row: PlanSeries, rhythm: Rhythm, rows: _Rows) -> SeriesRow:
    what, series = use.indicator, row.series
    unit, decimals = unit_of(what, series), decimals_of(what, series)
    desired = row.desired or use.desired
    baseline = next(iter(rows.figures.get(row.pk, [])), None)
    observations = rows.observations.get(row.series_id, [])
    threshold = agenda.suppress_below if what.counts_people else 0
    points = tuple(point_of(item, unit, decimals, rhythm.measured_on, threshold) for item in observations)
    kind = _period_kind(baseline, observations, rhythm)
    breakdown = parse_key(series.key)
    label = breakdown_label(breakdown, rows.programmes)
    return SeriesRow(
        pk=series.pk,
        label=", ".join(filter(None, [series.part, label])) or "hele instelling",
        part=series.part,
        breakdown=breakdown,
        unit=unit,
        decimals=decimals,
        desired=desired,
        baseline=_baseline_point(baseline, unit, decimals, rhythm.measured_on) if baseline else None,
        comparable=baseline.comparable if baseline else True,
        points=points,
        targets=tuple(
            _target_row(target, unit, decimals, desired, rhythm, kind, series.sources or what.sources)
            for target in rows.targets.get(row.pk, [])
        ),
        stretch=row.stretch,
        also_stated=tuple(
            OtherStated(item["field"], value_text(Decimal(item["value"]), unit, decimals), item["where"])
            for item in row.also_stated
        ),
        note=row.note,
    )


def unit_of(what: Indicator, series: Series) -> str:
    return series.unit or what.unit


def decimals_of(what: Indicator, series: Series) -> int:
    return what.decimals if series.decimals is None else series.decimals


def point_of(row: Observation, unit: str, decimals: int, measured_on: str | None, threshold: int) -> Point:
    """A stored fact as it may be shown. ``threshold`` 0: no suppression. Figures of the published plan are exempt."""
    cell = Cell(row.value, people_behind(row.value, row.n, unit), row.n)
    plan = row.origin.kind == Origin.Kind.AGENDA
    small = not plan and row.value is not None and cell.people is not None and cell.people < threshold
    hidden = Hidden.SMALL if small else (Hidden.ABSENT if row.value is None else None)
    return point(row, unit, decimals, measured_on, shown(cell, hidden))


def point(row: Observation, unit: str, decimals: int, measured_on: str | None, may: Shown) -> Point:
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
        demo=row.origin.kind == Origin.Kind.DEMO,
        recorded_at=row.recorded_at,
    )


def _baseline_point(figure: PlanFigure, unit: str, decimals: int, measured_on: str | None) -> Point | None:
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


def _period_kind(baseline: PlanFigure | None, observations: list[Observation], rhythm: Rhythm) -> PeriodKind:
    text = observations[-1].period if observations else (baseline.period if baseline else "")
    if text:
        return parse_period(text).kind
    return PeriodKind.SCHOOL_YEAR if rhythm.measured_on == "07-31" else PeriodKind.YEAR


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
    """The same series of the units to compare with (national, comparison group), by their name. One query."""
    found: dict[str, list[Point]] = {}
    observations = (
        Observation.objects.current()
        .filter(series_id=row.pk, subject__kind=UnitKind.BENCHMARK)
        .select_related("origin", "subject")
        .order_by("subject__name", "period_end")
    )
    for item in observations:
        may = Shown(item.value, item.n, None if item.value is not None else Hidden.ABSENT)
        found.setdefault(item.subject.name, []).append(
            point(item, row.unit, row.decimals, rhythm.measured_on, may)
        )
    return {name: tuple(points) for name, points in found.items()}


def sources_freshness(agenda: Agenda, on: date) -> list[Freshness]:
    """Per source of the survey calendar: the newest expected figures up to a day, and when the next come. One query."""
    found: dict[str, list[tuple[date, str, bool]]] = {}
    for row in agenda.releases.order_by("expected_on"):
        found.setdefault(row.source, []).append((row.expected_on, row.period, row.final))
    result = []
    for source, rows in sorted(found.items()):
        past = [item for item in rows if item[0] <= on]
        coming = [item for item in rows if item[0] > on]
        result.append(
            Freshness(
                source=source,
                newest=past[-1][1] if past else "",
                final=past[-1][2] if past else True,
                next_on=coming[0][0] if coming else None,
                next_period=coming[0][1] if coming else "",
            )
        )
    return result


@dataclass(frozen=True)
class Freshness:
    """How fresh a source is by the calendar. ``next_on`` ``None``: no further figures are planned."""

    source: str
    newest: str
    final: bool
    next_on: date | None
    next_period: str
