"""Recipes on lines that are built here: sums hold, and what cannot be known is not invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.periods import parse_period
from demo.arrivals import Arrival
from demo.figures import invent
from demo.lines import COLLEGE, Figure, Line, Lines
from demo.units import BENCHMARK_CODE, SCHOOLS

JOB_2024 = Arrival(parse_period("2024"), date(2024, 2, 15), True, date(2024, 6, 15))
DUO_2024 = Arrival(parse_period("2023/2024"), date(2024, 7, 31), False, date(2025, 3, 1))
LINE = Line(
    indicator="veilig-op-school", part="", breakdown={}, series_id=1, unit="percent", decimals=0, desired="higher",
    sampled=True, sources=("JOB",), baseline=Decimal(85), absence="", comparable=True, target=Decimal(87),
    start=date(2024, 1, 1), by=date(2026, 2, 15), arrivals=(JOB_2024,),
)  # fmt: skip
COUNT = replace(
    LINE, unit="count", sampled=False, sources=("DUO",), desired="none", target=None, arrivals=(DUO_2024,)
)


def made(*lines: Line) -> list[Figure]:
    return list(invent({lines[0].indicator: Lines(lines)}))


def test_invent_a_survey_counts_everybody_once() -> None:
    by_unit = {figure.unit: figure for figure in made(LINE)}
    for school in SCHOOLS:
        assert by_unit[school.code].n == sum(by_unit[team.code].n or 0 for team in school.teams)
    assert by_unit[COLLEGE].n == sum(by_unit[school.code].n or 0 for school in SCHOOLS)


def test_invent_the_college_is_the_weighted_mean_of_its_schools() -> None:
    line = replace(LINE, decimals=3)
    by_unit = {figure.unit: figure for figure in made(line)}
    weighted = sum((by_unit[s.code].value or 0) * (by_unit[s.code].n or 0) for s in SCHOOLS)
    assert abs(weighted / (by_unit[COLLEGE].n or 1) - (by_unit[COLLEGE].value or 0)) < Decimal("0.002")


def test_invent_a_benchmark_beside_the_college_without_people() -> None:
    benchmark = next(figure for figure in made(LINE) if figure.unit == BENCHMARK_CODE)
    assert benchmark.n is None
    assert abs((benchmark.value or 0) - 86) <= 6


def test_invent_says_what_is_provisional() -> None:
    line = replace(COUNT, indicator="iets-anders", baseline=Decimal(100))
    assert [figure.final for figure in made(line)] == [False]


def test_invent_nothing_without_a_place_to_start() -> None:
    assert made(replace(COUNT, indicator="iets-anders", baseline=None)) == []


def test_invent_keeps_why_there_is_no_figure() -> None:
    line = replace(
        COUNT, indicator="gediplomeerden-maatschappelijke-opgaven", breakdown={"beroepsopleiding": "bc325"},
        baseline=None, absence="nb",
    )  # fmt: skip
    assert [(figure.value, figure.absence) for figure in made(line)] == [(None, "nb")]


@pytest.mark.parametrize(("total", "switch"), [(9, 13), (246, 40), (12, 0)])
def test_invent_no_more_switchers_than_beginners(total: int, switch: int) -> None:
    key = {"indicator": "instroom-maatschappelijke-opgaven"}
    programme = {"beroepsopleiding": "bc401"}
    lines = (
        replace(COUNT, **key, breakdown={**programme, "instroom": "totaal"}, baseline=Decimal(total)),
        replace(
            COUNT, **key, series_id=2, breakdown={**programme, "instroom": "switch"}, baseline=Decimal(switch)
        ),
    )
    values = {figure.series_id: figure.value for figure in made(*lines)}
    assert values[2] is not None and values[1] is not None
    assert 0 <= values[2] <= values[1]


def test_invent_shares_that_can_go_with_the_mean() -> None:
    mean = replace(
        LINE, indicator="tevreden-begeleiding-opleiding", part="gemiddelde", unit="score5", decimals=1,
        baseline=Decimal("3.6"), target=None,
    )  # fmt: skip
    share = replace(mean, part="", unit="percent", series_id=2, comparable=False, baseline=Decimal("24.6"))
    college = {figure.series_id: figure for figure in made(mean, share) if figure.unit == COLLEGE}
    m, positive = college[1].value, college[2].value
    assert m is not None and positive is not None
    assert (m - 3) / 2 * 100 - 3 <= positive <= (m - 1) / 3 * 100 + 3
    assert college[1].sd is not None


def test_invent_the_same_whatever_else_is_invented() -> None:
    other = replace(LINE, indicator="veilig-bij-leerbedrijf", series_id=9)
    alone = made(LINE)
    together = list(invent({"veilig-bij-leerbedrijf": Lines((other,)), "veilig-op-school": Lines((LINE,))}))
    assert [figure for figure in together if figure.series_id == 1] == alone
