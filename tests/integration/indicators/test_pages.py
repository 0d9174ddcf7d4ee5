"""The pages of the indicators, and the file behind them."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal

import pytest

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import AgendaIndicator, Observation, PlanSeries
from indicators.selectors import indicator_rows
from indicators.services import Fact, observations_record
from organisation.roles import Role
from tests.example import AGENDA_FILE

UTF8_MARK = "\ufeff"


def figure_of(response) -> dict:
    found = re.search(
        r'<script id="grafiek-gegevens" type="application/json">(.*?)</script>',
        response.content.decode(),
        re.S,
    )
    assert found
    return json.loads(found[1], parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def codes(site) -> list[str]:
    return list(AgendaIndicator.objects.values_list("code", flat=True))


def test_index_has_every_indicator_with_its_way_in(browse, codes):
    body = browse(Role.READER).get("/indicatoren/").content.decode()
    for code in codes:
        assert f'href="/indicatoren/{code}/"' in body


@pytest.mark.parametrize(("kind", "mandatory"), [("verplicht", True), ("eigen", False)])
def test_index_by_kind(kind, mandatory, browse):
    body = browse(Role.READER).get(f"/indicatoren/?soort={kind}").content.decode()
    for code, here in AgendaIndicator.objects.values_list("code", "mandatory"):
        assert (f'href="/indicatoren/{code}/"' in body) is (here is mandatory)


def test_index_of_an_unknown_kind_shows_all(browse):
    client = browse(Role.READER)
    links = [re.findall(r'href="/indicatoren/([^"/]+)/"', client.get(address).content.decode())
             for address in ("/indicatoren/", "/indicatoren/?soort=onzin")]  # fmt: skip
    assert links[0] == links[1]


def test_every_indicator_has_a_page_a_chart_and_a_file(browse, codes):
    client = browse(Role.BOARD)
    for code in codes:
        response = client.get(f"/indicatoren/{code}/")
        assert response.status_code == 200, code
        if b"grafiek-gegevens" in response.content:
            assert figure_of(response)["data"], code
        assert client.get(f"/indicatoren/{code}/cijfers.csv").status_code == 200, code


def test_chart_settles_the_target_on_the_day_of_the_deciding_measurement(browse):
    """JOB is held every second February: a target by 2027 is decided by the survey of 2026."""
    use = AgendaIndicator.objects.filter(
        indicator__every=2, indicator__measured_on="02-15", plan_series__targets__by="2027"
    ).first()
    data = figure_of(browse(Role.READER).get(f"/indicatoren/{use.code}/"))["data"]
    path = next(trace for trace in data if trace.get("name") == "naar de streefwaarde")
    assert path["x"][-1] == "2026-02-15"


def test_chosen_series_is_in_the_large_chart(browse):
    rows = indicator_rows(
        Agenda.objects.select_related("college").get(), subject=Agenda.objects.get().college, code="2a"
    )
    for number, row in enumerate(rows[0].series[:4], start=1):
        response = browse(Role.READER).get(f"/indicatoren/2a/?reeks={number}")
        body = response.content.decode()
        caption = body[body.index('id="grafiek-titel"') :][:300]
        assert row.label[1:] in caption
        values = [float(point.value) for point in row.points if point.value is not None]
        shown = [trace["y"] for trace in figure_of(response)["data"] if trace.get("name") == "meting"]
        assert shown == ([values] if values else [])


def test_table_tells_where_each_figure_comes_from(browse):
    body = browse(Role.READER).get("/indicatoren/2a/?reeks=2").content.decode()
    assert "verzonnen" in body
    assert AGENDA_FILE.name in body


def test_file_opens_in_a_dutch_spreadsheet_as_it_is(browse):
    response = browse(Role.READER).get("/indicatoren/2a/cijfers.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="indicator-2a.csv"'
    assert response.content.decode().startswith(UTF8_MARK)
    head, *rows = rows_of(response)
    assert head[:4] == ["indicator", "reeks", "periode", "waarde"]
    assert rows
    assert all(len(row) == len(head) for row in rows)
    assert all("." not in row[3] for row in rows)


def test_file_has_every_current_figure_of_the_college_and_no_other(browse):
    college = Agenda.objects.get().college
    series = PlanSeries.objects.filter(agenda_indicator__code="2a").values("series")
    current = Observation.objects.current().filter(subject=college, series__in=series)
    rows = [row for row in rows_of(browse(Role.READER).get("/indicatoren/2a/cijfers.csv"))[1:]
            if not row[5].startswith("0-meting")]  # fmt: skip
    assert len(rows) == current.count()
    told = sorted(Decimal(row[3].replace(",", ".")) for row in rows if row[3])
    assert told == sorted(current.exclude(value=None).values_list("value", flat=True))


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1+cmd", "@SUM(1)", "\t=1", "\r=1"])
def test_file_runs_nothing_that_came_in_with_an_import(text, browse):
    college = Agenda.objects.get().college
    series = PlanSeries.objects.filter(agenda_indicator__code="2a").first().series
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label=text, edition=text, actor_label="test")
    fact = Fact(series.pk, "2015/2016", Decimal("-3.5"), place=text, note=text, n=40)
    observations_record(subject=college, facts=[fact], origin=origin, over=frozenset())
    body = browse(Role.READER).get("/indicatoren/2a/cijfers.csv").content.decode()
    row = next(
        row for row in rows_of(browse(Role.READER).get("/indicatoren/2a/cijfers.csv")) if "2015/2016" in row
    )
    assert row[3] == "-3,5"
    for cell in row:
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or cell == "-3,5"
    assert body


def test_page_escapes_what_came_in_with_an_import(browse):
    college = Agenda.objects.get().college
    series = PlanSeries.objects.filter(agenda_indicator__code="1a").first().series
    evil = "</script><script>alert(1)</script>"
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label=evil, actor_label="test")
    facts = [Fact(series.pk, "2015", Decimal(3), note=evil, place=evil, n=40)]
    observations_record(subject=college, facts=facts, origin=origin, over=frozenset())
    body = browse(Role.READER).get("/indicatoren/1a/?reeks=1").content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_correction_shows_and_the_old_value_is_gone(browse):
    college = Agenda.objects.get().college
    series = PlanSeries.objects.filter(agenda_indicator__code="1a").first().series
    for value in ("41.7", "43.9"):
        origin = Origin.objects.create(kind=Origin.Kind.FILE, label="DUO", actor_label="test")
        facts = [Fact(series.pk, "2015", Decimal(value), n=40)]
        observations_record(subject=college, facts=facts, origin=origin, over=frozenset({Origin.Kind.FILE}))
    figure = json.dumps(figure_of(browse(Role.READER).get("/indicatoren/1a/?reeks=1")))
    assert "43.9" in figure
    assert "41.7" not in figure


def test_small_number_of_the_college_itself_is_hidden_everywhere(browse):
    college = Agenda.objects.get().college
    series = PlanSeries.objects.filter(agenda_indicator__code="1a").first().series
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="DUO", actor_label="test")
    facts = [Fact(series.pk, "2015", Decimal("71.3"), n=4), Fact(series.pk, "2014", Decimal("72.6"), n=5)]
    observations_record(subject=college, facts=facts, origin=origin, over=frozenset())
    for address, seen in (("/indicatoren/1a/?reeks=1", "72.6"), ("/indicatoren/1a/cijfers.csv", "72,6")):
        body = browse(Role.BOARD).get(address).content.decode()
        assert "71,3" not in body
        assert "71.3" not in body
        assert seen in body
        assert "te klein aantal" in body
