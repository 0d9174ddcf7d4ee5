"""One cell at a time: absences, levels, routes, codes and periods, in every form that the sources use."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.periods import PeriodKind
from imports import cells
from imports.cells import (
    CellError,
    absence_of,
    read_brin,
    read_level,
    read_period,
    read_programme,
    read_route,
    text_of,
)
from imports.sheets import Broken
from indicators.models import Absence


def test_kinds_of_absence_are_those_of_indicators():
    ours = {cells.EMPTY, cells.NOT_AVAILABLE, cells.DOT, cells.NOT_APPLICABLE, cells.SUPPRESSED}
    assert ours == set(Absence.values)


@pytest.mark.parametrize(
    ("text", "absence"),
    [("", "leeg"), ("NULL", "leeg"), ("nb", "nb"), ("n.b.", "nb"), ("x", "nb"), ("-", "nb"), (".", "."),
     ("n.v.t.", "nvt"), ("<5", "onderdrukt"), ("< 5", "onderdrukt"), ("0", ""), ("-1", ""), ("5", "")],
)  # fmt: skip
def test_absence(text, absence):
    assert absence_of(text) == absence


@pytest.mark.parametrize(
    ("text", "level"),
    [("2", "2"), ("N2", "2"), ("n2", "2"), ("MBO-2", "2"), ("Mbo2 opleidingen", "2"), ("Mbo niveau 2", "2"),
     ("Niveau 2", "2"), (2, "2"), (2.0, "2"), ("entree", "1"), ("Entreeopleiding", "1"), ("N1", "1"),
     ("Entreeopleiding (niveau 1)", "1"), ("Vakopleiding (niveau 3)", "3"), (" 4 ", "4")],
)  # fmt: skip
def test_level(text, level):
    assert read_level(text) == level


@pytest.mark.parametrize(
    "text", ["5", "0", "vmbo 2", "2019", "22", "Totaal", "", None, "niveau", "Entree niveau 3", "havo", 2.5]
)
def test_no_level(text):
    with pytest.raises(CellError, match="geen niveau"):
        read_level(text)


@pytest.mark.parametrize(
    ("text", "route"),
    [("BOL", "BOL"), ("BOLVT", "BOL"), ("BOLDT", "BOL"), ("BOL_DT", "BOL"), ("Bol", "BOL"), ("Bol voltijd", "BOL"),
     ("BBL", "BBL"), ("Bbl", "BBL"), ("Extranei", "EX"), ("EX", "EX")],
)  # fmt: skip
def test_route(text, route):
    assert read_route(text) == route


@pytest.mark.parametrize("text", ["", "voltijd", "BOLX", "Totaal", None])
def test_no_route(text):
    with pytest.raises(CellError, match="geen leerweg"):
        read_route(text)


@pytest.mark.parametrize(("text", "brin"), [("25LW", "25LW"), ("00GT", "00GT"), (" 25lw ", "25LW")])
def test_brin(text, brin):
    assert read_brin(text) == brin


@pytest.mark.parametrize("value", ["2018", "25L", "", None, 25, "25LWX", 2018.0])
def test_no_brin(value):
    with pytest.raises(CellError, match="geen BRIN"):
        read_brin(value)


@pytest.mark.parametrize(
    ("value", "code"), [("bc113", "bc113"), ("BC0113", "bc113"), ("8", "bc008"), (113, "bc113")]
)
def test_programme(value, code):
    assert read_programme(value) == code


@pytest.mark.parametrize("value", ["25655", "bc", "", "bcx"])
def test_no_programme(value):
    with pytest.raises(CellError, match="geen code"):
        read_programme(value)


@pytest.mark.parametrize(
    ("text", "key"),
    [("2016 - 2017", "2016/2017"), ("2022/'23*", "2022/2023"), ("2022/’23", "2022/2023"), ("2022-2023", "2022/2023"),
     ("'22-'23", "2022/2023"), ("22-23", "2022/2023"), ("99-00", "1999/2000"), ("2023SJ00", "2023/2024"),
     ("2023JJ00", "2023"), ("2023MM04", "2023-04"), ("2022-23", "2022/2023"), ("2022/23", "2022/2023"),
     ("2011/12", "2011/2012"), ("2022", "2022"), (2022, "2022"), (2022.0, "2022"), ("2022/2023", "2022/2023"),
     ("2024-04", "2024-04"), ("2024-H1", "2024-H1"), ("schooljaar 2022-2023", "2022/2023"),
     ("2022/2023 (voorlopig)", "2022/2023"), (" 2023SJ00 ", "2023/2024"), ("2022\u20112023", "2022/2023"),
     ("Schooljaar: 2022-2023", "2022/2023"), ("SJ22/23", "2022/2023"), ("2022/2023 1)", "2022/2023"),
     ("april 2024", "2024-04"), ("December 2023", "2023-12")],
)  # fmt: skip
def test_period(text, key):
    assert read_period(text).key == key


@pytest.mark.parametrize("text", ["2011-12", "2009-10", "2022-2024", "22-24", "2023KW01", "1850", "", None, "gisteren",
                                  dt.date(2022, 10, 1), Broken("de fout #N/A")])  # fmt: skip
def test_no_period(text):
    with pytest.raises(CellError):
        read_period(text)


def test_a_period_that_cannot_be_read_is_repeated_as_it_stands():
    with pytest.raises(CellError, match="'1e halfjaar 2024'"):
        read_period("1e halfjaar 2024")


def test_a_month_that_could_be_a_school_year_is_settled_by_kind():
    assert read_period("2011-12", PeriodKind.SCHOOL_YEAR).key == "2011/2012"
    assert read_period("2011-12", PeriodKind.MONTH).key == "2011-12"


def test_asterisk_is_told():
    assert cells.is_provisional("2022/'23*")
    assert not cells.is_provisional("2022/'23")
    assert not cells.is_provisional(2022)


def test_codes_stay_text():
    assert text_of("007") == "007"
    assert text_of(25180.0) == "25180"
    assert text_of(dt.datetime(2022, 10, 1)) == "2022-10-01"  # noqa: DTZ001 - a spreadsheet knows no zone


def test_broken_cell_says_what_it_holds():
    with pytest.raises(CellError, match="#DIV/0!"):
        text_of(Broken("de fout #DIV/0!"))


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none()))
@settings(max_examples=60)
def test_nothing_but_cell_errors(value):
    for read in (read_level, read_route, read_brin, read_programme, read_period):
        try:
            assert read(value)
        except CellError as error:
            assert str(error)
