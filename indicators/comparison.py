"""Beside whom a college stands: the country, its comparison group, and one other unit that a reader picks.

A national file makes a unit of every college; drawing them all would tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from agenda.models import Agenda
from indicators.facts import StoredFact, facts
from indicators.models import ComparedWith, Observation
from indicators.points import Point
from indicators.rhythm import Rhythm
from indicators.rows import IndicatorRow, SeriesRow
from indicators.selectors import point
from indicators.suppression import Hidden, Shown
from indicators.wording import beside_text
from organisation.models import Unit, UnitKind

OTHER_COLLEGE, GROUP = "bench-", "vgl-"
"""How the codes of other colleges and of comparison groups begin."""
PARAMETER = "naast"


@dataclass(frozen=True)
class Choice:
    """A unit that can stand beside the college on the page."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Comparison:
    """``points`` by the unit's name. ``choices``: who does not stand there by itself but can be picked.

    ``query``: what an address needs to keep the choice, ``""``: nothing.
    """

    points: dict[str, tuple[Point, ...]]
    choices: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> str:
        """The code of who was picked; ``""``: nobody."""
        return next((choice.code for choice in self.choices if choice.chosen), "")

    @property
    def query(self) -> str:
        return f"{PARAMETER}={self.chosen}" if self.chosen else ""  # a code is safe in an address


def comparison(
    agenda: Agenda, row: SeriesRow, rhythm: Rhythm, known_at: datetime | None = None, beside: str = ""
) -> Comparison:
    """The same series of the units to compare with. Two queries.

    ``beside``: the code of one unit more; what is no such code adds nobody. ``known_at``: as for ``indicator_rows``.
    """
    stored = Observation.objects.known_at(known_at).filter(series_id=row.pk)
    compared = ComparedWith.objects.filter(college=agenda.college_id, unit=OuterRef("pk"), stands=True)
    units = list(
        Unit.objects.filter(Exists(stored.filter(subject=OuterRef("pk"))), kind=UnitKind.BENCHMARK)
        .annotate(is_compared=Exists(compared))
        .order_by("name", "code")
    )
    always = _always(units)
    shown = [unit for unit in units if unit in always or unit.code == beside]
    names = _names(shown)
    found: dict[str, list[Point]] = {names[unit.pk]: [] for unit in shown}
    for fact in facts(stored.filter(subject_id__in=names)):
        found[names[fact.subject_id]].append(_point(fact, row, rhythm))
    return Comparison(
        {name: tuple(points) for name, points in found.items()},
        tuple(Choice(unit.code, unit.name, unit.code == beside) for unit in units if unit not in always),
    )


def benchmarks_of(
    agenda: Agenda, rows: Mapping[int, tuple[SeriesRow, Rhythm]], known_at: datetime | None = None
) -> dict[int, dict[str, tuple[Point, ...]]]:
    """Who always stands beside each series, by its id: what ``comparison`` gives while nobody is picked. Two queries.

    Series without any are left out.
    """
    compared = ComparedWith.objects.filter(college=agenda.college_id, unit=OuterRef("pk"), stands=True)
    units = {
        unit.pk: unit
        for unit in Unit.objects.filter(Q(brin="") | Q(code__startswith=GROUP), kind=UnitKind.BENCHMARK)
        .annotate(is_compared=Exists(compared))
        .order_by("name", "code")
    }
    stored = Observation.objects.known_at(known_at).filter(series_id__in=rows, subject_id__in=units)
    found: dict[int, dict[int, list[Point]]] = {}
    for fact in facts(stored):
        row, rhythm = rows[fact.series_id]
        here = found.setdefault(fact.series_id, {})
        here.setdefault(fact.subject_id, []).append(_point(fact, row, rhythm))
    return {series: _named(units, here) for series, here in found.items()}


def _named(units: Mapping[int, Unit], found: Mapping[int, Sequence[Point]]) -> dict[str, tuple[Point, ...]]:
    """Of the units with figures those that always stand there, by name."""
    present = [unit for pk, unit in units.items() if pk in found]
    always = _always(present)
    names = _names([unit for unit in present if unit in always])
    return {name: tuple(found[pk]) for pk, name in names.items()}


def _point(fact: StoredFact, row: SeriesRow, rhythm: Rhythm) -> Point:
    may = Shown(fact.value, fact.n, None if fact.value is not None else Hidden.ABSENT)
    return point(fact, row.unit, row.decimals, rhythm.measured_on, may)


def benchmark_words(agenda: Agenda, rows: Iterable[IndicatorRow]) -> Iterator[tuple[IndicatorRow, str]]:
    """How the newest figure of each headline series stands to the benchmark of the same period. One query.

    The college's own comparison group, else the country or what somebody made by hand. An indicator without a figure,
    or without a benchmark of the same period, is left out.
    """
    heads = [(row, row.headline) for row in rows if row.headline is not None and row.headline.newest]
    compared = ComparedWith.objects.filter(college=agenda.college_id, unit=OuterRef("subject"), stands=True)
    stored = (
        Observation.objects.current()
        .filter(
            series_id__in={head.pk for _, head in heads}, subject__kind=UnitKind.BENCHMARK, subject__brin=""
        )
        .exclude(value=None)
        .annotate(is_compared=Exists(compared))
        .values_list(
            "series_id", "period", "subject__code", "subject__name", "is_compared", "value", named=True
        )
    )
    found: dict[tuple[int, str], list[Any]] = {}
    for one in stored:
        found.setdefault((one.series_id, one.period), []).append(one)
    for row, head in heads:
        some = found.get((head.pk, head.newest.period), []) if head.newest else []
        groups = [one for one in some if one.subject__code.startswith(GROUP)]
        own = [one for one in groups if one.is_compared] or (groups if len(groups) == 1 else [])
        others = sorted((one for one in some if one not in groups), key=lambda one: one.subject__name)
        for one in [*own, *others][:1]:
            words = beside_text(
                head.newest_value, one.value, one.subject__name, unit=head.unit, decimals=head.newest_decimals
            )
            if words:
                yield row, words


def _always(units: Sequence[Unit]) -> set[Unit]:
    """The country and what somebody made by hand, and the college's own comparison group.

    Where no source says which group that is and there is only one, it is that one.
    """
    groups = [unit for unit in units if unit.code.startswith(GROUP)]
    own = [unit for unit in groups if getattr(unit, "is_compared", False)] or (
        groups if len(groups) == 1 else []
    )
    others = [unit for unit in units if unit not in groups and not unit.brin]
    return {*others, *own}


def _names(units: Sequence[Unit]) -> dict[int, str]:
    """Each unit's name; with its code where two have the same."""
    names = [unit.name for unit in units]
    return {
        unit.pk: unit.name if names.count(unit.name) == 1 else f"{unit.name} ({unit.code})" for unit in units
    }
