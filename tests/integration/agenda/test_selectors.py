from __future__ import annotations

from datetime import date

import pytest

from agenda.models import Agenda, Objective, Priority
from agenda.selectors import agenda_of_period, agenda_outline, current_agenda, outline_objectives
from organisation.models import Unit


def make_agenda(college: Unit, first: int, last: int, kind: str = Agenda.Kind.QUALITY) -> Agenda:
    return Agenda.objects.create(
        slug=f"{kind}-{first}", college=college, title=f"Agenda {first}", kind=kind,
        starts=date(first, 1, 1), ends=date(last, 12, 31),
    )  # fmt: skip


def test_current_agenda_without_any_is_none(college: Unit) -> None:
    assert current_agenda(date(2026, 1, 1)) is None


def test_current_agenda_is_the_quality_agenda_that_covers_the_day(college: Unit) -> None:
    older = make_agenda(college, 2019, 2022)
    wanted = make_agenda(college, 2024, 2027)
    make_agenda(college, 2025, 2026, Agenda.Kind.ACTION)
    make_agenda(college, 2028, 2031)
    assert current_agenda(date(2024, 1, 1)) == wanted
    assert current_agenda(date(2027, 12, 31)) == wanted
    assert current_agenda(date(2020, 6, 1)) == older


def test_current_agenda_on_an_uncovered_day_is_the_newest(college: Unit) -> None:
    make_agenda(college, 2019, 2022)
    newest = make_agenda(college, 2024, 2027)
    assert current_agenda(date(2023, 6, 1)) == newest
    assert current_agenda(date(2040, 6, 1)) == newest


def test_agenda_of_period_prefers_the_quality_agenda(college: Unit) -> None:
    make_agenda(college, 2024, 2027, Agenda.Kind.ACTION)
    wanted = make_agenda(college, 2024, 2027)
    assert agenda_of_period("2024-2027") == wanted


@pytest.mark.parametrize(
    "period", ["2019-2022", "2024", "2024-2027x", "", "0000-0000", "9999-0001", "２０２４-２０２７"]
)
def test_agenda_of_period_that_is_not_there_is_none(college: Unit, period: str) -> None:
    make_agenda(college, 2024, 2027)
    assert agenda_of_period(period) is None


def test_agenda_outline_keeps_order_and_priorities_without_objectives(
    college: Unit, django_assert_num_queries
) -> None:
    agenda = make_agenda(college, 2024, 2027)
    first = Priority.objects.create(agenda=agenda, code="1", title="Een", order=0)
    Priority.objects.create(agenda=agenda, code="2", title="Twee", order=1)
    Objective.objects.create(agenda=agenda, priority=first, code="1.2", title="Later", order=1)
    Objective.objects.create(agenda=agenda, priority=first, code="1.1", title="Eerst", order=0)
    with django_assert_num_queries(1):
        outline = agenda_outline(agenda)
    assert [(one.code, len(one.objectives)) for one in outline] == [("1", 2), ("2", 0)]
    assert [(one.code, one.priority) for one in outline_objectives(outline)] == [("1.1", "1"), ("1.2", "1")]
