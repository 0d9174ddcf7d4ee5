"""Stores indicators: the definitions that outlive a plan, and what this plan says of them."""

from __future__ import annotations

from typing import Any

import indicators.models as figures
from core.numbers import plain
from indicators.breakdowns import breakdown_key
from planfile import document as doc
from planfile.store.rows import Rows, Wanted, replace_numbered, replace_rows
from planfile.store.state import State


def remove_indicators(state: State) -> None:
    """Delete the uses of definitions that the document no longer names; definitions and their facts stay.

    Codes that change are set aside first: two indicators may have swapped theirs.
    """
    wanted = {item.key: item.code for _, _, item in state.document.indicators()}
    rows = _uses(state)
    rows.delete_others(wanted)
    renamed = [row for key, row in rows.by_key.items() if row.code != wanted[key]]
    for row in renamed:
        row.code = f"~{row.pk}"
    figures.AgendaIndicator.objects.bulk_update(renamed, ["code"], batch_size=200)


def _uses(state: State) -> Rows[figures.AgendaIndicator]:
    stored = figures.AgendaIndicator.objects.filter(agenda=state.agenda).select_related("indicator")
    return Rows(figures.AgendaIndicator, stored, lambda row: row.indicator.key)


def store_indicators(state: State) -> None:
    items = list(state.document.indicators())
    stored = figures.Indicator.objects.filter(key__in=[item.key for _, _, item in items])
    definitions = Rows(figures.Indicator, stored, lambda row: row.key).bring_in_step(
        {item.key: definition_fields(item) for _, _, item in items}
    )
    uses = _uses(state).bring_in_step(
        {
            item.key: {
                "agenda_id": state.agenda.pk,
                "indicator_id": definitions[item.key].pk,
                "priority_id": state.priorities[priority.code].pk if objective is None else None,
                "objective_id": state.objectives[objective.code].pk if objective else None,
                "code": item.code,
                "title": item.title,
                "definition": item.definition or "",
                "mandatory": item.mandatory,
                "desired": item.desired,
                "stated_unit": item.stated_unit or "",
                "headline": None if item.headline is None else breakdown_key(item.headline),
                "note": item.note or "",
                "order": order,
            }
            for order, (priority, objective, item) in enumerate(items)
        }
    )
    state.uses = {use.code: use for use in uses.values()}
    placed = [(uses[item.key], item) for _, _, item in items]
    _series(state, placed)
    _groups(state, placed)


def _series(state: State, items: list[tuple[figures.AgendaIndicator, doc.Indicator]]) -> None:
    stored = figures.Series.objects.filter(indicator__in=[use.indicator_id for use, _ in items])
    series = Rows(figures.Series, stored, lambda row: (row.indicator_id, row.part, row.key)).bring_in_step(
        {
            (use.indicator_id, one.part or "", breakdown_key(one.breakdown)): {
                "indicator_id": use.indicator_id,
                **series_fields(one),
            }
            for use, item in items
            for one in item.series
        }
    )
    wanted: Wanted = {}
    source: dict[Any, doc.Series] = {}
    for use, item in items:
        for order, one in enumerate(item.series):
            row = series[use.indicator_id, one.part or "", breakdown_key(one.breakdown)]
            source[use.pk, row.pk] = one
            wanted[use.pk, row.pk] = {
                "agenda_indicator_id": use.pk,
                "series_id": row.pk,
                "desired": one.desired or "",
                "stretch": one.stretch,
                "note": one.note or "",
                "also_stated": [
                    {"field": other.field, "value": plain(other.value), "where": other.where}
                    for other in one.also_stated
                ],
                "order": order,
            }
    old = figures.PlanSeries.objects.filter(agenda_indicator__agenda=state.agenda)
    kept = replace_rows(figures.PlanSeries, old, lambda row: (row.agenda_indicator_id, row.series_id), wanted)
    placed = [(row.pk, source[key]) for key, row in kept.items()]
    _figures(state, placed)
    _targets(state, placed)


def _figures(state: State, items: list[tuple[int, doc.Series]]) -> None:
    role = figures.PlanFigure.Role
    wanted: Wanted = {}
    for pk, one in items:
        if one.baseline:
            wanted[pk, role.BASELINE, 0] = _figure_fields(pk, role.BASELINE, one.baseline, 0)
        for order, item in enumerate(one.history):
            wanted[pk, role.HISTORY, order] = _figure_fields(pk, role.HISTORY, item, order)
    stored = figures.PlanFigure.objects.filter(plan_series__agenda_indicator__agenda=state.agenda)
    replace_rows(figures.PlanFigure, stored, lambda row: (row.plan_series_id, row.role, row.order), wanted)


def _targets(state: State, items: list[tuple[int, doc.Series]]) -> None:
    wanted: Wanted = {
        (pk, order): {"plan_series_id": pk, **_target_fields(target), "order": order}
        for pk, one in items
        for order, target in enumerate(one.targets)
    }
    stored = figures.Target.objects.filter(plan_series__agenda_indicator__agenda=state.agenda)
    replace_numbered(figures.Target, "plan_series_id", stored, wanted)


def _groups(state: State, items: list[tuple[figures.AgendaIndicator, doc.Indicator]]) -> None:
    wanted: Wanted = {}
    targets: dict[Any, doc.Target] = {}
    for use, item in items:
        for order, group in enumerate(item.groups):
            targets[use.pk, order] = group.target
            wanted[use.pk, order] = {
                "agenda_indicator_id": use.pk,
                "title": group.title,
                "members": group.members,
                "method": group.method,
                "order": order,
            }
    stored = figures.GroupTarget.objects.filter(agenda_indicator__agenda=state.agenda)
    kept = replace_rows(figures.GroupTarget, stored, lambda row: (row.agenda_indicator_id, row.order), wanted)
    replace_numbered(
        figures.Target,
        "group_id",
        figures.Target.objects.filter(group__agenda_indicator__agenda=state.agenda),
        {
            (row.pk, 0): {"group_id": row.pk, **_target_fields(targets[key]), "order": 0}
            for key, row in kept.items()
        },
    )


def definition_fields(item: doc.Indicator) -> dict[str, Any]:
    """What the file says of the definition itself; shared by every agenda that uses it."""
    return {
        "key": item.key,
        "unit": item.unit,
        "decimals": item.decimals,
        "population": item.population,
        "sources": list(item.sources),
        "every": item.rhythm.every,
        "first": item.rhythm.first,
        "measured_on": item.rhythm.measured_on or "",
        "ended": item.rhythm.ended,
        "counts_people": item.counts_people,
        "is_change": item.change,
    }


def series_fields(one: doc.Series) -> dict[str, Any]:
    """What the file says of the series itself; shared by every agenda that follows it."""
    return {
        "part": one.part or "",
        "key": breakdown_key(one.breakdown),
        "unit": one.unit or "",
        "decimals": one.decimals,
        "sources": list(one.sources) or None,
    }


def _figure_fields(plan_series: int, role: str, item: doc.Figure, order: int) -> dict[str, Any]:
    return {
        "plan_series_id": plan_series,
        "role": role,
        "period": item.period or "",
        "value": item.value,
        "n": item.n,
        "final": item.final,
        "comparable": item.comparable,
        "absence": item.absence or "",
        "stated_as": item.stated_as or "",
        "note": item.note or "",
        "order": order,
    }


def _target_fields(target: doc.Target) -> dict[str, Any]:
    return {
        "kind": target.kind,
        "value": target.value,
        "percent": target.percent,
        "points": target.points,
        "low": target.low,
        "high": target.high,
        "strict": target.strict,
        "margin": target.margin,
        "by": target.by or "",
        "due": target.due,
        "set_on": target.set_on,
        "interim": [{"period": item.period, "value": plain(item.value)} for item in target.interim],
        "stated_as": target.stated_as or "",
        "note": target.note or "",
    }
