"""The stored agenda as a document. A fixed number of queries, whatever the size of the agenda."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

import agenda.models as plan
import budgets.models as money
import indicators.models as figures
import measures.models as actions
from indicators.breakdowns import parse_key
from planfile import document as doc

T = TypeVar("T", bound=models.Model)


def agenda_document(agenda: plan.Agenda) -> doc.Document:
    """The agenda as it is stored now."""
    return _Builder(agenda).build()


def _grouped(rows: Iterable[T], attribute: str) -> dict[Any, list[T]]:
    found: dict[Any, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, attribute)].append(row)
    return found


class _Builder:
    def __init__(self, agenda: plan.Agenda) -> None:
        self.agenda = agenda
        self._ambitions()
        self._indicators()
        self._measures()

    def _ambitions(self) -> None:
        rows = plan.Ambition.objects.filter(
            models.Q(priority__agenda=self.agenda) | models.Q(objective__agenda=self.agenda)
        ).order_by("order")
        self.priority_ambitions, self.objective_ambitions = _grouped(rows, "priority_id"), _grouped(rows, "objective_id")
        self.partners = _grouped(plan.Partner.objects.filter(objective__agenda=self.agenda), "objective_id")

    def _indicators(self) -> None:
        uses = figures.AgendaIndicator.objects.filter(agenda=self.agenda).select_related("indicator")
        self.codes = {use.pk: use.code for use in uses}
        by_use = {"plan_series__agenda_indicator__agenda": self.agenda}
        self.plan_series = _grouped(
            figures.PlanSeries.objects.filter(agenda_indicator__agenda=self.agenda).select_related("series"), "agenda_indicator_id"
        )
        self.figures = _grouped(figures.PlanFigure.objects.filter(**by_use).order_by("order"), "plan_series_id")
        targets = figures.Target.objects.filter(
            models.Q(**by_use) | models.Q(group__agenda_indicator__agenda=self.agenda)
        ).order_by("order")
        self.targets, self.group_targets = _grouped(targets, "plan_series_id"), _grouped(targets, "group_id")
        self.groups = _grouped(figures.GroupTarget.objects.filter(agenda_indicator__agenda=self.agenda), "agenda_indicator_id")
        self.by_priority, self.by_objective = _grouped(uses, "priority_id"), _grouped(uses, "objective_id")

    def _measures(self) -> None:
        of_agenda = {"measure__agenda": self.agenda}
        rows = actions.Measure.objects.filter(agenda=self.agenda)
        self.measure_codes = {row.pk: row.code for row in rows}
        self.measures = _grouped(rows, "objective_id")
        self.planning = _grouped(actions.PlanningStep.objects.filter(**of_agenda), "measure_id")
        self.named = _grouped(actions.MeasureFigure.objects.filter(**of_agenda), "measure_id")
        self.measure_partners = _grouped(actions.MeasurePartner.objects.filter(**of_agenda), "measure_id")
        self.links = _grouped(actions.MeasureIndicator.objects.filter(**of_agenda), "measure_id")

    def build(self) -> doc.Document:
        priorities = list(plan.Priority.objects.filter(agenda=self.agenda))
        objectives = list(plan.Objective.objects.filter(agenda=self.agenda))
        grouped = _grouped(objectives, "priority_id")
        programmes = plan.Programme.objects.filter(agenda=self.agenda)
        releases = plan.Release.objects.filter(agenda=self.agenda)
        return doc.Document(
            agenda=self._head(),
            programmes=tuple(
                doc.Programme(code=row.code, title=row.title, sector=row.sector or None, level=row.level) for row in programmes
            ),
            calendar=tuple(
                doc.Release(
                    source=row.source, period=row.period, expected=row.expected_on, final=row.final, note=row.note or None
                )
                for row in releases
            ),
            priorities=tuple(
                doc.Priority(
                    code=row.code,
                    title=row.title,
                    ambitions=_ambitions(self.priority_ambitions[row.pk]),
                    indicators=self._uses(self.by_priority[row.pk]),
                    objectives=tuple(self._objective(objective) for objective in grouped[row.pk]),
                )
                for row in priorities
            ),
            budget=_budget(self.agenda, {row.pk: row.code for row in priorities}, {row.pk: row.code for row in objectives}),
        )

    def _head(self) -> doc.Head:
        row = self.agenda
        return doc.Head(
            slug=row.slug,
            institution=row.college.name,
            brin=row.college.brin,
            title=row.title,
            kind=row.kind,
            starts=row.starts,
            ends=row.ends,
            labels=doc.Labels(priority=row.label_priority, objective=row.label_objective, measure=row.label_measure),
            min_n=row.min_n,
            suppress_below=row.suppress_below,
        )

    def _objective(self, row: plan.Objective) -> doc.Objective:
        return doc.Objective(
            code=row.code,
            title=row.title,
            owner=row.owner or None,
            ambitions=_ambitions(self.objective_ambitions[row.pk]),
            partners=_partners(self.partners[row.pk]),
            measures=tuple(self._measure(measure) for measure in self.measures[row.pk]),
            indicators=self._uses(self.by_objective[row.pk]),
        )

    def _measure(self, row: actions.Measure) -> doc.Measure:
        return doc.Measure(
            code=row.code,
            parent=self.measure_codes.get(row.parent_id) if row.parent_id else None,
            title=row.title,
            heading=row.heading or None,
            source_codes=tuple(row.source_codes),
            obligation=row.obligation or None,
            applied=row.applied,
            explanation=row.explanation or None,
            intent=row.intent or None,
            lead=row.lead or None,
            planning=tuple(
                doc.Step(period=step.period or None, step=step.step or None, text=step.text or None)
                for step in self.planning[row.pk]
            ),
            monitoring=tuple(row.monitoring),
            figures=tuple(
                doc.NamedFigure(text=item.text, value=item.value, period=item.period or None) for item in self.named[row.pk]
            ),
            indicators=tuple(self.codes[link.agenda_indicator_id] for link in self.links[row.pk]),
            see=tuple(row.see),
            partners=_partners(self.measure_partners[row.pk]),
        )

    def _uses(self, rows: list[figures.AgendaIndicator]) -> tuple[doc.Indicator, ...]:
        return tuple(self._indicator(row) for row in rows)

    def _indicator(self, row: figures.AgendaIndicator) -> doc.Indicator:
        what = row.indicator
        return doc.Indicator(
            code=row.code,
            key=what.key,
            title=row.title,
            mandatory=row.mandatory,
            sources=tuple(what.sources),
            population=what.population,
            rhythm=doc.Rhythm(every=what.every, first=what.first, measured_on=what.measured_on or None, ended=what.ended),
            unit=what.unit,
            stated_unit=row.stated_unit or None,
            desired=row.desired,
            decimals=what.decimals,
            counts_people=what.counts_people,
            headline=None if row.headline is None else parse_key(row.headline),
            note=row.note or None,
            series=tuple(self._series(series) for series in self.plan_series[row.pk]),
            groups=tuple(
                doc.Group(
                    title=group.title,
                    members=dict(group.members),
                    method=group.method,
                    target=_target(self.group_targets[group.pk][-1]),
                )
                for group in self.groups[row.pk]
            ),
        )

    def _series(self, row: figures.PlanSeries) -> doc.Series:
        stated = self.figures[row.pk]
        baseline = next((item for item in stated if item.role == figures.PlanFigure.Role.BASELINE), None)
        return doc.Series(
            breakdown=parse_key(row.series.key),
            part=row.series.part or None,
            unit=row.series.unit or None,
            desired=row.desired or None,
            decimals=row.series.decimals,
            sources=tuple(row.series.sources or ()),
            baseline=_figure(baseline) if baseline else None,
            targets=tuple(_target(target) for target in self.targets[row.pk]),
            stretch=row.stretch,
            history=tuple(_figure(item) for item in stated if item.role == figures.PlanFigure.Role.HISTORY),
            also_stated=tuple(
                doc.AlsoStated(field=item["field"], value=Decimal(item["value"]), where=item["where"]) for item in row.also_stated
            ),
            note=row.note or None,
        )


def _ambitions(rows: list[plan.Ambition]) -> tuple[doc.Ambition, ...]:
    return tuple(doc.Ambition(text=row.text, by=row.by) for row in rows)


def _partners(rows: Iterable[plan.PartnerFields]) -> tuple[doc.Partner, ...]:
    return tuple(
        doc.Partner(
            name=row.name, side=row.side or None, role=row.role or None, branch=row.branch or None, topic=row.topic or None
        )
        for row in rows
    )


def _figure(row: figures.PlanFigure) -> doc.Figure:
    return doc.Figure(
        period=row.period or None,
        value=row.value,
        n=row.n,
        final=row.final,
        comparable=row.comparable,
        absence=row.absence or None,
        stated_as=row.stated_as or None,
        note=row.note or None,
    )


def _target(row: figures.Target) -> doc.Target:
    return doc.Target(
        kind=row.kind,
        value=row.value,
        percent=row.percent,
        points=row.points,
        low=row.low,
        high=row.high,
        strict=row.strict,
        margin=row.margin,
        by=row.by or None,
        due=row.due,
        set_on=row.set_on,
        interim=tuple(doc.Interim(period=item["period"], value=Decimal(item["value"])) for item in row.interim),
        stated_as=row.stated_as or None,
        note=row.note or None,
    )


def _budget(agenda: plan.Agenda, priorities: dict[int, str], objectives: dict[int, str]) -> doc.Budget:
    of_agenda = {"line__agenda": agenda}
    lines = _grouped(money.BudgetLine.objects.filter(agenda=agenda).order_by("order"), "side")
    amounts = _grouped(money.LineAmount.objects.filter(**of_agenda), "line_id")
    shares = _grouped(money.LineObjective.objects.filter(**of_agenda), "line_id")
    instruments = _grouped(money.LineInstrument.objects.filter(**of_agenda), "line_id")
    parts = _grouped(money.Specification.objects.filter(**of_agenda), "line_id")
    totals = money.StatedTotal.objects.filter(agenda=agenda).prefetch_related("amounts")
    return doc.Budget(
        income=tuple(
            doc.Income(
                code=line.code,
                title=line.title,
                priority=priorities.get(line.priority_id) if line.priority_id else None,
                objectives=tuple(objectives[share.objective_id] for share in shares[line.pk]),
                instruments={item.year: item.name for item in instruments[line.pk]},
                amounts={item.year: item.amount for item in amounts[line.pk]},
                note=line.note or None,
            )
            for line in lines[money.Side.INCOME]
        ),
        costs=tuple(
            doc.Cost(
                code=line.code,
                title=line.title,
                group=line.group or None,
                priority=priorities.get(line.priority_id) if line.priority_id else None,
                objectives={objectives[share.objective_id]: share.percent or Decimal(0) for share in shares[line.pk]},
                amounts={item.year: item.amount for item in amounts[line.pk]},
                specification=tuple(doc.Part(text=part.text, amount=part.amount) for part in parts[line.pk]),
                note=line.note or None,
            )
            for line in lines[money.Side.COST]
        ),
        stated_totals=tuple(
            doc.StatedTotal(
                where=total.where, scope=total.scope, amounts={item.year: item.amount for item in total.amounts.all()}
            )
            for total in totals
        ),
    )
