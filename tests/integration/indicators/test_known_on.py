"""The indicator page and its files as known on an earlier day."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from openpyxl import load_workbook

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import PlanSeries
from indicators.selectors import indicator_rows
from indicators.services import Fact, observations_record
from organisation.roles import Role

PAGE = "/indicatoren/2a/"
FILES = ("cijfers.csv", "xlsx/")
OLD, NEW = "41,73", "43,91"
NOTICE = "U ziet de cijfers zoals bekend op"


@pytest.fixture
def restated(site) -> None:
    """A figure of 1 May 2025, corrected just before midnight of 3 May in Amsterdam (22 o'clock in UTC)."""
    college = Agenda.objects.get().college
    series = PlanSeries.objects.filter(agenda_indicator__code="2a").first().series
    moments = (datetime(2025, 5, 1, 10, tzinfo=UTC), datetime(2025, 5, 3, 21, 59, 59, tzinfo=UTC))
    for moment, value in zip(moments, ("41.73", "43.91"), strict=True):
        with time_machine.travel(moment, tick=False):
            origin = Origin.objects.create(kind=Origin.Kind.FILE, label="DUO", actor_label="test")
            fact = Fact(series.pk, "2015", Decimal(value), n=40, decimals=2)
            observations_record(
                subject=college, facts=[fact], origin=origin, over=frozenset({Origin.Kind.FILE})
            )


@pytest.fixture
def read(restated, browse):
    """The text of the page or of a file, on a day."""
    client = browse(Role.READER)

    def read(address: str, day: str = "") -> str:
        response = client.get(
            f"{PAGE}{address}" + (("&" if "?" in address else "?") + f"bekend_op={day}" if day else "")
        )
        assert response.status_code == 200
        if not address.startswith("xlsx"):
            return response.content.decode()
        cells = [cell.value for row in load_workbook(io.BytesIO(response.content))["Cijfers"] for cell in row]
        return "\n".join(str(cell).replace(".", ",") for cell in cells)

    return read


@pytest.mark.parametrize("address", ["?reeks=1", *FILES])
@pytest.mark.parametrize(
    ("day", "seen", "unseen"),
    [("2025-04-30", "", (OLD, NEW)), ("2025-05-01", OLD, (NEW,)), ("2025-05-02", OLD, (NEW,)),
     ("2025-05-03", NEW, (OLD,)),
     ("2025-05-04", NEW, (OLD,)), ("", NEW, (OLD,))],
)  # fmt: skip
def test_day_ends_at_midnight_in_amsterdam(address, day, seen, unseen, read):
    text = read(address, day)
    assert seen in text
    assert not [value for value in unseen if value in text]


def test_earlier_day_is_said_and_leads_back(read):
    body = read("?reeks=1", "2025-05-01")
    assert NOTICE in body
    assert "1\u00a0mei\u00a02025" in body
    assert f'href="{PAGE}?reeks=1">Toon de cijfers van nu' in body
    assert 'value="2025-05-01"' in body
    assert NOTICE not in read("?reeks=1")


def test_links_keep_the_day(read):
    body = read("?reeks=2", "2025-05-01")
    assert f'href="{PAGE}cijfers.csv?bekend_op=2025-05-01"' in body
    assert f'href="{PAGE}xlsx/?bekend_op=2025-05-01"' in body
    small = re.findall(r'href="(\?reeks=\d+[^"]*)"', body)
    assert small
    assert all(link.endswith("&amp;bekend_op=2025-05-01") for link in small)
    assert '<input type="hidden" name="reeks" value="2">' in body
    assert "bekend_op=" not in read("?reeks=2")


def test_file_of_an_earlier_day_says_so_in_its_name(restated, browse):
    client = browse(Role.READER)
    for address, ending in zip(FILES, ("csv", "xlsx"), strict=True):
        response = client.get(f"{PAGE}{address}?bekend_op=2025-05-01")
        assert response["Content-Disposition"].endswith(f'"indicator-2a-bekend-op-2025-05-01.{ending}"')


@pytest.mark.parametrize("day", [date.today().isoformat(), ""])  # noqa: DTZ011 - the day of whoever looks
def test_today_and_no_day_are_now(day, restated, browse):
    body = browse(Role.READER).get(f"{PAGE}?reeks=1&bekend_op={day}").content.decode()
    assert NEW in body
    assert NOTICE not in body


WRONG = [
    ("2999-01-01", "Kies een dag tussen 1990 en 2099."), ("2098-01-01", "Deze dag moet nog komen."),
    ("0001-01-01", "Kies een dag tussen 1990 en 2099."), ("2025-02-30", "Dit is geen datum"),
    ("gisteren", "Dit is geen datum"),
    ("<script>", "Dit is geen datum"), ("9" * 400, "Dit is geen datum"), ("%00", "Dit is geen datum"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "said"), WRONG)
def test_day_that_cannot_be_is_said_and_now_is_shown(day, said, restated, browse):
    response = browse(Role.READER).get(f"{PAGE}?reeks=1&bekend_op={day}")
    body = response.content.decode()
    assert response.status_code == 200
    assert said in body
    assert "Hieronder staan de cijfers van nu." in body
    assert NEW in body
    assert "<script>" not in body[body.index("<main") : body.index("grafiek-gegevens")]


@pytest.mark.parametrize(("day", "said"), WRONG)
@pytest.mark.parametrize("address", FILES)
def test_file_of_a_day_that_cannot_be_leads_to_the_page_that_says_so(address, day, said, restated, browse):
    response = browse(Role.READER).get(f"{PAGE}{address}?bekend_op={day}", follow=True)
    assert [status for _, status in response.redirect_chain] == [302]
    assert said in response.content.decode()


def test_day_without_any_figure_has_a_page(read):
    body = read("?reeks=1", "1991-01-01")
    assert NOTICE in body
    assert OLD not in body


def test_spread_is_hidden_with_its_value(site):
    agenda = Agenda.objects.select_related("college").get()
    series = PlanSeries.objects.filter(agenda_indicator__code="2a").first().series
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="DUO", actor_label="test")
    facts = [
        Fact(series.pk, str(2014 + at), Decimal(50), n=n, sd=Decimal("1.5")) for at, n in enumerate((40, 4))
    ]
    observations_record(subject=agenda.college, facts=facts, origin=origin, over=frozenset())
    (row,) = indicator_rows(agenda, subject=agenda.college, code="2a")
    points = {point.period: point for one in row.series if one.pk == series.pk for point in one.points}
    assert (points["2014"].sd, points["2014"].shown.n) == (Decimal("1.5"), 40)
    assert (points["2015"].sd, points["2015"].shown.n) == (None, None)
