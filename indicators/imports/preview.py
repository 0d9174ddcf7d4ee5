"""What the page of a file shows beside its counts. Worked out once, at the check, and kept as plain data.

Figures of the own college, its schools and teams pass suppression here like everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from agenda.models import Agenda
from agenda.selectors import current_agenda
from core.numbers import round_half_up
from imports.models import Batch, Origin
from imports.registry import Section
from indicators.breakdowns import breakdown_label, parse_key
from indicators.imports.effects import Flip, Hiding, Shift, flips, hiding, is_kept, lay
from indicators.imports.planning import Remark
from indicators.models import AgendaIndicator, PlanSeries, Series, StagedFact
from indicators.points import HIDDEN_WORDS
from indicators.suppression import Hidden
from indicators.tree import college_tree
from indicators.wording import value_text
from organisation.models import Unit, UnitKind

MOST = 200
"""How many rows of a section the page shows; the rest is counted."""
EXACT = 4
"""A restatement shows at most so many decimals."""
Json = dict[str, Any]


@dataclass(frozen=True)
class _Names:
    """How pages call things. ``codes`` and ``titles``: of the agenda, by the definition's id."""

    codes: Mapping[int, str]
    titles: Mapping[int, str]
    programmes: Mapping[str, str]
    plan: frozenset[int]

    def indicator(self, pk: int, key: str) -> str:
        return self.codes.get(pk, key)

    def series(self, part: str, key: str) -> str:
        words = [part, breakdown_label(parse_key(key), dict(self.programmes))]
        return ", ".join(filter(None, words)) or "hele instelling"


def preview_of(rows: QuerySet[StagedFact], batch: Batch) -> Json:
    """What staged facts would change, by section. A fixed number of queries."""
    agenda = current_agenda(timezone.localdate())
    names = _names(agenda)
    content: Json = {**_new_things(rows, names)}
    found = Hiding({}, {})
    if agenda is not None:
        tree = college_tree(agenda.college)
        laid = lay(rows, batch, {agenda.college_id, *tree.units})
        found = hiding(agenda, tree, laid)
        content["flips"] = _listed([_flip(flip) for flip in flips(agenda, laid)])
        series = {pk: (what.pk, what.key, one.part, one.key) for pk, (what, one) in laid.new_series.items()}
        content |= _shifts(found.shifts(), names, series)
    content["restated"] = _restated(rows, names, found)
    return content


def _names(agenda: Agenda | None) -> _Names:
    if agenda is None:
        return _Names({}, {}, {}, frozenset())
    uses = list(AgendaIndicator.objects.filter(agenda=agenda).values_list("indicator_id", "code", "title"))
    programmes = dict(agenda.programmes.values_list("code", "title"))
    plan = PlanSeries.objects.filter(agenda_indicator__agenda=agenda).values_list("series_id", flat=True)
    codes, titles = {pk: code for pk, code, _ in uses}, {pk: title for pk, _, title in uses}
    return _Names(codes, titles, programmes, frozenset(plan))


def _listed(rows: list[Json], total: int | None = None) -> Json:
    found = len(rows) if total is None else total
    return {"rows": rows[:MOST], "total": found, "rest": max(0, found - MOST)}


# New units and series -----------------------------------------------------------------------------------
def _new_things(rows: QuerySet[StagedFact], names: _Names) -> Json:
    written = rows.filter(outcome__in=("new", "changed"))
    units = (
        written.filter(subject__isnull=True)
        .order_by("unit_code")
        .values_list("unit_code", "unit_name")
        .distinct()
    )
    series = (
        written.filter(series__isnull=True)
        .order_by("indicator__key", "part", "key")
        .values_list("indicator_id", "indicator__key", "part", "key")
        .distinct()
    )
    return {
        "units": _listed([{"code": code, "name": name} for code, name in units]),
        "series": _listed(
            [
                {"indicator": names.indicator(pk, what), "series": names.series(part, key)}
                for pk, what, part, key in series
            ]
        ),
    }


# Statuses -----------------------------------------------------------------------------------------------
def _flip(flip: Flip) -> Json:
    return {
        "code": flip.indicator.code,
        "title": flip.indicator.title,
        "part": flip.part.label,
        "number": flip.part.number,
        "before": str(flip.before),
        "after": str(flip.part.judgement.status),
        "reason": flip.part.judgement.reason,
    }


# Hiding -------------------------------------------------------------------------------------------------
def _shifts(found: list[Shift], names: _Names, new: Mapping[int, tuple[int, str, str, str]]) -> Json:
    units = dict(Unit.objects.filter(pk__in={shift.unit for shift in found}).values_list("pk", "name"))
    series = dict(new)
    for pk, what, key, part, breakdown in Series.objects.filter(
        pk__in={shift.series for shift in found}
    ).values_list("pk", "indicator_id", "indicator__key", "part", "key"):
        series[pk] = (what, key, part, breakdown)
    rows = []
    for shift in found:
        what, key, part, breakdown = series[shift.series]
        rows.append(
            {
                "indicator": names.indicator(what, key),
                "series": names.series(part, breakdown),
                "unit": units[shift.unit],
                "period": shift.period,
                "becomes": _becomes(shift),
            }
        )
    rows.sort(key=lambda row: (row["indicator"], row["series"], row["unit"], row["period"]))
    return {"hidden": _listed(rows)}


def _becomes(shift: Shift) -> str:
    if shift.hidden is None:
        return "wordt zichtbaar"
    words = HIDDEN_WORDS[shift.hidden]
    return f"nieuw en niet te zien: {words}" if shift.is_new else f"niet meer te zien: {words}"


# Restatements -------------------------------------------------------------------------------------------
def _restated(rows: QuerySet[StagedFact], names: _Names, found: Hiding) -> Json:
    """Published figures that get another value, the own college's first, then those of its units."""
    same = Q(value=F("current__value")) | Q(
        value__isnull=True, current__value__isnull=True, absence=F("current__absence")
    )
    changed = (
        rows.filter(outcome="changed", current__isnull=False)
        .exclude(same)
        .exclude(current__origin__kind=Origin.Kind.DEMO)
    )
    nearness = Case(
        When(subject__kind=UnitKind.COLLEGE, then=Value(0)),
        When(subject__kind=UnitKind.BENCHMARK, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    first = list(
        changed.annotate(nearness=nearness)
        .order_by("nearness", "subject__name", "indicator__key", "part", "key", "period")
        .select_related("indicator", "series", "subject", "current__origin")[:MOST]
    )
    return _listed([_restatement(row, names, found) for row in first], changed.count())


def _restatement(row: StagedFact, names: _Names, found: Hiding) -> Json:
    current, series = row.current, row.series
    if current is None or series is None or row.subject is None:
        raise ValueError("a changed fact has a current one")
    place = (current.subject_id, current.series_id, row.period)
    unit = series.unit or row.indicator.unit
    decimals = row.indicator.decimals if series.decimals is None else series.decimals
    return {
        "indicator": names.indicator(row.indicator_id, row.indicator.key),
        "title": names.titles.get(row.indicator_id, ""),
        "series": names.series(row.part, row.key),
        "unit": row.subject.name,
        "period": row.period,
        "old": _text(current.value, current.absence, unit, decimals, found.was.get(place)),
        "new": _text(row.value, row.absence, unit, decimals, found.now.get(place)),
        "place": row.place,
        "source": _source(row.reason, current.origin),
    }


def _source(reason: str, origin: Origin) -> str:
    said = ", editie ".join(filter(None, [origin.label, origin.edition]))
    return f"{said} (ander soort bestand)" if reason == Remark.OTHER_SOURCE else said


def _text(value: Decimal | None, absence: str, unit: str, decimals: int, hidden: Hidden | None) -> str:
    """A value as exact as it is known, to four decimals: a restatement may be smaller than what is published."""
    if hidden is not None and is_kept(hidden):
        return HIDDEN_WORDS[hidden]
    if value is None:
        return value_text(None, unit, decimals, absence)
    exact = round_half_up(value, EXACT).normalize()
    return value_text(exact, unit, max(decimals, -int(exact.as_tuple().exponent)))


# On the page --------------------------------------------------------------------------------------------
_SECTIONS = (
    ("restated", "Cijfers die eerder anders waren", "indicators/_import_restated.html"),
    ("flips", "Statussen die veranderen", "indicators/_import_flips.html"),
    ("hidden", "Wat verborgen of zichtbaar wordt", "indicators/_import_hidden.html"),
    ("units", "Nieuwe eenheden om mee te vergelijken", "indicators/_import_units.html"),
    ("series", "Nieuwe reeksen", "indicators/_import_series.html"),
)


def sections_of(content: Json) -> list[Section]:
    """The sections that have something to say; restatements and statuses also say that there are none."""
    return [
        Section(title, template, {**content[name], "most": MOST})
        for name, title, template in _SECTIONS
        if name in content and (content[name]["total"] or name in {"restated", "flips"})
    ]
