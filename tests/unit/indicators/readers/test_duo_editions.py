"""DUO's "indicatoren per instelling" in editions as they may come, and broken ones."""

from __future__ import annotations

import io
from collections import Counter
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reading import Options, Problem, ReaderError, Row, Severity
from indicators.breakdowns import breakdown_problem
from tests.built.files import csv_file, xlsx_file
from tests.unit.indicators.readers.editions import figures_of, items_of, problems_of, rows_of

BASE = ["Brinnr", "Naam Instelling", "Soort Instelling", "Vgl Groep", None]


def later(
    *rows,
    measure="Jaarresultaat",
    years=("2018 - 2019", None),
    leaves=("Inst.", "Vgl Grp"),
    extra=(),
    title="Blad1",
):
    head = [[None] * 5 + [measure], [None] * 5 + list(years), [*BASE, *leaves]]
    return xlsx_file(*extra, *head, [], *rows, title=title)


NP = ["25LW", "Noorderpoort", "verticale school", "ROC", None]
AB = ["00GT", "Albeda", "verticale school", "ROC", None]


def test_moved_added_and_renamed():
    """A title above, columns in another order, two new columns, another spelling of headers and sheet."""
    file = xlsx_file(
        ["MBO: indicatoren per instelling, editie 2020"],
        [],
        [
            None,
            None,
            None,
            None,
            "Jaarresultaat niveau 2",
            None,
            None,
            None,
            "Nieuwe vsv'ers",
            "Aantal nieuwe vsv'ers",
        ],
        [None, None, None, None, "2018/'19", None, None, None, "2018-2019", "2018-2019"],
        [
            "Vergelijkingsgroep",
            "Instellingsnaam",
            "Opmerking",
            "BRIN",
            "Instelling",
            "Vergelijkingsgroep",
            "Landelijk",
            "Toelichting",
            "Inst",
            "Inst",
        ],
        ["ROC", "Noorderpoort", "fusie", "25LW", 71.5, 70, 69.25, "x", 4.9, 412],
        ["ROC", "Albeda", None, "00GT", 68.5, 70, 69.25, None, 5.1, 900],
        title="Resultaten",
    )
    items = items_of(file)
    assert figures_of(items) == {
        ("jaarresultaat", "25LW", "2018/2019", (("niveau", "2"),)): Decimal("71.5"),
        ("jaarresultaat", "00GT", "2018/2019", (("niveau", "2"),)): Decimal("68.5"),
        ("jaarresultaat", "roc", "2018/2019", (("niveau", "2"),)): Decimal(70),
        ("jaarresultaat", "nl", "2018/2019", (("niveau", "2"),)): Decimal("69.25"),
        ("nieuwe-vsv", "25LW", "2018/2019", ()): Decimal("4.9"),
        ("nieuwe-vsv", "00GT", "2018/2019", ()): Decimal("5.1"),
    }
    (unused,) = [note for note in problems_of(items, Severity.NOTE) if "overgeslagen" in note.message]
    assert "Aantal nieuwe vsv'ers" in unused.message
    assert all(breakdown_problem(row.fields["breakdown"], set()) is None for row in rows_of(items))


def test_a_csv_with_one_header_row_and_the_sheet_title():
    csv = csv_file(
        [
            "BRIN",
            "Naam instelling",
            "Diplomaresultaat 2020-2021",
            "Diplomaresultaat 2020-2021 vgl groep",
            "Groep",
        ],
        ["25LW", "Noorderpoort", "71,5", "70", "ROC"],
        ["00GT", "Albeda", "68,5", "70", "ROC"],
    )
    assert figures_of(items_of(csv)) == {
        ("diplomaresultaat", "25LW", "2020/2021", ()): Decimal("71.5"),
        ("diplomaresultaat", "00GT", "2020/2021", ()): Decimal("68.5"),
        ("diplomaresultaat", "roc", "2020/2021", ()): Decimal(70),
    }
    by_title = later([*NP, 0.7, 0.6], measure=None, title="VSV")
    assert ("nieuwe-vsv", "25LW", "2018/2019", ()) in figures_of(items_of(by_title))


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("0,6**x", "geen getal"),
        ("=A1", "zonder uitkomst"),
        (180, "buiten 0-100"),
        (-0.2, "buiten 0-100"),
        (True, "geen getal"),
        (pd.Timestamp("2022-10-01").to_pydatetime(), "datum"),
    ],
)
def test_wrong_cells_are_told_all_at_once_with_their_place(cell, message):
    file = later([*NP, cell, 0.7], [*AB, cell, 0.7], years=("2018 - 2019", None))
    errors = problems_of(items_of(file), Severity.ERROR)
    assert [error.place for error in errors] == ["blad Blad1, cel F5", "blad Blad1, cel F6"]
    assert all(message in error.message for error in errors)


@pytest.mark.parametrize(
    ("cell", "absence"), [(None, "leeg"), ("nb", "nb"), (".", "."), ("< 5", "onderdrukt"), ("n.v.t.", "nvt")]
)
def test_absences_are_kept(cell, absence):
    (row,) = [
        row
        for row in rows_of(items_of(later([*NP, cell, 0.7], [*AB, 0.5, 0.7])))
        if row.fields["unit"].code == "25LW"
    ]
    assert (row.fields["value"], row.fields["absence"]) == (None, absence)


def test_provisional_cells():
    items = items_of(later([*NP, "71,5*", 70], [*AB, 60, 70]))
    final = {row.fields["unit"].code: row.fields["final"] for row in rows_of(items)}
    assert final == {"25LW": False, "00GT": True, "roc": True}


def test_unclear_scale_is_asked_and_the_answer_used():
    file = later([*NP, 0.71, 70], [*AB, 87, 70])
    items = items_of(file)
    (question,) = problems_of(items, Severity.QUESTION)
    assert "jaarresultaat 2018/2019" in question.message
    answers = {"scale": {question.question.key: "mixed"}}
    file.seek(0)
    assert (
        figures_of(items_of(file, Options(answers=answers)))["jaarresultaat", "25LW", "2018/2019", ()] == 71
    )


def test_the_same_college_or_column_twice_is_an_error():
    (error,) = problems_of(items_of(later([*NP, 0.7, 0.6], [*NP, 0.8, 0.6])), Severity.ERROR)
    assert (error.place, "rij 5" in error.message) == ("blad Blad1, cel A6", True)
    double = later([*NP, 0.7, 0.6], leaves=("Inst.", "Inst."))
    (error,) = problems_of(items_of(double), Severity.ERROR)
    assert "twee keer" in error.message


@pytest.mark.parametrize("brin", ["25L", 25, "ABCD"])
def test_a_damaged_brin_is_an_error(brin):
    (error,) = problems_of(items_of(later([*AB, 0.7, 0.6], [brin, *NP[1:], 0.7, 0.6])), Severity.ERROR)
    assert error.place == "blad Blad1, cel A6"


def test_footnotes_and_rows_without_brin_are_said():
    items = items_of(
        later([*NP, 0.7, 0.6], [None, "Alle samen", None, None, None, 0.65, 0.6], ["* voorlopig"])
    )
    assert len(rows_of(items)) == 2
    (warning,) = problems_of(items, Severity.WARNING)
    assert warning.place == "blad Blad1, cel A6"
    assert any(note.place == "blad Blad1, cel A7" for note in problems_of(items, Severity.NOTE))


def test_a_group_that_contradicts_itself_is_left_out():
    items = items_of(later([*NP, 0.7, 0.6], [*AB, 0.7, 0.61]))
    assert {row.fields["unit"].code for row in rows_of(items)} == {"25LW", "00GT"}
    (warning,) = problems_of(items, Severity.WARNING)
    assert "Vergelijkingsgroep ROC" in warning.message


@pytest.mark.parametrize("file", [xlsx_file(["a", "b"], [1, 2]), csv_file(["Brinnr", "x"], ["25LW", "1"]),
                                  xlsx_file(["Brinnr", "Jaarresultaat"], ["geen", 1])])  # fmt: skip
def test_other_files_are_refused(file):
    file.seek(0)
    with pytest.raises(ReaderError, match="indicatoren per instelling"):
        items_of(file)


def test_very_many_errors_are_capped():
    rows = [
        [f"{number:02d}{letter}A", "x", "y", "ROC", None, "fout", 0.5]
        for number in range(30)
        for letter in "ABCDEFGHIJ"
    ]
    errors = problems_of(items_of(later(*rows)), Severity.ERROR)
    assert len(errors) == 201
    assert "100" in errors[-1].message


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9),
            st.integers(0, 9),
            st.one_of(st.none(), st.text(max_size=8), st.floats(), st.integers(), st.booleans()),
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_cells_in_between_never_break_us(changes):
    rows = [
        [None] * 5 + ["Jaarresultaat"],
        [None] * 5 + ["2018 - 2019"],
        [*BASE, "Inst.", "Vgl Grp"],
        [*NP, "0,7", "0,6"],
        [*AB, "0,5", "0,6"],
    ]
    rows = [row + [None] * (10 - len(row)) for row in rows]
    for row, column, value in changes:
        if row < len(rows):
            rows[row][column] = (
                str(value).replace("\r", "").replace('"', "").replace("\0", "") if value is not None else None
            )
    text = "\n".join(
        ";".join("" if value is None else value.replace(";", "").replace("\n", " ") for value in row)
        for row in rows
    )
    try:
        items = items_of(io.BytesIO(text.encode("utf-8", "surrogatepass")))
    except ReaderError as error:
        assert str(error)
        return
    assert Counter(type(item) in (Row, Problem) for item in items)[False] == 0
