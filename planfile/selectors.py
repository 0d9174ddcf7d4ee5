"""The stored agenda as a document. A fixed number of queries, whatever the size of the agenda."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from django.db import models

import agenda.models as plan
import indicators.models as figures
import measures.models as actions
from indicators.breakdowns import breakdown_key, parse_key
from operations.models import StoredFile
from planfile import document as doc
from planfile.records import (
    ambition_records,
    budget_record,
    figure_record,
    grouped,
    partner_records,
    target_record,
)
from planfile.schema import read_document
from planfile.source import SourceError

T = TypeVar("T", bound=models.Model)


def agenda_document(agenda: plan.Agenda) -> doc.Document:
    """The agenda as it is stored now."""
    return _Builder(agenda).build()


def current_document(agenda: plan.Agenda) -> doc.Document:
    """The same in one query, from the agenda file that was kept when it was stored. For reading only: a file that
    is missing or unreadable is no trouble, because the tables say it all."""
    file = StoredFile.objects.filter(sha256=agenda.sha256).first() if agenda.sha256 else None
    if file is None:
        return agenda_document(agenda)
    try:
        with file.content.open("rb") as source:
            return _read(source.read())
    except (OSError, SourceError):
        return agenda_document(agenda)


@lru_cache(maxsize=4)
def _read(content: bytes) -> doc.Document:
    return read_document(content)


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
        self.priority_ambitions, self.objective_ambitions = (
            grouped(rows, "priority_id"),
            grouped(rows, "objective_id"),
        )
        self.partners = grouped(plan.Partner.objects.filter(objective__agenda=self.agenda), "objective_id")

    def _indicators(self) -> None:
        uses = figures.AgendaIndicator.objects.filter(agenda=self.agenda).select_related("indicator")
        self.codes = {use.pk: use.code for use in uses}
        by_use = {"plan_series__agenda_indicator__agenda": self.agenda}
        self.plan_series = grouped(
            figures.PlanSeries.objects.filter(agenda_indicator__agenda=self.agenda).select_related("series"),
            "agenda_indicator_id",
        )
        self.figures = grouped(
            figures.PlanFigure.objects.filter(**by_use).order_by("order"), "plan_series_id"
        )
        targets = figures.Target.objects.filter(
            models.Q(**by_use) | models.Q(group__agenda_indicator__agenda=self.agenda)
        ).order_by("order")
        self.targets, self.group_targets = grouped(targets, "plan_series_id"), grouped(targets, "group_id")
        self.groups = grouped(
            figures.GroupTarget.objects.filter(agenda_indicator__agenda=self.agenda), "agenda_indicator_id"
        )
        self.by_priority, self.by_objective = grouped(uses, "priority_id"), grouped(uses, "objective_id")

    def _measures(self) -> None:
        of_agenda = {"measure__agenda": self.agenda}
        rows = actions.Measure.objects.filter(agenda=self.agenda)
        self.measure_codes = {row.pk: row.code for row in rows}
        self.measures = grouped(rows, "objective_id")
        self.planning = grouped(actions.PlanningStep.objects.filter(**of_agenda), "measure_id")
        self.named = grouped(actions.MeasureFigure.objects.filter(**of_agenda), "measure_id")
        self.measure_partners = grouped(actions.MeasurePartner.objects.filter(**of_agenda), "measure_id")
        self.links = grouped(actions.MeasureIndicator.objects.filter(**of_agenda), "measure_id")

    def build(self) -> doc.Document:
        priorities = list(plan.Priority.objects.filter(agenda=self.agenda))
        objectives = list(plan.Objective.objects.filter(agenda=self.agenda))
        by_priority = grouped(objectives, "priority_id")
        programmes = plan.Programme.objects.filter(agenda=self.agenda)
        releases = plan.Release.objects.filter(agenda=self.agenda)
        return doc.Document(
            agenda=self._head(),
            programmes=tuple(
                doc.Programme(code=row.code, title=row.title, sector=row.sector or None, level=row.level)
                for row in programmes
            ),
            calendar=tuple(
                doc.Release(
                    source=row.source,
                    period=row.period,
                    expected=row.expected_on,
                    final=row.final,
                    note=row.note or None,
                )
                for row in releases
            ),
            priorities=tuple(
                doc.Priority(
                    code=row.code,
                    title=row.title,
                    ambitions=ambition_records(self.priority_ambitions[row.pk]),
                    indicators=self._uses(self.by_priority[row.pk]),
                    objectives=tuple(self._objective(objective) for objective in by_priority[row.pk]),
                )
                for row in priorities
            ),
            budget=budget_record(
                self.agenda,
                {row.pk: row.code for row in priorities},
                {row.pk: row.code for row in objectives},
            ),
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
            labels=doc.Labels(
                priority=row.label_priority, objective=row.label_objective, measure=row.label_measure
            ),
            min_n=row.min_n,
            suppress_below=row.suppress_below,
            four_eyes=row.four_eyes,
            money_thresholds=doc.MoneyThresholds(over=row.money_over, under=row.money_under),
        )

    def _objective(self, row: plan.Objective) -> doc.Objective:
        return doc.Objective(
            code=row.code,
            title=row.title,
            owner=row.owner or None,
            ambitions=ambition_records(self.objective_ambitions[row.pk]),
            partners=partner_records(self.partners[row.pk]),
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
                doc.NamedFigure(text=item.text, value=item.value, period=item.period or None)
                for item in self.named[row.pk]
            ),
            indicators=tuple(self.codes[link.agenda_indicator_id] for link in self.links[row.pk]),
            see=tuple(row.see),
            partners=partner_records(self.measure_partners[row.pk]),
        )

    def _uses(self, rows: list[figures.AgendaIndicator]) -> tuple[doc.Indicator, ...]:
        return tuple(self._indicator(row) for row in rows)

    def _indicator(self, row: figures.AgendaIndicator) -> doc.Indicator:
        what = row.indicator
        return doc.Indicator(
            code=row.code,
            key=what.key,
            title=row.title,
            definition=row.definition or None,
            mandatory=row.mandatory,
            sources=tuple(what.sources),
            population=what.population,
            rhythm=doc.Rhythm(
                every=what.every, first=what.first, measured_on=what.measured_on or None, ended=what.ended
            ),
            unit=what.unit,
            stated_unit=row.stated_unit or None,
            desired=row.desired,
            decimals=what.decimals,
            counts_people=what.counts_people,
            change=what.is_change,
            headline=None if row.headline is None else parse_key(row.headline),
            note=row.note or None,
            series=tuple(self._series(series) for series in self.plan_series[row.pk]),
            groups=tuple(
                doc.Group(
                    title=group.title,
                    members=parse_key(breakdown_key(group.members)),
                    method=group.method,
                    target=target_record(self.group_targets[group.pk][-1]),
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
            baseline=figure_record(baseline) if baseline else None,
            targets=tuple(target_record(target) for target in self.targets[row.pk]),
            stretch=row.stretch,
            history=tuple(
                figure_record(item) for item in stated if item.role == figures.PlanFigure.Role.HISTORY
            ),
            also_stated=tuple(
                doc.AlsoStated(field=item["field"], value=Decimal(item["value"]), where=item["where"])
                for item in row.also_stated
            ),
            note=row.note or None,
        )
