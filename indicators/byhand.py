"""The page on which figures are entered, corrected and withdrawn: what it lists, and what may be entered."""

from __future__ import annotations

from dataclasses import dataclass

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import Observation, Series
from indicators.points import Point
from indicators.rows import IndicatorRow
from indicators.suppression import Hidden

OWN_REGISTRATION = "Instelling"
"""How the plan names a source that is nobody's file."""


@dataclass(frozen=True)
class FigureRow:
    """A current figure of the college. ``by``: who entered it by hand, ``""`` for a file. ``pk``: of the fact."""

    pk: int
    series: str
    point: Point
    by: str
    ground: str

    @property
    def is_value(self) -> bool:
        """Whether there is something to withdraw; a hidden figure is there as well."""
        return self.point.value is not None or self.point.shown.hidden is not Hidden.ABSENT


@dataclass(frozen=True)
class FiguresPage:
    """``may_enter``: whether figures of this indicator are entered by hand. ``series``: (id, name) to choose from."""

    rows: tuple[FigureRow, ...]
    may_enter: bool
    series: tuple[tuple[int, str], ...]


def figures_page(agenda: Agenda, indicator: IndicatorRow) -> FiguresPage:
    """The college's current figures of an indicator, the newest first. Two queries beside the indicator's own."""
    names = {row.pk: row.label for row in indicator.series}
    stored = {
        (series, period): (pk, kind, actor, ground)
        for pk, series, period, kind, actor, ground in Observation.objects.current()
        .filter(subject=agenda.college_id, series_id__in=names)
        .values_list("pk", "series_id", "period", "origin__kind", "origin__actor_label", "origin__ground")
    }
    rows = []
    for series in indicator.series:
        for point in reversed(series.points):
            pk, kind, actor, ground = stored[series.pk, point.period]
            by_hand = kind == Origin.Kind.MANUAL
            rows.append(
                FigureRow(pk, series.label, point, actor if by_hand else "", ground if by_hand else "")
            )
    return FiguresPage(tuple(rows), is_entered(indicator), tuple(names.items()))


def is_entered(indicator: IndicatorRow) -> bool:
    """Whether figures of an indicator may be entered: it is the college's own registration, or no file brings them."""
    if OWN_REGISTRATION in indicator.sources:
        return True
    brought = Observation.objects.filter(
        series_id__in=[row.pk for row in indicator.series], origin__kind=Origin.Kind.FILE
    )
    return not brought.exists()


def figure_of(agenda: Agenda, indicator: IndicatorRow, pk: int) -> Observation | None:
    """A figure of the college of this indicator, current or not any more; ``None``: there is none of this id."""
    return (
        Observation.objects.filter(
            pk=pk, subject=agenda.college_id, series_id__in=[row.pk for row in indicator.series]
        )
        .select_related("series", "subject", "origin")
        .first()
    )


def series_of(indicator: IndicatorRow, pk: int) -> Series:
    """A series of the indicator that somebody chose."""
    return Series.objects.get(pk=pk, pk__in=[row.pk for row in indicator.series])
