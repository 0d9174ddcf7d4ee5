"""A small plan with measures, and the same plan many times as large."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from agenda.models import Agenda, Objective, Priority
from indicators.models import AgendaIndicator, Indicator
from measures.models import Measure, MeasureFigure, MeasureIndicator, MeasurePartner, PlanningStep
from organisation.models import Unit


@pytest.fixture
def agenda(college: Unit) -> Agenda:
    agenda = Agenda.objects.create(
        slug="plan",
        college=college,
        title="Kwaliteitsagenda",
        starts=date(2024, 1, 1),
        ends=date(2099, 12, 31),
    )
    priority = Priority.objects.create(agenda=agenda, code="1", title="Kansen")
    for order, code in enumerate(("1.1", "1.2")):
        Objective.objects.create(
            agenda=agenda, priority=priority, code=code, title=f"Doel {code}", order=order
        )
    indicator = Indicator.objects.create(key="veilig", unit="percent")
    AgendaIndicator.objects.create(
        agenda=agenda, indicator=indicator, priority=priority, code="1a", title="Veilig op school"
    )
    return agenda


@pytest.fixture
def add(agenda: Agenda) -> Callable[..., Measure]:
    """Adds one measure: ``add("1.2.5.1", parent="1.2.5", periods=["2024"])``."""

    def one(code: str, *, parent: str = "", periods: tuple[str, ...] = (), **fields: object) -> Measure:
        measure = Measure.objects.create(
            agenda=agenda,
            objective=agenda.objectives.get(code=".".join(code.split(".")[:2])),
            parent=agenda.measures.get(code=parent) if parent else None,
            code=code,
            order=agenda.measures.count(),
            **{"title": f"Maatregel {code}", **fields},
        )
        for order, period in enumerate(periods):
            PlanningStep.objects.create(
                measure=measure, period=period, step="invoeren", text="Doen.", order=order
            )
        return measure

    return one


@pytest.fixture
def plan(agenda: Agenda, add: Callable[..., Measure]) -> Agenda:
    """Seven measures: every state, three levels, every obligation."""
    add("1.1.1", obligation="verplicht", intent="starten", periods=("2024", "2025"), lead="Dienst O&S")
    add("1.1.2", applied=False, explanation="Het plan is al volledig.", obligation="pas_toe_of_leg_uit")
    add("1.2.1", title="Workshops voor studenten", source_codes=["5", "6"], monitoring=["JOB"])
    add("1.2.1.1", parent="1.2.1")
    add("1.2.1.1.1", parent="1.2.1.1", periods=("2024-05",))
    add("1.2.2", see=["1.1.1", "1.1", "9.9"], obligation="overig")
    add("1.2.3")
    return agenda


@pytest.fixture
def enlarge(agenda: Agenda, add: Callable[..., Measure]) -> Callable[[str, int], None]:
    """Gives a measure this many parts, steps, figures, indicators, partners and references."""

    def grow(code: str, times: int) -> None:
        measure = agenda.measures.get(code=code)
        priority = agenda.priorities.get(code="1")
        for n in range(times):
            add(f"{code}.{n + 50}", parent=code, periods=("2025",), see=[code])
            PlanningStep.objects.create(measure=measure, period="2026", step="uitwerken", order=10 + n)
            MeasureFigure.objects.create(measure=measure, text="locaties", value=n, order=n)
            MeasurePartner.objects.create(measure=measure, name=f"Partner {n}", side="extern", order=n)
            use = AgendaIndicator.objects.create(
                agenda=agenda,
                indicator=Indicator.objects.create(key=f"{code.replace('.', '-')}-{n}", unit="percent"),
                priority=priority,
                code=f"{code}-{n}",
                title="Extra",
            )
            MeasureIndicator.objects.create(measure=measure, agenda_indicator=use, order=n)
        measure.see = [f"{code}.{n + 50}" for n in range(times)]
        measure.save()

    return grow
