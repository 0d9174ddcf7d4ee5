"""The figures that a plan prints are facts of the college, with the agenda file as their origin."""

from __future__ import annotations

from django.utils import timezone

import agenda.models as plan
import indicators.models as figures
from imports.models import Origin
from indicators.breakdowns import breakdown_key
from indicators.services import Fact, observations_record
from operations.models import StoredFile
from organisation.access import By
from planfile.document import Document, Figure
from planfile.labels import series_name
from planfile.schema import figures as printed_figures


def figures_record(agenda: plan.Agenda, document: Document, *, name: str, file: StoredFile, by: By) -> None:
    """Record what the plan prints now, and withdraw what it printed before and no longer does.

    Figures that the plan calls incomparable are no facts. An invented example value gives way; a measurement of
    another origin is never touched.
    """
    series = {
        (row.agenda_indicator.code, row.series.part, row.series.key): row.series_id
        for row in figures.PlanSeries.objects.filter(agenda_indicator__agenda=agenda).select_related(
            "series", "agenda_indicator"
        )
    }
    _withdraw(agenda, set(series.values()))
    facts = _facts(document, series)
    _supersede_equal_examples(agenda, facts)
    origin = Origin.objects.create(
        kind=Origin.Kind.AGENDA,
        label=name[-200:],
        sha256=file.sha256,
        file=file,
        recorded_by=by.user,
        actor_label=by.label,
    )
    over = frozenset({Origin.Kind.AGENDA, Origin.Kind.DEMO})
    if not observations_record(subject=agenda.college, facts=facts, origin=origin, over=over):
        origin.delete()


def _is_fact(figure: Figure) -> bool:
    return bool(figure.period and figure.comparable and (figure.value is not None or figure.absence))


def _facts(document: Document, series: dict[tuple[str, str, str], int]) -> list[Fact]:
    facts = []
    for _, _, indicator in document.indicators():
        for one in indicator.series:
            for figure in filter(_is_fact, printed_figures(one)):
                role = "0-meting" if figure is one.baseline else "eerdere meting"
                place = f"{indicator.code}, {series_name(one.part, one.breakdown)}, {role}"
                facts.append(
                    Fact(
                        series_id=series[indicator.code, one.part or "", breakdown_key(one.breakdown)],
                        period=figure.period or "",
                        value=figure.value,
                        absence=figure.absence or "",
                        n=figure.n,
                        final=figure.final,
                        place=place[:120],
                        note=(figure.note or "")[:300],
                    )
                )
    return facts


def _supersede_equal_examples(agenda: plan.Agenda, facts: list[Fact]) -> None:
    """Close invented values that happen to say what the plan says.

    Recording takes an equal value for the fact itself, and that one would go with the example data.
    """
    said = {(fact.series_id, fact.period): fact for fact in facts}
    examples = figures.Observation.objects.current().filter(
        subject=agenda.college_id,
        series__in={fact.series_id for fact in facts},
        origin__kind=Origin.Kind.DEMO,
    )
    equal = [
        row.pk
        for row in examples
        if (fact := said.get((row.series_id, row.period))) is not None and fact.equals(row)
    ]
    if equal:
        figures.Observation.objects.filter(pk__in=equal).update(superseded_at=timezone.now())


def _withdraw(agenda: plan.Agenda, series: set[int]) -> None:
    """Close the plan's figures on these series that no agenda of the college prints any more.

    They stay as history: known until now.
    """
    printed = {
        (series_id, period)
        for series_id, period, value, absence in figures.PlanFigure.objects.filter(
            plan_series__series__in=series,
            plan_series__agenda_indicator__agenda__college=agenda.college_id,
            comparable=True,
        ).values_list("plan_series__series_id", "period", "value", "absence")
        if value is not None or absence
    }
    stored = figures.Observation.objects.current().filter(
        series__in=series, subject=agenda.college_id, origin__kind=Origin.Kind.AGENDA
    )
    gone = [
        pk
        for pk, one, period in stored.values_list("pk", "series_id", "period")
        if (one, period) not in printed
    ]
    if gone:
        figures.Observation.objects.filter(pk__in=gone).update(superseded_at=timezone.now())
