"""What staged facts would do to the own college: which statuses flip, and what becomes hidden or visible.

Judged with the staged facts laid over the stored ones in memory. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from agenda.models import Agenda
from core.periods import parse_period
from imports.models import Batch, Origin
from indicators.facts import Source, StoredFact, facts
from indicators.hiding import Followed, Place, everything_followed
from indicators.models import Indicator, Observation, StagedFact
from indicators.rows import IndicatorRow, Part
from indicators.selectors import gather
from indicators.suppression import Hidden
from indicators.tree import Tree, tree_versions


@dataclass(frozen=True)
class NewSeries:
    """A series that does not exist yet."""

    part: str
    key: str
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True)
class Laid:
    """Staged facts as they would be stored at a moment, and the series of theirs that are still to be made.

    A series to be made has a number below 0.
    """

    facts: tuple[StoredFact, ...]
    new_series: Mapping[int, tuple[Indicator, NewSeries]]
    moment: datetime

    @property
    def known(self) -> list[StoredFact]:
        """Those of series that exist."""
        return [fact for fact in self.facts if fact.series_id not in self.new_series]

    def over(self, stored: Iterable[StoredFact]) -> list[StoredFact]:
        """All versions as they would be: what gives way is closed, the new stands beside it. Oldest period first."""
        taken = {(fact.subject_id, fact.series_id, fact.period) for fact in self.facts}
        found = [
            replace(row, superseded_at=self.moment)
            if row.superseded_at is None and (row.subject_id, row.series_id, row.period) in taken
            else row
            for row in stored
        ]
        return sorted([*found, *self.facts], key=lambda row: (row.period_end, row.period_start))


@dataclass(frozen=True)
class Flip:
    """A status that changes, of one part of an indicator."""

    indicator: IndicatorRow
    part: Part
    before: str


@dataclass(frozen=True)
class Shift:
    """A figure that would be hidden or shown where it was not. ``hidden`` ``None``: it becomes visible."""

    unit: int
    series: int
    period: str
    hidden: Hidden | None
    is_new: bool


def lay(rows: QuerySet[StagedFact], batch: Batch, units: Iterable[int]) -> Laid:
    """What of a file would be recorded about these units. One query."""
    source = Source(Origin.Kind.FILE, batch.file_name, batch.edition)
    moment = timezone.now()
    numbers: dict[tuple[int, str, str], int] = {}
    new: dict[int, tuple[Indicator, NewSeries]] = {}
    found = []
    written = rows.filter(outcome__in=("new", "changed"), subject_id__in=list(units)).select_related(
        "indicator"
    )
    for row in written:
        series = row.series_id
        if series is None:
            what = (row.indicator_id, row.part, row.key)
            series = numbers.setdefault(what, -1 - len(numbers))
            new.setdefault(series, (row.indicator, NewSeries(row.part, row.key)))
        period = parse_period(row.period)
        found.append(
            StoredFact(
                series, row.subject_id or 0, period.key, period.start, period.end, row.value, row.absence, row.n,
                row.sd, row.decimals, row.final, row.place, row.note, moment, None, source,
            )
        )  # fmt: skip
    return Laid(tuple(found), new, moment)


def flips(agenda: Agenda, laid: Laid) -> list[Flip]:
    """The college's parts whose status would change, in the order of the plan. Five queries, six at most."""
    if not any(fact.subject_id == agenda.college_id for fact in laid.facts):
        return []
    found = gather(agenda, agenda.college, timezone.localdate())
    mine = replace(laid, facts=tuple(fact for fact in laid.facts if fact.subject_id == agenda.college_id))
    scope = {**everything_followed(found.scope, mine.known), **laid.new_series}
    inside = {use.indicator_id for use in found.uses.values()}
    mine = replace(mine, facts=tuple(fact for fact in mine.facts if scope[fact.series_id][0].pk in inside))
    before = found.rows(found.versions, found.scope)
    after = found.rows(mine.over(found.versions), scope)
    return [
        Flip(now, part, was.judgement.status)
        for then, now in zip(before, after, strict=True)
        for was, part in zip(then.parts, now.parts, strict=True)
        if was.judgement.status is not part.judgement.status
    ]


@dataclass(frozen=True)
class Hiding:
    """Of every figure in the tree that the staged facts touch or add up with: why it is hidden, before and after."""

    was: Mapping[Place, Hidden | None]
    now: Mapping[Place, Hidden | None]

    def shifts(self) -> list[Shift]:
        """What becomes hidden or visible, and which new figures will not show."""
        return [
            Shift(*place, hidden if is_kept(hidden) else None, is_new=place not in self.was)
            for place, hidden in self.now.items()
            if is_kept(hidden) != is_kept(self.was.get(place))
        ]


def hiding(agenda: Agenda, tree: Tree, laid: Laid) -> Hiding:
    """What is hidden in the college's tree, before and after. Three queries at most."""
    if not laid.facts:
        return Hiding({}, {})
    scope: Followed = {**everything_followed({}, laid.known), **laid.new_series}
    stored = list(
        facts(
            Observation.objects.filter(
                Q(subject=agenda.college_id) | Q(subject_id__in=tree.units),
                series__indicator_id__in={what.pk for what, _ in scope.values()},
                period__in={fact.period for fact in laid.facts},
            )
        )
    )
    scope = everything_followed(scope, stored)
    return Hiding(_current(stored, scope, tree, agenda), _current(laid.over(stored), scope, tree, agenda))


def is_kept(hidden: Hidden | None) -> bool:
    """Whether a figure is there but kept back."""
    return hidden in {Hidden.SMALL, Hidden.COMPLEMENTARY}


def _current(
    versions: Iterable[StoredFact], scope: Followed, tree: Tree, agenda: Agenda
) -> dict[Place, Hidden | None]:
    """Every current figure with why it must be hidden."""
    decided = tree_versions(versions, scope, tree, college=agenda.college_id, threshold=agenda.suppress_below)
    return {
        (row.subject_id, row.series_id, row.period): why for row, why in decided if row.superseded_at is None
    }
