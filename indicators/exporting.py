"""Every stored figure as rows for a file: all versions, or those known at a moment. What may not be shown has no value.

Figures of the college and everything in its tree pass the rules of ``indicators.hiding``, as on the pages. Units to
compare with and figures that the plan prints are public.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from agenda.models import Agenda
from core.numbers import plain
from indicators.breakdowns import parse_key
from indicators.facts import facts
from indicators.hiding import Followed
from indicators.models import Absence, AgendaIndicator, Indicator, Observation, Series
from indicators.suppression import Hidden
from indicators.tree import Tree, college_tree, tree_versions
from organisation.models import Unit, UnitKind

COLUMNS = (
    "indicator", "unit", "breakdown", "period", "value", "n", "final", "suppressed", "edition", "file", "place",
    "recorded_at", "superseded_at",
)  # fmt: skip
PART = "onderdeel"
"""The key in a breakdown for the part of an indicator that a series is about."""
Row = dict[str, Any]
_FIELDS = (
    "series_id", "subject_id", "period", "value", "absence", "n", "final", "place", "recorded_at",
    "superseded_at", "origin__edition", "origin__label",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What to export. ``indicator``: a code of the agenda or a definition's key; ``unit``: a BRIN or code.

    ``""`` and ``None``: all of them. ``known_at``: only what was known at an aware moment; ``None``: every version.
    """

    agenda: Agenda
    indicator: str = ""
    unit: str = ""
    known_at: datetime | None = None


class UnknownFilterError(Exception):
    """Nothing has the name that was asked for. The message is English: it is for a command line."""


def exported(wanted: Wanted) -> Generator[Row, None, None]:
    """The rows, by indicator, series, unit, period and moment of recording. Holds one indicator's figures at a time.

    Raises ``UnknownFilterError`` before the first row.
    """
    agenda = wanted.agenda
    codes = dict(AgendaIndicator.objects.filter(agenda=agenda).values_list("indicator_id", "code"))
    indicators = _indicators(wanted, codes)
    tree = college_tree(agenda.college)
    # What belongs to nobody's tree any more cannot be judged for hiding, so it does not go out.
    known = Unit.objects.filter(Q(kind=UnitKind.BENCHMARK) | Q(pk=agenda.college_id) | Q(pk__in=tree.units))
    units = {unit.pk: unit for unit in known}
    asked = _asked_units(wanted.unit, units)
    names = {pk: unit.brin or unit.code for pk, unit in units.items()}
    return (
        row
        for indicator in indicators
        for row in _of_indicator(
            indicator, codes.get(indicator.pk, indicator.key), wanted, asked, names, tree
        )
    )


def _indicators(wanted: Wanted, codes: dict[int, str]) -> list[Indicator]:
    found = sorted(Indicator.objects.all(), key=lambda one: (codes.get(one.pk, one.key), one.key))
    if not wanted.indicator:
        return found
    chosen = [one for one in found if wanted.indicator in {codes.get(one.pk), one.key}]
    if not chosen:
        raise UnknownFilterError(f"no indicator '{wanted.indicator}'")
    return chosen


def _asked_units(text: str, units: dict[int, Unit]) -> set[int]:
    """The units of a BRIN or code, whatever its capitals; all of them without."""
    said = text.casefold()
    asked = {
        pk for pk, unit in units.items() if not said or said in {unit.brin.casefold(), unit.code.casefold()}
    }
    if not asked:
        raise UnknownFilterError(f"no unit '{text}'")
    return asked


def _of_indicator(
    indicator: Indicator, name: str, wanted: Wanted, asked: set[int], names: dict[int, str], tree: Tree
) -> Iterator[Row]:
    series = {one.pk: one for one in Series.objects.filter(indicator=indicator)}
    hidden = _hidden(indicator, series, wanted.agenda, tree)
    rows = Observation.objects.filter(series__indicator=indicator, subject_id__in=asked)
    if wanted.known_at is not None:
        rows = rows.known_at(wanted.known_at)
    ordered = rows.order_by(
        "series__part", "series__key", "subject__code", "period_end", "period_start", "recorded_at", "pk"
    )
    for found in ordered.values_list(*_FIELDS).iterator(chunk_size=2000):
        fact = dict(zip(_FIELDS, found, strict=True))
        why = hidden.get((fact["subject_id"], fact["series_id"], fact["period"], fact["recorded_at"]))
        yield _row(fact, name, series[fact["series_id"]], names[fact["subject_id"]], why)


def _row(fact: dict[str, Any], name: str, series: Series, unit: str, why: Hidden | None) -> Row:
    kept_back = why in {Hidden.SMALL, Hidden.COMPLEMENTARY}
    value = None if kept_back else fact["value"]
    breakdown = parse_key(series.key)
    return {
        "indicator": name,
        "unit": unit,
        "breakdown": breakdown | ({PART: series.part} if series.part else {}),
        "period": fact["period"],
        "value": None if value is None else plain(value),
        "n": None if kept_back else fact["n"],
        "final": fact["final"],
        "suppressed": kept_back or fact["absence"] == Absence.SUPPRESSED,
        "edition": fact["origin__edition"],
        "file": fact["origin__label"],
        "place": fact["place"],
        "recorded_at": fact["recorded_at"].isoformat(),
        "superseded_at": fact["superseded_at"].isoformat() if fact["superseded_at"] else None,
    }


def _hidden(
    indicator: Indicator, series: dict[int, Series], agenda: Agenda, tree: Tree
) -> dict[tuple[int, int, str, datetime], Hidden]:
    """Which versions in the college's tree must be hidden."""
    ours = Observation.objects.filter(
        Q(subject=agenda.college_id) | Q(subject_id__in=tree.units), series__indicator=indicator
    )
    scope: Followed = {pk: (indicator, one) for pk, one in series.items()}
    decided = tree_versions(
        facts(ours), scope, tree, college=agenda.college_id, threshold=agenda.suppress_below
    )
    return {(row.subject_id, row.series_id, row.period, row.recorded_at): why for row, why in decided if why}
