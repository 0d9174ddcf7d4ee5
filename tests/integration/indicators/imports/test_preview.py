"""What the page of a file shows beside its counts: about the real agenda."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from agenda.models import Agenda
from imports.reading import Row, UnitRef
from indicators.models import Observation
from indicators.selectors import indicator_rows
from organisation.models import Unit, UnitKind
from planfile.services import agenda_load
from tests import factories
from tests.example import AGENDA_FILE
from tests.integration.indicators.imports.conftest import BY, HANDLER, OTHER, apply, make_batch, plan

pytestmark = pytest.mark.django_db
MINE = UnitRef("own", "")
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def real(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=BY)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _today(real: None) -> Iterator[None]:
    with time_machine.travel(TODAY, tick=True):
        yield


def row(indicator: str, value: Any, period: str, unit: UnitRef = MINE, **fields: Any) -> Row:
    number = Decimal(value) if isinstance(value, str) else value
    return Row(
        f"cel {indicator} {period}",
        {"indicator": indicator, "unit": unit, "period": period, "value": number, **fields},
    )


def vsv(value: Any, period: str, level: str = "2", route: str = "BOL", **fields: Any) -> Row:
    return row("nieuwe-vsv", value, period, breakdown={"niveau": level, "leerweg": route}, **fields)


def sections(*rows: Row) -> dict[str, dict[str, Any]]:
    """The sections of a file by the name of their template."""
    batch = make_batch("2026")
    plan(batch, rows)
    return {
        part.template.removeprefix("indicators/_import_").removesuffix(".html"): dict(part.context)
        for part in HANDLER.sections(batch)
    }


def test_restatement_of_a_published_figure_has_both_values_and_its_place():
    [found] = sections(vsv("8.6321", "2019/2020"), vsv("9", "2023/2024"))["restated"]["rows"]
    assert (found["indicator"], found["series"], found["unit"]) == ("2a", "niveau 2 BOL", "Noorderpoort")
    assert (found["period"], found["old"], found["new"]) == ("2019/2020", "8,5\u00a0%", "8,6321\u00a0%")
    assert found["place"] == "cel nieuwe-vsv 2019/2020"
    assert found["source"].endswith(".yaml")
    assert found["title"] == "Nieuwe voortijdig schoolverlaters"


def test_figure_that_only_becomes_final_is_no_restatement():
    found = sections(vsv("14.2", "2022/2023", final=True))
    assert found["restated"] == {"rows": [], "total": 0, "rest": 0, "most": 200}


def test_absence_that_becomes_a_value_is_a_restatement_and_the_other_way_round():
    found = sections(
        row("nieuwe-vsv", "5", "2022/2023"), vsv(None, "2019/2020", absence="nb"),
    )["restated"]["rows"]  # fmt: skip
    assert {(one["old"], one["new"]) for one in found} == {
        ("geen cijfer", "5,0\u00a0%"),
        ("8,5\u00a0%", "niet beschikbaar"),
    }


def test_status_that_flips_is_told_with_its_reason():
    [found] = sections(vsv("12.0", "2024/2025", n=2000))["flips"]["rows"]
    assert (found["code"], found["part"]) == ("2a", "niveau 2 BOL")
    assert (found["before"], found["after"]) == ("missing", "at_target")
    assert "12,0" in found["reason"]


def test_preview_of_statuses_is_what_applying_brings():
    """The same figures judged in memory and from the database."""
    rows = [vsv("12.0", "2024/2025"), vsv("31", "2024/2025", "1"), vsv("4.6", "2024/2025", "3", "BBL", n=3)]
    agenda = Agenda.objects.select_related("college").get()

    def statuses() -> dict[tuple[str, int], str]:
        return {
            (one.code, part.number): str(part.judgement.status)
            for one in indicator_rows(agenda, subject=agenda.college)
            for part in one.parts
            if part.number
        }

    before = statuses()
    batch = make_batch("2026")
    plan(batch, rows)
    told = {(one["code"], one["number"]): (one["before"], one["after"]) for one in _rows(batch, "flips")}
    apply(batch)
    after = statuses()
    assert told == {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert told


def _rows(batch, name: str) -> list[dict[str, Any]]:
    [part] = [part for part in HANDLER.sections(batch) if part.template == f"indicators/_import_{name}.html"]
    return part.context["rows"]


def test_small_figure_is_not_in_the_preview():
    found = sections(vsv("50", "2024/2025", n=2), vsv("33.3333", "2019/2020", n=3))
    assert {(one["period"], one["becomes"]) for one in found["hidden"]["rows"]} == {
        ("2024/2025", "nieuw en niet te zien: te klein aantal"),
        ("2019/2020", "niet meer te zien: te klein aantal"),
    }
    assert [one["new"] for one in found["restated"]["rows"]] == ["te klein aantal"]
    assert "33,3" not in str(found)


def test_figure_that_is_hidden_because_of_another_one_is_told():
    """Two schools: with the small one hidden, the other one would tell it."""
    college = Unit.objects.get(kind=UnitKind.COLLEGE)
    names = [factories.make_unit(parent=college, name=name).name for name in ("Groot", "Klein")]
    large, small = (UnitRef("unit", name) for name in names)
    batch = make_batch("2025")
    plan(
        batch, [row("nieuwe-vsv", "5", "2024/2025", n=104), row("nieuwe-vsv", "5", "2024/2025", large, n=100)]
    )
    apply(batch)
    found = sections(row("nieuwe-vsv", "5", "2024/2025", small, n=4))["hidden"]["rows"]
    assert {one["unit"]: one["becomes"] for one in found} == {
        "Groot": "niet meer te zien: niet getoond", "Klein": "nieuw en niet te zien: te klein aantal",
    }  # fmt: skip


def test_figure_that_becomes_visible_again_is_told():
    batch = make_batch("2025")
    plan(batch, [vsv("50", "2024/2025", n=2)])
    apply(batch)
    [found] = sections(vsv("50", "2024/2025", n=20))["hidden"]["rows"]
    assert found["becomes"] == "wordt zichtbaar"


def test_new_units_and_series_are_named():
    found = sections(
        vsv("5", "2024/2025", unit=OTHER), row("nieuwe-vsv", "6", "2024/2025", breakdown={"niveau": "2"})
    )
    assert found["units"]["rows"] == [{"code": "bench-00gt", "name": "Ander College"}]
    assert found["series"]["rows"] == [{"indicator": "2a", "series": "niveau 2"}]


def test_file_with_errors_has_no_preview():
    batch = make_batch()
    plan(batch, [vsv("5", "2024/2025"), vsv("5", "ooit")])
    assert HANDLER.sections(batch) == []


def test_sections_are_read_in_one_query_and_can_be_shown():
    batch = make_batch("2026")
    plan(
        batch,
        [
            vsv("8.6321", "2019/2020"),
            vsv("50", "2024/2025", n=2),
            row("nieuwe-vsv", "12", "2024/2025", OTHER, breakdown={"niveau": "4"}),
        ],
    )
    with CaptureQueriesContext(connection) as asked:
        parts = HANDLER.sections(batch)
    assert len(asked) == 1
    shown = {part.title: render_to_string(part.template, dict(part.context)) for part in parts}
    assert len(shown) == 5
    assert "8,6321" in shown["Cijfers die eerder anders waren"]


def test_preview_costs_the_same_for_few_rows_as_for_many():
    costs = []
    for many in (1, 3):
        batch = make_batch("2026")
        rows = [
            vsv("12", f"{year}/{year + 1}", level)
            for level in ("1", "2", "3")[:many]
            for year in range(2024, 2024 + many)
        ]
        with CaptureQueriesContext(connection) as asked:
            plan(batch, rows)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert not Observation.objects.filter(period="2024/2025").exists()
