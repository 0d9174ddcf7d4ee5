"""Builds the rows of pages from what the queries found; every value passes suppression here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from core.periods import PeriodKind, described_day, parse_period
from indicators.breakdowns import breakdown_label, parse_key, part_label
from indicators.facts import Followed, Stated, StoredFact
from indicators.hiding import Place, cell_of
from indicators.judging import Frame, interim_of, target_of
from indicators.models import Absence, AgendaIndicator, GroupTarget, Indicator, Population, Target
from indicators.points import HIDDEN_WORDS, Lazy, Point
from indicators.rhythm import Rhythm, deciding_period, last_measurement_year, period_kind
from indicators.rows import GroupRow, IndicatorRow, OtherStated, SeriesRow, TargetRow
from indicators.suppression import Hidden, Shown, shown
from indicators.verdict.judgement import Measurement
from indicators.wording import Aim, target_text, value_text

_KEPT_BACK = {Hidden.SMALL, Hidden.COMPLEMENTARY}


class Measured(Protocol):
    """What a series says of its own scale; empty means: as its indicator."""

    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int | None: ...


@dataclass
class Found:
    """What one page's queries found: by plan series, by indicator and group, by series."""

    frame: Frame
    targets: dict[int, list[Target]] = field(default_factory=dict)
    groups: dict[int, dict[int, Target]] = field(default_factory=dict)
    facts: dict[int, list[StoredFact]] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)
    hidden: dict[Place, Hidden] = field(default_factory=dict)


def indicator_row(use: AgendaIndicator, followed: list[Followed], found: Found) -> IndicatorRow:
    """An indicator of the agenda with its series and groups."""
    what = use.indicator
    rhythm = rhythm_of(what)
    priority = use.priority or (use.objective.priority if use.objective else None)
    series = tuple(series_row(use, row, rhythm, found) for row in followed)
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
        definition=use.definition,
        note=use.note,
        series=series,
        groups=tuple(_groups(use, found, series)),
        headline_key=use.headline,
        counts_people=what.counts_people,
    )


def _groups(use: AgendaIndicator, found: Found, series: tuple[SeriesRow, ...]) -> Iterator[GroupRow]:
    """The targets over several series; one that no series falls under has nothing to say."""
    for target in found.groups.get(use.pk, {}).values():
        group = target.group
        if group is None:
            continue
        members = tuple(row for row in series if group.members.items() <= row.breakdown.items())
        if members:
            yield _group(use, group, target, members, found.frame)


def _group(
    use: AgendaIndicator, group: GroupTarget, target: Target, members: tuple[SeriesRow, ...], frame: Frame
) -> GroupRow:
    what, rhythm = use.indicator, rhythm_of(use.indicator)
    newest = max((row.points[-1].period for row in members if row.points), default="", key=_end_of)
    kind = period_kind(newest, "", rhythm)
    stated = _target_row(
        target, what.unit, what.decimals, use.desired, rhythm, kind, tuple(what.sources), frame
    )
    return GroupRow(group.title, group.method, group.get_method_display(), stated, use.desired, members)


def _end_of(period: str) -> tuple[int, int, int]:
    end = parse_period(period).end
    return end.year, end.month, end.day


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
        margin=target.margin,
        interim=interim_of(target.interim),
    )


def series_row(use: AgendaIndicator, row: Followed, rhythm: Rhythm, found: Found) -> SeriesRow:
    """One series of an indicator, with its figures and targets."""
    what = use.indicator
    unit, decimals = unit_of(what, row), decimals_of(what, row)
    desired = row.desired or use.desired
    stored = found.facts.get(row.series_id, [])

    def may(fact: StoredFact) -> Shown:
        return shown(
            cell_of(fact, what, row), found.hidden.get((fact.subject_id, fact.series_id, fact.period))
        )

    kind = period_kind(
        stored[-1].period if stored else "", row.baseline.period if row.baseline else "", rhythm
    )
    breakdown = parse_key(row.key)
    label = part_label(row.part, breakdown_label(breakdown, found.programmes))
    sources = tuple(row.sources or what.sources)
    # A count is no estimate, also where the rest of the indicator comes from a survey.
    sampled = what.population == Population.SAMPLE and unit != "count"
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
        points=Lazy(stored, lambda fact: point(fact, unit, decimals, rhythm.measured_on, may(fact))),
        targets=tuple(
            _target_row(target, unit, decimals, desired, rhythm, kind, sources, found.frame)
            for target in found.targets.get(row.pk, [])
        ),
        stretch=row.stretch,
        also_stated=tuple(
            OtherStated(item["field"], value_text(Decimal(item["value"]), unit, decimals), item["where"])
            for item in row.also_stated
        ),
        note=row.note,
        frame=found.frame,
        rhythm=rhythm,
        kind=kind,
        sources=sources,
        measurements=Lazy(stored, lambda fact: measurement(fact, rhythm.measured_on, sampled, may(fact))),
    )


def measurement(fact: StoredFact, measured_on: str | None, sampled: bool, may: Shown) -> Measurement:
    """A stored fact as it is judged: only what may be shown, so that no verdict tells what is hidden."""
    return Measurement(
        value=may.value,
        on=described_day(parse_period(fact.period), measured_on),
        n=may.n,
        sd=fact.sd if may.hidden is None else None,
        sampled=sampled,
        final=fact.final,
        decimals=fact.decimals,
        hidden=may.hidden in _KEPT_BACK or fact.absence == Absence.SUPPRESSED,
    )


def unit_of(what: Indicator, series: Measured) -> str:
    return series.unit or what.unit


def decimals_of(what: Indicator, series: Measured) -> int:
    return what.decimals if series.decimals is None else series.decimals


def point(row: StoredFact, unit: str, decimals: int, measured_on: str | None, may: Shown) -> Point:
    """A stored fact with what suppression made of it."""
    own = decimals if row.decimals is None else row.decimals
    text = HIDDEN_WORDS[may.hidden] if may.hidden in _KEPT_BACK else ""
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
        sd=row.sd if may.hidden is None else None,
        origin=row.origin,
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
    sources: tuple[str, ...],
    frame: Frame,
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
    return TargetRow(
        aim=aim,
        judged=target_of(aim, rhythm, kind, frame, sources[0] if sources else ""),
        text=target_text(aim, unit, decimals, desired),
        settled=settled,
        set_on=target.set_on,
        note=target.note,
    )
