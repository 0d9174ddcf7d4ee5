"""The JOB-monitor as a table of scores, with two editions side by side."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from imports.reading import Options, ReaderError, Severity
from indicators.readers.job import read_job
from indicators.readers.job_questions import JOB_FEEDS
from tests.built.job import CHOICE, DUTCH, GUIDANCE, SAFE
from tests.built.sheets import csv, workbook
from tests.unit.indicators.readers.asked import errors, figures, problems, questions, rows

ONE_HEADER = ("Vraag", "Score 2022", "% positief 2022", "n 2022", "Score 2024", "% positief 2024", "n 2024")
SIDE_BY_SIDE = [
    ONE_HEADER,
    (SAFE, 4.1, 85, 7000, 4.2, 86.5, 7100),
    (GUIDANCE, 3.6, 55, 7010, 3.7, 58, 7120),
    (CHOICE, 3.2, 37, 7607, 3.3, 39, 7200),
    ("Wat vind je van de kantine?", 2.1, 12, 7000, 2.2, 13, 7100),
]


def read(content, options=None):
    return list(read_job(io.BytesIO(content), options or Options(), feeds=JOB_FEEDS, this_year=2026))


@pytest.mark.parametrize("content", [workbook(SIDE_BY_SIDE), csv(SIDE_BY_SIDE)], ids=["xlsx", "csv"])
def test_two_editions_side_by_side(content):
    found = figures(read(content))

    assert found["veilig-op-school", "", (), "", "2022"] == 85
    assert found["veilig-op-school", "", (), "", "2024"] == Decimal("86.5")
    assert found["tevreden-begeleiding-opleiding", "gemiddelde", (), "", "2024"] == Decimal("3.7")
    assert found["hulp-keuze-leren-of-werken", "", (), "", "2022"] == Decimal("3.2")
    assert found["hulp-keuze-leren-of-werken", "aandeel goed of heel goed", (), "", "2024"] == 39


def test_a_group_whose_number_the_source_hides_has_no_figure():
    items = read(csv([ONE_HEADER, (SAFE, 4.1, 85, "<5", 4.2, 86.5, 7100)]))

    assert figures(items)["veilig-op-school", "", (), "", "2022"] is None
    assert figures(items)["veilig-op-school", "", (), "", "2024"] == Decimal("86.5")
    assert [row.fields.get("absence") for row in rows(items)] == ["onderdrukt", ""]


def test_each_figure_has_its_cell_and_its_number_of_people():
    found = {row.place: row.fields["n"] for row in rows(read(workbook(SIDE_BY_SIDE)))}

    assert found["blad Blad1, cel C2"] == 7000
    assert found["blad Blad1, cel F2"] == 7100


def test_a_question_that_feeds_nothing_is_a_note():
    places = [note.place for note in problems(read(workbook(SIDE_BY_SIDE)), Severity.NOTE)]

    assert "blad Blad1, cel A5" in places


@pytest.mark.parametrize(
    "rows_above",
    [
        [
            ("", "JOB-monitor 2022", "", "JOB-monitor 2024", ""),
            ("Vraag", "Score", "% positief", "Score", "% positief"),
        ],
        [("", "Score", "", "% positief", ""), ("Vraag", "2022", "2024", "2022", "2024")],
        [("", "2021-2022", None, "2023-2024", None), ("Vraag", "gem.", "positief", "gem.", "positief")],
    ],
)
def test_the_edition_may_stand_above_several_columns(rows_above):
    first = (SAFE, 4.1, 85, 4.2, 86)
    if rows_above[0][1] == "Score":
        first = (SAFE, 4.1, 4.2, 85, 86)

    found = figures(read(workbook([*rows_above, first])))

    assert found == {
        ("veilig-op-school", "", (), "", "2022"): 85,
        ("veilig-op-school", "", (), "", "2024"): 86,
    }


def test_without_a_year_in_the_headers_it_is_asked():
    content = csv([("Vraag", "Score", "% positief"), (SAFE, "4,1", 85)])

    assert questions(read(content)) == [("year", "bestand")]
    assert rows(read(content)) == []
    assert list(figures(read(content, Options(period="2024")))) == [("veilig-op-school", "", (), "", "2024")]


def test_a_row_may_be_of_a_level_a_route_or_a_unit():
    content = csv(
        [
            ("Vraag", "Niveau", "Leerweg", "Team", "% positief 2024"),
            (DUTCH, "Totaal", "", "", 55),
            (DUTCH, "Niveau 2", "", "", 51),
            (DUTCH, "", "BBL", "", 61),
            (DUTCH, "", "", "Team Retail", 71),
        ]
    )
    found = figures(read(content))

    assert found == {
        ("lessen-nederlands-positief", "", (), "", "2024"): 55,
        ("lessen-nederlands-positief", "", (("niveau", "2"),), "", "2024"): 51,
        ("lessen-nederlands-positief", "", (("leerweg", "BBL"),), "", "2024"): 61,
        ("lessen-nederlands-positief", "", (), "Team Retail", "2024"): 71,
    }


def test_a_part_of_a_part_and_an_unknown_level_are_errors():
    content = csv(
        [
            ("Vraag", "Niveau", "Leerweg", "% positief 2024"),
            (DUTCH, "2", "BBL", 61),
            (DUTCH, "9", "", 62),
        ]
    )

    assert [place for place, _ in errors(read(content))] == ["rij 2", "rij 3"]


def test_a_suppressed_cell_stays_suppressed_and_a_starred_one_provisional():
    content = csv([("Vraag", "% positief 2022", "% positief 2024"), (SAFE, "<5", "86*"), (DUTCH, "50", "51")])
    found = {row.place: row.fields for row in rows(read(content))}

    assert found["rij 2, kolom % positief 2022"]["absence"] == "onderdrukt"
    assert found["rij 2, kolom % positief 2022"]["value"] is None
    assert (
        found["rij 2, kolom % positief 2024"]["value"],
        found["rij 2, kolom % positief 2024"]["final"],
    ) == (86, False)


def test_percentages_as_fractions_of_a_workbook():
    content = workbook([("Vraag", "% positief 2024"), (SAFE, 0.865)], formats={"B2": "0.0%"})

    assert list(figures(read(content)).values()) == [Decimal("86.5")]


def test_a_scale_that_is_not_clear_is_asked():
    content = csv([("Vraag", "% positief 2024"), (SAFE, "0,9"), (DUTCH, "55")])

    assert [kind for kind, _ in questions(read(content))] == ["scale"]


@pytest.mark.parametrize("score", ["7,1", "0,5", "goed"])
def test_a_score_off_the_scale_is_an_error(score):
    content = csv([("Vraag", "Score 2024"), (CHOICE, score)])

    assert [place for place, _ in errors(read(content))] == ["rij 2, kolom Score 2024"]


def test_two_columns_for_the_same_are_an_error():
    content = csv([("Vraag", "Score 2024", "Gemiddelde 2024"), (CHOICE, "3,1", "3,2")])

    assert [place for place, _ in errors(read(content))] == ["rij 1, kolom Gemiddelde 2024"]


def test_a_table_without_any_score_is_an_error():
    assert "geen kolom met een score" in errors(read(csv([("Vraag", "Toelichting"), (SAFE, "mooi")])))[0][1]


def test_a_table_without_any_known_question_is_an_error():
    content = csv([("Vraag", "Score 2024"), ("Wat vind je van de kantine?", "3,1")])

    assert ("bestand", "Geen enkele vraag in dit bestand vult een indicator.") in errors(read(content))


def test_weights_missing_from_a_file_of_respondents_are_named():
    with pytest.raises(ReaderError, match="weegfac1"):
        read(csv([("Locatie", "Niveau", SAFE), ("Zorg", "2", "4")]))
