"""Columns that the headings of a table do not explain: never passed over in silence."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.reading import SKIP, Options, Severity
from imports.tables import open_tables
from indicators.readers.table import figures_of
from indicators.readers.table_headings import doubled, recognised
from indicators.readers.table_unread import unread
from indicators.readers.table_words import PROVENANCE, REMARKS, bare_of, role_of
from tests.built.sheets import csv, workbook
from tests.unit.indicators.readers.asked import errors, figures, problems, questions, rows

KEYS = {"1a": "tevreden"}
BASE = ("Indicator", "Eenheid", "Jaar", "Waarde")
ROW = ("1a", "25LW", "2024", "70,1")


def read(content, answers=None):
    book = open_tables(io.BytesIO(content))
    plan, sheet = recognised(book)
    found = unread(book, sheet, plan, answers or {})
    options = Options(answers=answers or {})
    return [
        *found.problems,
        *figures_of(sheet, options, plan=found.plan, keys=KEYS, percents={"tevreden"}, told=found.told),
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (("Indicator", "Instelling (BRIN)", "Jaar", "Waarde (%)"), ("1a", "25LX", "2024", "70,1"), ("25LX", (), None)),
        (("Indicator", "School / team", "Jaar", "Waarde", "N"), ("1a", "School voor Zorg", "2024", "70,1", "3"),
         ("School voor Zorg", (), 3)),
        (("Indicator", "Eenheid", "Jaar", "Opleidingsniveau", "Waarde"), ("1a", "25LW", "2024", "2", "70,1"),
         ("25LW", (("niveau", "2"),), None)),
        ((*BASE, "Aantal deelnemers"), (*ROW, "3"), ("25LW", (), 3)),
        ((*BASE, "n (ongewogen)"), (*ROW, "3"), ("25LW", (), 3)),
        (("Indicatorcode", "Indicator", "BRIN", "Instellingsnaam", "Peiljaar", "Score", "Toelichting"),
         ("1a", "Tevreden", "00GT", "ROC van Ergens", "2024", "70,1", "eigen telling"), ("00GT", (), None)),
    ],
)  # fmt: skip
def test_odd_headings_land_where_they_say(header, row, expected):
    items = read(csv([header, row]))

    assert [one for one in items if one in problems(items, Severity.QUESTION)] == []
    ((spot, value),) = figures(items).items()
    assert (spot[3], spot[2], rows(items)[0].fields["n"], value) == (*expected, Decimal("70.1"))


@pytest.mark.parametrize("build", [csv, workbook])
@pytest.mark.parametrize(
    ("heading", "cell", "topic"),
    [
        ("Woonplaats", "Groningen", ""), ("Vestigingsplaats", "Groningen", "eenheid"), ("Locatie", "Haren", "eenheid"),
        ("Opleiding", "Kok", "uitsplitsing"), ("Niv.", "2", "uitsplitsing"), ("Doelgroep", "18-", "uitsplitsing"),
        ("Geslacht", "vrouw", "uitsplitsing"), ("Respons", "3", "aantal personen"),
        ("Aantal (%)", "40", "aantal personen"), ("n gewogen", "3", "aantal personen"),
        ("Steekproefomvang", "3", "aantal personen"), ("Kwartaal", "2", "periode"),
        ("Eenheid (landelijk)", "x?", "eenheid"),
    ],
)  # fmt: skip
def test_a_heading_about_whose_figure_it_is_blocks_with_its_cell(build, heading, cell, topic):
    items = read(build([(*BASE, heading), (*ROW, cell)]))

    if not topic:
        assert questions(items) == [("column", heading)]
        return
    ((place, message),) = errors(items)
    assert place in {f"rij 2, kolom {heading}", "blad Blad1, cel E2"}
    assert topic in message


def test_any_other_heading_is_asked_and_the_answer_holds():
    content = csv([(*BASE, "Woonplaats", "Grond"), (*ROW, "Winschoten", "x")])

    asked = read(content)
    assert questions(asked) == [("column", "Woonplaats"), ("column", "Grond")]
    ((place, message),) = [(one.place, one.message) for one in problems(asked, Severity.QUESTION)][:1]
    assert place == "rij 2, kolom Woonplaats"
    assert "Woonplaats" in message

    skipped = read(content, {"column": {"Woonplaats": SKIP, "Grond": SKIP}})
    assert questions(skipped) == []
    assert len(rows(skipped)) == 1


def test_a_column_can_be_placed_by_the_answer():
    content = csv([(*BASE, "Hoeveel"), (*ROW, "3")])

    items = read(content, {"column": {"Hoeveel": "n"}})

    assert (questions(items), [row.fields["n"] for row in rows(items)]) == ([], [3])


def test_a_role_that_is_taken_is_no_answer():
    content = csv([(*BASE, "Hoeveel", "Waar"), (*ROW, "3", "ergens")])

    assert ("column", "Waar") in questions(read(content, {"column": {"Hoeveel": "n", "Waar": "unit"}}))


def test_empty_columns_and_remarks_ask_nothing():
    header = (*BASE, "Locatie", "Opmerking", "Iets")
    items = read(csv([header, (*ROW, "", "zie rapport", "-"), (*ROW[:2], "2023", "69", "", "", "n.v.t.")]))

    assert (questions(items), errors(items), len(rows(items))) == ([], [], 2)


def test_a_remark_that_names_a_level_is_asked():
    assert questions(read(csv([(*BASE, "Opmerking"), (*ROW, "alleen niveau 2")]))) == [
        ("column", "Opmerking")
    ]


def test_a_filled_column_without_a_heading_blocks():
    items = read(csv([("Indicator", "Eenheid", "", "Jaar", "Waarde"), ("1a", "25LW", "2", "2024", "70,1")]))

    ((place, message),) = errors(items)
    assert (place, "geen kop" in message) == ("rij 2, kolom C", True)


@pytest.mark.parametrize(("title", "asks"), [("Tevredenheid niveau 2", True), ("Onze cijfers 2024", False)])
def test_a_title_that_names_a_part_is_asked_about(title, asks):
    content = workbook([(title,), (), BASE, ROW])

    assert questions(read(content)) == ([("above", title)] if asks else [])
    assert questions(read(content, {"above": {title: SKIP}})) == []


def test_a_title_about_levels_is_explained_by_a_column_with_levels():
    content = csv([("Per niveau 1-4", "", "", "", ""), (*BASE, "Niveau"), (*ROW, "2")])

    assert questions(read(content)) == []


def test_a_school_year_under_its_heading_is_no_calendar_year():
    content = csv([("Indicator", "Schooljaar", "Waarde"), ("1a", "2024", "70,1"), ("1a", "2011-12", "70,2")])
    items = read(content)

    ((place, message),) = errors(items)
    assert place == "rij 2, kolom Schooljaar"
    assert "2023/2024 of 2024/2025" in message
    assert [row.fields["period"] for row in rows(items)] == ["2011/2012"]


@pytest.mark.parametrize("double", [("N", "Aantal"), ("School", "Team"), ("Code", ""), ("Percentage", "")])
def test_two_headings_that_say_the_same_are_named(double):
    header = [name for name in (*BASE, *double) if name]
    if double[0] in {"School"}:
        header.remove("Eenheid")
    book = open_tables(io.BytesIO(csv([header])))

    assert recognised(book) is None
    assert f"'{double[0]}'" in doubled(book)


@given(
    heading=st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters=';"\r\n\0\ufeff,|\t'), min_size=1, max_size=20),
        st.builds(
            " ".join,
            st.lists(st.sampled_from(["aantal", "niveau", "school", "n", "waarde", "(%)", "jaar", "x"]), min_size=1),
        ),
    )
)  # fmt: skip
def test_no_filled_column_is_ever_passed_over_in_silence(heading):
    try:
        book = open_tables(io.BytesIO(csv([(*BASE, heading), (*ROW, "zeven")])))
    except Exception as error:  # noqa: BLE001 - refused is fine: a heading such as "bsn"
        assert type(error).__name__ in {"PersonalData", "ReaderError"}
        return
    told = recognised(book)
    if told is None:  # the heading says the same as another
        assert doubled(book)
        return
    found = unread(book, told[1], told[0], {})
    silent = {*REMARKS, *PROVENANCE}
    assert found.problems or role_of(heading) or bare_of(heading) in silent or not heading.strip()
