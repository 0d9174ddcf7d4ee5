"""Rows of one kind as the records of a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

import agenda.models as plan
import budgets.models as money
import indicators.models as figures
from planfile import document as doc

T = TypeVar("T", bound=models.Model)


def grouped(rows: Iterable[T], attribute: str) -> dict[Any, list[T]]:
    found: dict[Any, list[T]] = defaultdict(list)
    for row in rows:
        found[getattr(row, attribute)].append(row)
    return found


def ambition_records(rows: list[plan.Ambition]) -> tuple[doc.Ambition, ...]:
    return tuple(doc.Ambition(text=row.text, by=row.by) for row in rows)


def partner_records(rows: Iterable[plan.PartnerFields]) -> tuple[doc.Partner, ...]:
    return tuple(
        doc.Partner(
            name=row.name,
            side=row.side or None,
            role=row.role or None,
            branch=row.branch or None,
            topic=row.topic or None,
        )
        for row in rows
    )


def figure_record(row: figures.PlanFigure) -> doc.Figure:
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


def target_record(row: figures.Target) -> doc.Target:
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
        interim=tuple(
            doc.Interim(period=item["period"], value=Decimal(item["value"])) for item in row.interim
        ),
        stated_as=row.stated_as or None,
        note=row.note or None,
    )


def instrument_record(row: money.Instrument) -> doc.Instrument:
    return doc.Instrument(
        name=row.name,
        starts=row.starts,
        ends=row.ends,
        carry_over=row.carry_over,
        repayment=row.repayment or None,
        note=row.note or None,
    )


def budget_record(agenda: plan.Agenda, priorities: dict[int, str], objectives: dict[int, str]) -> doc.Budget:
    of_agenda = {"line__agenda": agenda}
    lines = grouped(money.BudgetLine.objects.filter(agenda=agenda).order_by("order"), "side")
    amounts = grouped(money.LineAmount.objects.filter(**of_agenda), "line_id")
    shares = grouped(money.LineObjective.objects.filter(**of_agenda), "line_id")
    staff = grouped(money.LineFte.objects.filter(**of_agenda), "line_id")
    instruments = grouped(money.LineInstrument.objects.filter(**of_agenda), "line_id")
    parts = grouped(money.Specification.objects.filter(**of_agenda), "line_id")
    totals = money.StatedTotal.objects.filter(agenda=agenda).prefetch_related("amounts")
    return doc.Budget(
        instruments=tuple(map(instrument_record, money.Instrument.objects.filter(agenda=agenda))),
        income=tuple(
            doc.Income(
                code=line.code,
                title=line.title,
                priority=priorities.get(line.priority_id) if line.priority_id else None,
                objectives=tuple(objectives[share.objective_id] for share in shares[line.pk]),
                instruments={item.year: item.name for item in instruments[line.pk]},
                amounts={item.year: item.amount for item in amounts[line.pk]},
                fte={item.year: item.fte for item in staff[line.pk]},
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
                objectives={
                    objectives[share.objective_id]: share.percent or Decimal(0) for share in shares[line.pk]
                },
                amounts={item.year: item.amount for item in amounts[line.pk]},
                fte={item.year: item.fte for item in staff[line.pk]},
                specification=tuple(
                    doc.Part(text=part.text, amount=part.amount, fte=part.fte) for part in parts[line.pk]
                ),
                note=line.note or None,
            )
            for line in lines[money.Side.COST]
        ),
        stated_totals=tuple(
            doc.StatedTotal(
                where=total.where,
                scope=total.scope,
                amounts={item.year: item.amount for item in total.amounts.all()},
            )
            for total in totals
        ),
    )
