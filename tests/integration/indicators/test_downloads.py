"""An indicator's figures as a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from openpyxl import Workbook, load_workbook

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import AgendaIndicator, PlanSeries
from indicators.services import Fact, observations_record
from organisation.roles import Role

FILE = "/indicatoren/2a/xlsx/"
COLUMNS = ["indicator", "reeks", "periode", "waarde", "n", "soort", "herkomst", "plaats", "opmerking"]


def record(*facts: Fact, label: str = "DUO") -> None:
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label=label, actor_label="test")
    college = Agenda.objects.get().college
    observations_record(subject=college, facts=list(facts), origin=origin, over=frozenset(Origin.Kind.values))


@pytest.fixture
def series(site) -> int:
    return PlanSeries.objects.filter(agenda_indicator__code="2a").first().series_id


@pytest.fixture
def book(browse):
    """The workbook of an indicator."""

    def book(address: str = FILE) -> Workbook:
        response = browse(Role.READER).get(address)
        assert response.status_code == 200
        return load_workbook(io.BytesIO(response.content))

    return book


def row_of(book: Workbook, period: str) -> dict:
    sheet = book["Cijfers"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == period)
    return dict(zip(COLUMNS, row, strict=True))


def about(book: Workbook) -> dict[str, str]:
    return {row[0]: row[1] for row in book["Over dit bestand"].iter_rows(min_row=2, values_only=True)}


def test_workbook_is_offered_as_a_file(browse):
    response = browse(Role.READER).get(FILE)
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Content-Disposition"] == 'attachment; filename="indicator-2a.xlsx"'
    assert 'href="/indicatoren/2a/xlsx/"' in browse(Role.READER).get("/indicatoren/2a/").content.decode()


def test_every_indicator_has_one_with_the_rows_of_its_csv(browse, book):
    for code in AgendaIndicator.objects.values_list("code", flat=True):
        text = browse(Role.READER).get(f"/indicatoren/{code}/cijfers.csv").content.decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text), delimiter=";")
        found_head, *found = book(f"/indicatoren/{code}/xlsx/")["Cijfers"].iter_rows(values_only=True)
        assert list(found_head) == head == COLUMNS
        assert len(found) == len(rows)
        for mine, theirs in zip(found, rows, strict=True):
            assert [mine[at] or "" for at in (0, 1, 2, 5, 6, 7, 8)] == [
                theirs[at] for at in (0, 1, 2, 5, 6, 7, 8)
            ]
            assert str(mine[4] or "") == theirs[4]
            value = theirs[3].replace(",", ".")
            assert mine[3] is None if not value else Decimal(str(mine[3])) == Decimal(value)


def test_values_are_numbers_with_the_decimals_they_are_published_with(series, book):
    record(
        Fact(series, "2013", Decimal("1234.5"), n=1200, decimals=1),
        Fact(series, "2014", Decimal("85.126"), n=40, decimals=2),
        Fact(series, "2015", Decimal("-3"), n=40, decimals=0),
    )
    found = book()
    values = {period: row_of(found, period)["waarde"] for period in ("2013", "2014", "2015")}
    assert [(cell.data_type, cell.value) for cell in values.values()] == [
        ("n", 1234.5),
        ("n", 85.126),
        ("n", -3),
    ]
    assert [cell.number_format for cell in values.values()] == ["#,##0.0", "#,##0.00", "#,##0"]
    n = row_of(found, "2013")["n"]
    assert (n.value, type(n.value), n.number_format) == (1200, int, "#,##0")


def test_hidden_value_is_an_empty_cell_with_the_reason(series, book):
    record(Fact(series, "2015", Decimal("71.3"), n=4), Fact(series, "2014", None, absence="nb"))
    found = book()
    hidden, absent = row_of(found, "2015"), row_of(found, "2014")
    assert (hidden["waarde"].value, hidden["n"].value) == (None, None)
    assert hidden["soort"].value == "definitief: te klein aantal"
    assert (absent["waarde"].value, absent["soort"].value) == (None, "definitief: niet beschikbaar")
    assert not any(
        "71" in str(cell.value) for sheet in found for row in sheet for cell in row if cell.column == 4
    )


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1+cmd", "@SUM(1)", "\t=1", "#REF!", "=1"])
def test_text_stays_text(text, series, book):
    record(Fact(series, "2015", Decimal("-3.5"), place=text, note=text, n=40), label=text)
    row = row_of(book(), "2015")
    for name in ("herkomst", "plaats", "opmerking"):
        assert row[name].value == text
        assert row[name].data_type == "s"
        assert row[name].quotePrefix is (text[0] != "#")


def test_no_cell_in_any_workbook_is_a_formula(book):
    for code in AgendaIndicator.objects.values_list("code", flat=True):
        for sheet in book(f"/indicatoren/{code}/xlsx/"):
            assert not [
                cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type in "fe"
            ]


def test_text_that_a_workbook_cannot_hold_loses_just_that(series, book):
    record(Fact(series, "2015", Decimal(50), note="voor\x0bna\x1f", n=40))
    assert row_of(book(), "2015")["opmerking"].value == "voorna"


def test_sheet_is_ready_to_read(book):
    found = book()
    assert found.sheetnames == ["Cijfers", "Over dit bestand"]
    sheet = found["Cijfers"]
    assert sheet.freeze_panes == "A2"
    assert all(cell.font.bold for cell in sheet[1])
    assert all(sheet.column_dimensions[letter].width > 8 for letter in "ABCDEFGHI")


def test_sheet_about_the_file_says_what_one_must_know(book):
    title = AgendaIndicator.objects.get(code="2a").title
    told = about(book(FILE + "?bekend_op=2024-01-02"))
    assert told["Indicator"] == f"2a {title}"
    assert told["Zoals bekend op"] == "2\u00a0januari\u00a02024"
    assert told["Eenheid"]
    assert "Lege waarde" in told
    assert "Let op" not in told  # on that day nothing was invented yet


def test_sheet_about_the_file_warns_for_invented_figures(book):
    assert "verzonnen" in about(book())["Let op"]


def test_same_figures_give_the_same_bytes(browse, series):
    day = "?bekend_op=" + date.today().isoformat()  # noqa: DTZ011 - the day of whoever looks
    client = browse(Role.READER)
    first = client.get(FILE + day).content
    record(Fact(series, "2015", Decimal(50), n=40))
    changed = client.get(FILE + day).content
    assert changed != first
    assert client.get(FILE + day).content == changed


def test_workbook_is_dated_by_its_newest_figure(browse, series):
    with time_machine.travel("2027-03-04T10:00:00Z", tick=False):
        record(Fact(series, "2015", Decimal(50), n=40))
    content = browse(Role.READER).get(FILE).content
    book = load_workbook(io.BytesIO(content))
    assert (
        f"{book.properties.created:%Y-%m-%d} {book.properties.modified:%Y-%m-%d}" == "2027-03-04 2027-03-04"
    )
    assert {entry.date_time[:3] for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {
        (2027, 3, 4)
    }
