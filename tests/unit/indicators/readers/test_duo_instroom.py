"""DUO's students who enter (5b). Built from their description."""

from __future__ import annotations

import pytest

from imports.reading import Options, ReaderError, Row, Severity
from tests.built.files import csv_file, xlsx_file
from tests.unit.indicators.readers.counts import (
    ENTRY,
    entries,
    problems_of,
    values_of,
)


def test_entry_and_switch():
    items = entries(
        csv_file(
            ENTRY,
            ["25LW", 2022, "BOLVT", "BC113", 900, 200, 240],
            ["25LW", 2022, "BBL", "BC113", 100, 66, 70],
            ["25LW", "2021/2022", "BBL", "BC113", 100, 10, 10],
            ["00GT", "2022", "BBL", "BC008", 9, 8, 9],
        )
    )
    assert values_of(items) == {
        ("25LW", "bc113", "totaal", "2022/2023"): 310,
        ("25LW", "bc113", "switch", "2022/2023"): 44,
        ("25LW", "bc113", "totaal", "2021/2022"): 10,
        ("25LW", "bc113", "switch", "2021/2022"): 0,
        ("00GT", "bc008", "totaal", "2022/2023"): 9,
        ("00GT", "bc008", "switch", "2022/2023"): 1,
    }


def test_a_suppressed_count_hides_the_difference_too():
    items = entries(
        csv_file(
            ENTRY, ["25LW", 2022, "BBL", "BC113", 100, -1, 70], ["25LW", 2022, "BBL", "BC008", 100, 20, "<5"]
        )
    )
    assert values_of(items) == {
        ("25LW", "bc113", "totaal", "2022/2023"): 70, ("25LW", "bc113", "switch", "2022/2023"): "onderdrukt",
        ("25LW", "bc008", "totaal", "2022/2023"): "onderdrukt", ("25LW", "bc008", "switch", "2022/2023"): "onderdrukt",
    }  # fmt: skip


def test_counts_by_kind_of_entry():
    head = [
        "JAAR",
        "INSTELLINGSCODE",
        "BEROEPSOPLEIDING CODE",
        "INSTROOM MBO",
        "INSTROOM OPLEIDING",
        "AANTAL",
    ]
    items = entries(
        csv_file(
            head,
            ["2022/'23*", "25LW", "bc113", "J", "J", 200],
            ["2022/'23*", "25LW", "bc113", "N", "J", 44],
            ["2022/'23*", "25LW", "bc113", "N", "N", 700],
            ["2022/'23*", "00GT", "bc113", "J", "J", 5],
            ["2022/'23*", "27GZ", "bc113", "N", "N", 5],
        )
    )
    assert values_of(items) == {
        ("25LW", "bc113", "totaal", "2022/2023"): 244, ("25LW", "bc113", "switch", "2022/2023"): 44,
        ("00GT", "bc113", "totaal", "2022/2023"): 5, ("00GT", "bc113", "switch", "2022/2023"): 0,
    }  # fmt: skip
    assert not any(item.fields["final"] for item in items if isinstance(item, Row))
    assert any("geen instroom" in note.message for note in problems_of(items, Severity.NOTE))


def test_without_a_year_the_user_says_it():
    head = [header for header in ENTRY if header != "STUDIEJAAR"]
    rows = (head, ["25LW", "BBL", "BC113", 100, 10, 12])
    items = entries(csv_file(*rows))
    (question,) = problems_of(items, Severity.QUESTION)
    assert (question.question.kind, question.question.key) == ("year", "schooljaar")
    assert values_of(items) == {}
    answered = Options(answers={"year": {"schooljaar": "2022/2023"}})
    assert values_of(entries(csv_file(*rows), answered))["25LW", "bc113", "totaal", "2022/2023"] == 12
    assert (
        values_of(entries(csv_file(*rows), Options(period="2022-2023")))[
            "25LW", "bc113", "switch", "2022/2023"
        ]
        == 2
    )
    with pytest.raises(ReaderError, match="periode"):
        entries(csv_file(*rows), Options(period="ooit"))


def test_more_new_students_than_entered_is_an_error():
    (error,) = problems_of(
        entries(csv_file(ENTRY, ["25LW", 2022, "BBL", "BC113", 100, 80, 70])), Severity.ERROR
    )
    assert (error.place, "verwisseld" in error.message) == ("rij 2, kolom INSTROOM MBO", True)


def test_workbooks_are_read_as_well():
    items = entries(xlsx_file(ENTRY, ["25LW", 2022, "BBL", "BC113", 100, 10, 12]))
    assert values_of(items)["25LW", "bc113", "totaal", "2022/2023"] == 12
    assert (
        next(item.place for item in items if isinstance(item, Row))
        == "blad Blad1, rij 2, INSTROOM OPLEIDING en INSTROOM MBO"
    )


@pytest.mark.parametrize(
    ("file", "pattern"),
    [(csv_file(["BRIN", "BC CODE", "INSTROOM MBO"], ["25LW", "bc113", 1]), "INSTROOM OPLEIDING"),
     (csv_file(["BRIN", "BC CODE", "INSTROOM MBO", "INSTROOM OPLEIDING"], ["25LW", "bc113", "J", "J"]), "AANTAL")],
)  # fmt: skip
def test_other_entry_files_are_refused(file, pattern):
    with pytest.raises(ReaderError, match=pattern):
        entries(file)
