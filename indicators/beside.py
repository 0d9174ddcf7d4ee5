"""The college's own series with their verdicts, to stand beside the figures of a school or team."""

from __future__ import annotations

from datetime import date

from agenda.models import Agenda
from agenda.reference import Reference
from indicators.building import Found, rhythm_of, series_row
from indicators.facts import StoredFact, followed
from indicators.models import PlanSeries
from indicators.rows import SeriesRow
from indicators.selectors import frame_of
from indicators.tree import TreeFigures


def college_rows(
    agenda: Agenda, figures: TreeFigures, on: date, reference: Reference
) -> dict[int, SeriesRow]:
    """The college's rows of the series that a unit has figures of, by the id of the series. One query.

    The figures are those that were fetched for the unit's tree, with the same values hidden.
    """
    facts: dict[int, list[StoredFact]] = {}
    for (series, _), rows in figures.rows.items():
        if agenda.college_id in rows:
            facts.setdefault(series, []).append(rows[agenda.college_id])
    for some in facts.values():
        some.sort(key=lambda fact: (fact.period_end, fact.period_start))
    plans = {plan.pk: plan for plan in figures.plan.values()}
    found = Found(
        frame_of(agenda, reference, on),
        targets={pk: list(plan.targets.all()) for pk, plan in plans.items()},
        facts=facts,
        programmes=reference.programmes,
        hidden=figures.hidden,
    )
    college = {}
    for stated in followed(PlanSeries.objects.filter(pk__in=plans)):
        use = plans[stated.pk].agenda_indicator
        college[stated.series_id] = series_row(use, stated, rhythm_of(use.indicator), found)
    return college
