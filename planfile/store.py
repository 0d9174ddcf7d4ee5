"""Makes the stored agenda equal to a document. Only ``services`` calls this, inside its transaction.

Each kind of row is brought in step for the whole agenda at once: one select, then at most one insert, update and
delete. Rows keep their identity by code, so that what later hangs on them (reports, decisions) stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.db import models

import agenda.models as plan
import budgets.models as money
import indicators.models as figures
import measures.models as actions
from core.numbers import plain
from core.periods import parse_period
from indicators.breakdowns import breakdown_key
from organisation.models import Unit, UnitKind
from planfile import document as doc

M = TypeVar("M", bound=models.Model)


class Rows(Generic[M]):
    """The rows of one model that belong to the agenda, by what identifies them."""

    def __init__(self, model: type[M], rows: Iterable[M], identity: Callable[[M], Any]) -> None:
        self.model = model
        self.by_key: dict[Any, M] = {identity(row): row for row in rows}

    def bring_in_step(self, wanted: dict[Any, dict[str, Any]]) -> dict[Any, M]:
        """Insert what is new and update what differs; returns every wanted row by its key."""
        new, changed, fields = {}, [], set()
        for key, values in wanted.items():
            row = self.by_key.get(key)
            if row is None:
                new[key] = self.model(**values)
                continue
            differing = [name for name, value in values.items() if getattr(row, name) != value]
            if differing:
                for name in differing:
                    setattr(row, name, values[name])
                fields.update(differing)
                changed.append(row)
        manager = self.model._default_manager
        manager.bulk_create(new.values(), batch_size=500)
        if changed:
            manager.bulk_update(changed, sorted(fields), batch_size=200)
        return {key: self.by_key.get(key) or new[key] for key in wanted}

    def delete_others(self, wanted: Iterable[Any]) -> None:
        """Delete the rows that are no longer wanted."""
        keep = set(wanted)
        gone = [row.pk for key, row in self.by_key.items() if key not in keep]
        if gone:
            self.model._default_manager.filter(pk__in=gone).delete()
            self.by_key = {key: row for key, row in self.by_key.items() if key in keep}


def numbered(model: type[M], owner: str, queryset: models.QuerySet[M], wanted: dict[Any, dict[str, Any]]) -> None:
    """Rows without a code of their own, known by their owner and place in its list."""
    rows = Rows(model, queryset, lambda row: (getattr(row, owner), row.order))  # type: ignore[attr-defined]
    rows.delete_others(wanted)
    rows.bring_in_step(wanted)


def college_of(head: doc.Head) -> Unit:
    """The college that the agenda is of, made on first sight; its name follows the file."""
    unit = Unit.objects.filter(kind=UnitKind.COLLEGE, brin=head.brin).first()
    if unit is None:
        return Unit.objects.create(kind=UnitKind.COLLEGE, brin=head.brin, code=head.brin.lower(), name=head.institution)
    if unit.name != head.institution:
        unit.name = head.institution
        unit.save(update_fields=["name"])
    return unit


def head_fields(head: doc.Head) -> dict[str, Any]:
    return {
        "title": head.title,
        "kind": head.kind,
        "starts": head.starts,
        "ends": head.ends,
        "label_priority": head.labels.priority,
        "label_objective": head.labels.objective,
        "label_measure": head.labels.measure,
        "min_n": head.min_n,
        "suppress_below": head.suppress_below,
    }


class Store:
    """Writes one document over one agenda."""

    def __init__(self, agenda: plan.Agenda, document: doc.Document) -> None:
        self.agenda, self.document = agenda, document

    def write(self) -> None:
        """Removed items go first, so that their codes are free; then everything from outside in."""
        self.remove_items()
        self.plan()
        self.indicators()
        self.measures()
        self.budget()
        self.old_priorities.delete_others(self.priorities)

    def remove_items(self) -> None:
        uses = figures.AgendaIndicator.objects.filter(agenda=self.agenda).select_related("indicator")
        self.uses = Rows(figures.AgendaIndicator, uses, lambda row: (row.code, row.indicator.key))
        self.uses.delete_others((indicator.code, indicator.key) for _, _, indicator in self.document.indicators())
        self.old_measures = Rows(actions.Measure, actions.Measure.objects.filter(agenda=self.agenda), lambda row: row.code)
        self.old_measures.delete_others(measure.code for _, measure in self.document.measures())

    def plan(self) -> None:
        document, agenda = self.document, self.agenda
        programmes = Rows(plan.Programme, agenda.programmes.all(), lambda row: row.code)
        wanted = {
            item.code: {"agenda": agenda, "code": item.code, "title": item.title, "sector": item.sector or "", "level": item.level, "order": order}
            for order, item in enumerate(document.programmes)
        }  # fmt: skip
        programmes.delete_others(wanted)
        programmes.bring_in_step(wanted)
        releases = Rows(plan.Release, agenda.releases.all(), lambda row: (row.source, row.period, row.final))
        calendar = {
            (item.source, item.period, item.final): {
                "agenda": agenda, "source": item.source, "period": item.period, "period_end": parse_period(item.period).end,
                "expected_on": item.expected, "final": item.final, "note": item.note or "", "order": order,
            }
            for order, item in enumerate(document.calendar)
        }  # fmt: skip
        releases.delete_others(calendar)
        releases.bring_in_step(calendar)
        self.old_priorities = Rows(plan.Priority, agenda.priorities.all(), lambda row: row.code)
        self.priorities = self.old_priorities.bring_in_step(
            {
                item.code: {"agenda": agenda, "code": item.code, "title": item.title, "order": order}
                for order, item in enumerate(document.priorities)
            }
        )
        old_objectives = Rows(plan.Objective, agenda.objectives.all(), lambda row: row.code)
        self.objectives = old_objectives.bring_in_step(
            {
                item.code: {
                    "agenda": agenda, "priority": self.priorities[priority.code], "code": item.code, "title": item.title,
                    "owner": item.owner or "", "order": order,
                }
                for order, (priority, item) in enumerate(document.objectives())
            }
        )  # fmt: skip
        self.old_objectives = old_objectives
        self.ambitions()
        self.partners(plan.Partner, "objective_id", plan.Partner.objects.filter(objective__agenda=agenda), [
            (self.objectives[item.code].pk, item.partners) for _, item in document.objectives()
        ])  # fmt: skip

    def ambitions(self) -> None:
        wanted: dict[Any, dict[str, Any]] = {}
        for priority in self.document.priorities:
            owner = self.priorities[priority.code].pk
            for order, item in enumerate(priority.ambitions):
                wanted[owner, None, order] = {"priority_id": owner, "text": item.text, "by": item.by, "order": order}
        for _, objective in self.document.objectives():
            owner = self.objectives[objective.code].pk
            for order, item in enumerate(objective.ambitions):
                wanted[None, owner, order] = {"objective_id": owner, "text": item.text, "by": item.by, "order": order}
        stored = plan.Ambition.objects.filter(
            models.Q(priority__agenda=self.agenda) | models.Q(objective__agenda=self.agenda)
        )
        rows = Rows(plan.Ambition, stored, lambda row: (row.priority_id, row.objective_id, row.order))
        rows.delete_others(wanted)
        rows.bring_in_step(wanted)

    def partners(
        self, model: type[M], owner: str, stored: models.QuerySet[M], lists: Iterable[tuple[int, tuple[doc.Partner, ...]]]
    ) -> None:
        wanted = {
            (pk, order): {
                owner: pk, "name": item.name, "side": item.side or "", "role": item.role or "", "branch": item.branch or "",
                "topic": item.topic or "", "order": order,
            }
            for pk, partners in lists
            for order, item in enumerate(partners)
        }  # fmt: skip
        numbered(model, owner, stored, wanted)

    def indicators(self) -> None:
        items = list(self.document.indicators())
        definitions = Rows(
            figures.Indicator, figures.Indicator.objects.filter(key__in=[item.key for _, _, item in items]), lambda row: row.key
        ).bring_in_step({item.key: definition_fields(item) for _, _, item in items})
        uses = self.uses.bring_in_step(
            {
                (item.code, item.key): {
                    "agenda": self.agenda,
                    "indicator": definitions[item.key],
                    "priority": self.priorities[priority.code] if objective is None else None,
                    "objective": self.objectives[objective.code] if objective else None,
                    "code": item.code,
                    "title": item.title,
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
        self.use_by_code = {code: use for (code, _), use in uses.items()}
        self.series([(definitions[item.key], uses[item.code, item.key], item) for _, _, item in items])
        self.groups([(uses[item.code, item.key], item) for _, _, item in items])

    def series(self, items: list[tuple[figures.Indicator, figures.AgendaIndicator, doc.Indicator]]) -> None:
        stored = figures.Series.objects.filter(indicator__in=[definition.pk for definition, _, _ in items])
        series = Rows(figures.Series, stored, lambda row: (row.indicator_id, row.part, row.key)).bring_in_step(
            {
                (definition.pk, one.part or "", breakdown_key(one.breakdown)): {
                    "indicator_id": definition.pk,
                    **series_fields(one),
                }
                for definition, _, item in items
                for one in item.series
            }
        )
        old = figures.PlanSeries.objects.filter(agenda_indicator__agenda=self.agenda)
        rows = Rows(figures.PlanSeries, old, lambda row: (row.agenda_indicator_id, row.series_id))
        wanted, source = {}, {}
        for definition, use, item in items:
            for order, one in enumerate(item.series):
                row = series[definition.pk, one.part or "", breakdown_key(one.breakdown)]
                source[use.pk, row.pk] = one
                wanted[use.pk, row.pk] = {
                    "agenda_indicator_id": use.pk,
                    "series_id": row.pk,
                    "desired": one.desired or "",
                    "stretch": one.stretch,
                    "note": one.note or "",
                    "also_stated": [
                        {"field": other.field, "value": plain(other.value), "where": other.where} for other in one.also_stated
                    ],
                    "order": order,
                }
        rows.delete_others(wanted)
        self.plan_series = [(row, source[key]) for key, row in rows.bring_in_step(wanted).items()]
        self.stated()
        self.targets()

    def stated(self) -> None:
        role = figures.PlanFigure.Role
        wanted = {}
        for row, one in self.plan_series:
            if one.baseline:
                wanted[row.pk, role.BASELINE, 0] = figure_fields(row, role.BASELINE, one.baseline, 0)
            for order, item in enumerate(one.history):
                wanted[row.pk, role.HISTORY, order] = figure_fields(row, role.HISTORY, item, order)
        stored = figures.PlanFigure.objects.filter(plan_series__agenda_indicator__agenda=self.agenda)
        rows = Rows(figures.PlanFigure, stored, lambda row: (row.plan_series_id, row.role, row.order))
        rows.delete_others(wanted)
        rows.bring_in_step(wanted)

    def targets(self) -> None:
        wanted = {
            (row.pk, order): {"plan_series_id": row.pk, **target_fields(target), "order": order}
            for row, one in self.plan_series
            for order, target in enumerate(one.targets)
        }
        stored = figures.Target.objects.filter(plan_series__agenda_indicator__agenda=self.agenda)
        numbered(figures.Target, "plan_series_id", stored, wanted)

    def groups(self, items: list[tuple[figures.AgendaIndicator, doc.Indicator]]) -> None:
        stored = figures.GroupTarget.objects.filter(agenda_indicator__agenda=self.agenda)
        rows = Rows(figures.GroupTarget, stored, lambda row: (row.agenda_indicator_id, row.order))
        wanted, targets = {}, {}
        for use, item in items:
            for order, group in enumerate(item.groups):
                wanted[use.pk, order] = {
                    "agenda_indicator_id": use.pk,
                    "title": group.title,
                    "members": group.members,
                    "method": group.method,
                    "order": order,
                }
                targets[use.pk, order] = group.target
        rows.delete_others(wanted)
        kept = rows.bring_in_step(wanted)
        numbered(
            figures.Target,
            "group_id",
            figures.Target.objects.filter(group__agenda_indicator__agenda=self.agenda),
            {(row.pk, 0): {"group_id": row.pk, **target_fields(targets[key]), "order": 0} for key, row in kept.items()},
        )

    def measures(self) -> None:
        items = list(self.document.measures())
        rows = self.old_measures.bring_in_step(
            {item.code: measure_fields(self.agenda, self.objectives[objective.code], item, order)
             for order, (objective, item) in enumerate(items)}
        )  # fmt: skip
        moved = []
        for _, item in items:
            parent = rows[item.parent].pk if item.parent else None
            if rows[item.code].parent_id != parent:
                rows[item.code].parent_id = parent
                moved.append(rows[item.code])
        actions.Measure.objects.bulk_update(moved, ["parent"], batch_size=200)
        of_agenda = {"measure__agenda": self.agenda}
        numbered(actions.PlanningStep, "measure_id", actions.PlanningStep.objects.filter(**of_agenda), {
            (rows[item.code].pk, order): {
                "measure_id": rows[item.code].pk, "period": step.period or "", "step": step.step or "", "text": step.text or "", "order": order,
            }
            for _, item in items for order, step in enumerate(item.planning)
        })  # fmt: skip
        numbered(actions.MeasureFigure, "measure_id", actions.MeasureFigure.objects.filter(**of_agenda), {
            (rows[item.code].pk, order): {
                "measure_id": rows[item.code].pk, "text": one.text, "value": one.value, "period": one.period or "", "order": order,
            }
            for _, item in items for order, one in enumerate(item.figures)
        })  # fmt: skip
        links = Rows(actions.MeasureIndicator, actions.MeasureIndicator.objects.filter(**of_agenda),
                     lambda row: (row.measure_id, row.agenda_indicator_id))  # fmt: skip
        wanted = {
            (rows[item.code].pk, self.use_by_code[code].pk): {
                "measure_id": rows[item.code].pk, "agenda_indicator_id": self.use_by_code[code].pk, "order": order,
            }
            for _, item in items for order, code in enumerate(item.indicators)
        }  # fmt: skip
        links.delete_others(wanted)
        links.bring_in_step(wanted)
        self.partners(actions.MeasurePartner, "measure_id", actions.MeasurePartner.objects.filter(**of_agenda), [
            (rows[item.code].pk, item.partners) for _, item in items
        ])  # fmt: skip
        self.old_objectives.delete_others(self.objectives)

    def budget(self) -> None:
        budget = self.document.budget
        lines = [(money.Side.INCOME, order, line) for order, line in enumerate(budget.income)]
        lines += [(money.Side.COST, order, line) for order, line in enumerate(budget.costs)]  # type: ignore[misc]
        stored = Rows(money.BudgetLine, self.agenda.budget_lines.all(), lambda row: (row.side, row.code))
        stored.delete_others((side, line.code) for side, _, line in lines)
        rows = stored.bring_in_step(
            {
                (side, line.code): {
                    "agenda": self.agenda, "side": side, "code": line.code, "title": line.title,
                    "group": getattr(line, "group", None) or "", "note": line.note or "", "order": order,
                    "priority": self.priorities[line.priority] if line.priority else None,
                }
                for side, order, line in lines
            }
        )  # fmt: skip
        of_agenda = {"line__agenda": self.agenda}
        placed = [(rows[side, line.code].pk, line) for side, _, line in lines]
        self._by_year(money.LineAmount, "line_id", money.LineAmount.objects.filter(**of_agenda), "amount", [
            (pk, line.amounts) for pk, line in placed
        ])  # fmt: skip
        self._by_year(money.LineInstrument, "line_id", money.LineInstrument.objects.filter(**of_agenda), "name", [
            (pk, getattr(line, "instruments", {})) for pk, line in placed
        ])  # fmt: skip
        shares = Rows(money.LineObjective, money.LineObjective.objects.filter(**of_agenda), lambda row: (row.line_id, row.objective_id))
        wanted = {
            (pk, self.objectives[code].pk): {
                "line_id": pk, "objective_id": self.objectives[code].pk, "order": order,
                "percent": line.objectives[code] if isinstance(line, doc.Cost) else None,
            }
            for pk, line in placed for order, code in enumerate(line.objectives)
        }  # fmt: skip
        shares.delete_others(wanted)
        shares.bring_in_step(wanted)
        numbered(money.Specification, "line_id", money.Specification.objects.filter(**of_agenda), {
            (pk, order): {"line_id": pk, "text": part.text, "amount": part.amount, "order": order}
            for pk, line in placed for order, part in enumerate(getattr(line, "specification", ()))
        })  # fmt: skip
        totals = Rows(money.StatedTotal, self.agenda.stated_totals.all(), lambda row: row.order)
        totals.delete_others(range(len(budget.stated_totals)))
        kept = totals.bring_in_step(
            {
                order: {"agenda": self.agenda, "where": total.where, "scope": total.scope, "order": order}
                for order, total in enumerate(budget.stated_totals)
            }
        )
        self._by_year(
            money.StatedTotalAmount, "total_id", money.StatedTotalAmount.objects.filter(total__agenda=self.agenda), "amount",
            [(kept[order].pk, total.amounts) for order, total in enumerate(budget.stated_totals)],
        )  # fmt: skip

    def _by_year(
        self, model: type[M], owner: str, stored: models.QuerySet[M], field: str, lists: Iterable[tuple[int, dict[int, Any]]]
    ) -> None:
        rows = Rows(model, stored, lambda row: (getattr(row, owner), row.year))  # type: ignore[attr-defined]
        wanted = {(pk, year): {owner: pk, "year": year, field: value} for pk, values in lists for year, value in values.items()}
        rows.delete_others(wanted)
        rows.bring_in_step(wanted)


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
    }


def series_fields(one: doc.Series) -> dict[str, Any]:
    return {
        "part": one.part or "",
        "key": breakdown_key(one.breakdown),
        "unit": one.unit or "",
        "decimals": one.decimals,
        "sources": list(one.sources) or None,
    }


def figure_fields(row: figures.PlanSeries, role: str, item: doc.Figure, order: int) -> dict[str, Any]:
    return {
        "plan_series_id": row.pk,
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


def target_fields(target: doc.Target) -> dict[str, Any]:
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


def measure_fields(agenda: plan.Agenda, objective: plan.Objective, item: doc.Measure, order: int) -> dict[str, Any]:
    return {
        "agenda": agenda,
        "objective": objective,
        "code": item.code,
        "title": item.title,
        "heading": item.heading or "",
        "source_codes": list(item.source_codes),
        "obligation": item.obligation or "",
        "applied": item.applied,
        "explanation": item.explanation or "",
        "intent": item.intent or "",
        "lead": item.lead or "",
        "monitoring": list(item.monitoring),
        "see": list(item.see),
        "order": order,
    }
