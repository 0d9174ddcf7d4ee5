"""Which agenda a page is about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.models import Agenda, Objective, Priority
from agenda.selectors import agenda_of_period, agenda_outline, current_agenda, outline_objectives


def an_agenda(college, first, last, kind=Agenda.Kind.QUALITY, **more):
    return Agenda.objects.create(
        college=college,
        slug=more.pop("slug", f"{kind}-{first}"),
        title=f"Agenda {first}",
        kind=kind,
        starts=date(first, 1, 1),
        ends=date(last, 12, 31),
        **more,
    )


def test_current_agenda_without_any_is_none(db):
    assert current_agenda(date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2024, 1, 1), 2024),
        (date(2027, 12, 31), 2024),
        (date(2023, 12, 31), 2019),
        (date(2028, 1, 1), 2024),
        (date(2010, 1, 1), 2024),
    ],
)
def test_current_agenda_covers_the_day_else_it_is_the_newest(college, on, year):
    an_agenda(college, 2019, 2023)
    an_agenda(college, 2024, 2027)
    assert current_agenda(on).starts.year == year


def test_current_agenda_prefers_the_quality_agenda(college):
    an_agenda(college, 2025, 2027, Agenda.Kind.ACTION)
    quality = an_agenda(college, 2024, 2027)
    assert current_agenda(date(2026, 1, 1)) == quality


def test_current_agenda_brings_its_college_along(college, django_assert_num_queries):
    an_agenda(college, 2024, 2027)
    with django_assert_num_queries(1):
        assert current_agenda(date(2026, 1, 1)).college.name


def test_agenda_of_period(college):
    quality = an_agenda(college, 2024, 2027)
    an_agenda(college, 2024, 2027, Agenda.Kind.ACTION, slug="actie")
    assert agenda_of_period("2024-2027") == quality
    assert agenda_of_period(quality.period) == quality


@pytest.mark.parametrize(
    "period",
    ["2024-2026", "2027-2024", "0000-0000", "9999-9999", "2024", "2024-2027 ", "2024-2027\n", "2024_2027", "", "x",
     "２０２４-２０２７", "٢٠٢٤-٢٠٢٧", "2024-2027\0", "2024-20271", "0001-9999", "%", "../2024-2027"],
)  # fmt: skip
def test_agenda_of_a_period_that_is_none(college, period):
    an_agenda(college, 2024, 2027)
    assert agenda_of_period(period) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=12) | st.from_regex(r"\d{4}-\d{4}", fullmatch=True))
def test_agenda_of_any_text_is_none_or_that_period(college, period):
    if not Agenda.objects.exists():
        an_agenda(college, 2024, 2027)
    found = agenda_of_period(period)
    assert found is None or found.period == period


def test_agenda_outline_in_the_order_of_the_plan(college, django_assert_num_queries):
    agenda = an_agenda(college, 2024, 2027)
    other = an_agenda(college, 2019, 2023)
    for place, code in enumerate(("2", "1", "3")):
        priority = Priority.objects.create(agenda=agenda, code=code, title=f"Prioriteit {code}", order=place)
        for number in (2, 1):
            Objective.objects.create(
                agenda=agenda, priority=priority, code=f"{code}.{number}", title="Doel", order=10 * place + number
            )  # fmt: skip
    Objective.objects.filter(code__startswith="3").delete()
    Priority.objects.create(agenda=other, code="1", title="Van vroeger")
    with django_assert_num_queries(1):
        outline = agenda_outline(agenda)
    assert [priority.code for priority in outline] == ["2", "1", "3"]
    assert [one.code for one in outline_objectives(outline)] == ["2.1", "2.2", "1.1", "1.2"]
    assert outline[2].objectives == ()
    assert {one.priority for one in outline[0].objectives} == {"2"}
