"""DUO's graduates (4a). Built from their description."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reading import SKIP, Options, ReaderError, Row, Severity
from tests.built.files import csv_file
from tests.unit.indicators.readers.counts import (
    HEAD,
    OLD_HEAD,
    TITLES,
    graduates,
    problems_of,
    values_of,
)


def graduates_file(*rows, head=HEAD, **kind):
    return csv_file(head, *rows, **kind)


def test_men_and_women_are_added_over_levels_and_routes():
    items = graduates(graduates_file(
        ["25LW", "Noorderpoort", "BOLVT", 4, "BC113", 20, 100, 30, 110],
        ["25LW", "Noorderpoort", "BBL", 4, "BC113", 5, 40, 0, 50],
        ["00GT", "Albeda", "BOLVT", 4, "BC113", 7, 0, 8, 1],
        ["25LW", "Noorderpoort", "BOLVT", 4, "BC008", 1, 26, 2, 31],
    ))  # fmt: skip
    assert values_of(items) == {
        ("25LW", "bc113", "2020/2021"): 165, ("25LW", "bc113", "2021/2022"): 190,
        ("00GT", "bc113", "2020/2021"): 7, ("00GT", "bc113", "2021/2022"): 9,
        ("25LW", "bc008", "2020/2021"): 27, ("25LW", "bc008", "2021/2022"): 33,
    }  # fmt: skip
    places = [item.place for item in items if isinstance(item, Row)]
    assert places[0] == "rij 2 t/m 3, DIPMAN2021 en DIPVROUW2021 als 2020/2021"
    assert {item.fields["indicator"] for item in items if isinstance(item, Row)} == {
        "gediplomeerden-maatschappelijke-opgaven"
    }


@pytest.mark.parametrize("hidden", ["<5", "< 5", "-1"])
def test_one_suppressed_cell_makes_the_sum_suppressed(hidden):
    items = graduates(
        graduates_file(
            ["25LW", "N", "BOLVT", 4, "BC113", 20, hidden, 3, 4],
            ["25LW", "N", "BBL", 4, "BC113", 5, 40, 3, 4],
        )
    )
    assert values_of(items) == {
        ("25LW", "bc113", "2020/2021"): "onderdrukt",
        ("25LW", "bc113", "2021/2022"): 14,
    }


def test_a_row_without_a_year_adds_nothing_and_half_a_year_makes_it_unknown():
    items = graduates(graduates_file(
        ["25LW", "N", "BOLVT", 4, "BC113", "", "", 3, 4], ["25LW", "N", "BBL", 4, "BC113", 5, 40, 3, ""],
        ["25LW", "N", "BBL", 4, "BC008", "", "", 3, 4]))  # fmt: skip
    assert values_of(items) == {("25LW", "bc113", "2020/2021"): 45, ("25LW", "bc113", "2021/2022"): "leeg",
                                ("25LW", "bc008", "2020/2021"): "leeg", ("25LW", "bc008", "2021/2022"): 7}  # fmt: skip


def test_older_files_semicolon_latin1_and_other_names():
    file = graduates_file(
        ["25LW", "Café", "BOL", 4, "bc113", "1.012", 100], head=OLD_HEAD, encoding="latin-1"
    )
    assert values_of(graduates(file)) == {("25LW", "bc113", "2017/2018"): 1112}


def test_totals_are_used_only_without_men_and_women_and_half_a_year_is_left_out():
    head = [
        "BRIN",
        "BEROEPSOPLEIDING CODE",
        "DIPMAN2020",
        "DIPMAN2021",
        "DIPVROUW2021",
        "DIPTOTAAL2021",
        "DIPTOTAAL2022",
    ]
    items = graduates(csv_file(head, ["25LW", "bc113", 1, 2, 3, 99, 7]))
    assert values_of(items) == {("25LW", "bc113", "2020/2021"): 5, ("25LW", "bc113", "2021/2022"): 7}
    assert any("van 2020" in note.message.lower() for note in problems_of(items, Severity.NOTE))


def test_programmes_that_nobody_follows_are_left_out_and_said():
    items = graduates(graduates_file(["25LW", "N", "BOL", 4, "BC999", 1, 2, 3, 4]))
    assert values_of(items) == {}
    assert any("bc999" in note.message for note in problems_of(items, Severity.NOTE))
    every = graduates(graduates_file(["25LW", "N", "BOL", 4, "BC223", 1, 2, 3, 4]), Options())
    assert ("25LW", "bc223", "2020/2021") in values_of(every)


def test_crebos_of_the_own_college_are_asked_and_answers_used():
    rows = (["25LW", "N", "BOL", 4, "25655", 10, 20], ["00GT", "A", "BOL", 4, "25655", 1, 2],
            ["00GT", "A", "BOL", 4, "23110", 1, 2], ["25LW", "N", "BOL", 4, "25180", 4, 4])  # fmt: skip
    questions = problems_of(graduates(graduates_file(*rows, head=OLD_HEAD)), Severity.QUESTION)
    assert [(q.question.kind, q.question.key) for q in questions] == [
        ("programme", "25655"),
        ("programme", "25180"),
    ]
    assert set(dict(questions[0].question.choices)) == {"bc113", "bc008", SKIP}
    answers = {"programme": {"25655": "bc113", "25180": SKIP}}
    items = graduates(
        graduates_file(*rows, head=OLD_HEAD),
        Options(brin="25LW", settings={"programmes": TITLES}, answers=answers),
    )
    assert problems_of(items, Severity.QUESTION) == []
    assert values_of(items) == {("25LW", "bc113", "2017/2018"): 30, ("00GT", "bc113", "2017/2018"): 3}
    assert any(
        "hun aantallen kunnen daardoor te laag" in note.message for note in problems_of(items, Severity.NOTE)
    )
    by_list = Options(settings={"programmes": TITLES, "crebos": {"25655": "bc113"}})
    assert (
        values_of(graduates(graduates_file(*rows, head=OLD_HEAD), by_list))["25LW", "bc113", "2017/2018"]
        == 30
    )


@pytest.mark.parametrize(
    ("row", "place"),
    [(["25L", "N", "BOL", 4, "bc113", 1, 2, 3, 4], "rij 3, kolom INSTELLINGSCODE"),
     (["25LW", "N", "BOL", 4, "zorg", 1, 2, 3, 4], "rij 3, kolom BEROEPSOPLEIDING CODE"),
     (["25LW", "N", "BOL", 4, "bc113", 1, "2,5", 3, 4], "rij 3, kolom DIPVROUW2021"),
     (["25LW", "N", "BOL", 4, "bc113", 1, 2, "veel", 4], "rij 3, kolom DIPMAN2022"),
     (["25LW", "N", "BOL", 4, "bc113", 1], "rij 3")],
)  # fmt: skip
def test_errors_have_their_place(row, place):
    items = graduates(graduates_file(["00GT", "A", "BOL", 4, "bc113", 1, 2, 3, 4], row))
    assert [error.place for error in problems_of(items, Severity.ERROR)] == [place]


@pytest.mark.parametrize(
    ("file", "pattern"),
    [(csv_file(["a", "b"], [1, 2]), "INSTELLINGSCODE"), (csv_file(["BRIN", "CREBO"], ["25LW", "25655"]), "DIPMAN2021"),
     (csv_file([*HEAD, "DIPMAN2021"], ["25LW"] * 10), "meer dan één kolom")],
)  # fmt: skip
def test_other_files_are_refused(file, pattern):
    with pytest.raises(ReaderError, match=pattern):
        graduates(file)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["25LW", "00GT", "27GZ"]),
            st.sampled_from(["BC113", "BC008"]),
            st.sampled_from(["BBL", "BOLVT"]),
            *[st.one_of(st.integers(0, 5000), st.just("<5"))] * 4,
        ),
        min_size=1,
        max_size=30,
    )
)
@settings(max_examples=40, deadline=None)
def test_sums_are_those_of_pandas(rows):
    full = [[brin, "x", route, 4, code, *counts] for brin, code, route, *counts in rows]
    frame = pd.DataFrame(full, columns=HEAD)
    ours = values_of(graduates(graduates_file(*full)))
    theirs = {}
    for (brin, code), group in frame.groupby(["INSTELLINGSCODE", "BEROEPSOPLEIDING CODE"]):
        for year in (2021, 2022):
            cells = group[[f"DIPMAN{year}", f"DIPVROUW{year}"]].to_numpy().ravel()
            theirs[brin, code.lower(), f"{year - 1}/{year}"] = (
                "onderdrukt" if "<5" in list(cells) else Decimal(int(sum(cells)))
            )
    assert ours == theirs


@pytest.mark.parametrize(
    "row",
    [
        ["Bron: DUO, 1 oktober 2022", "", "", "", "", "", "", "", ""],
        ["* kleiner dan 5"],
        ["Totaal", *"abcdefgh"],
    ],
)
def test_footnotes_and_totals_are_skipped_and_told(row):
    items = graduates(csv_file(HEAD, ["25LW", "NP", "BOL", "4", "BC113", 1, 2, 3, 4], row))

    assert values_of(items) == {("25LW", "bc113", "2020/2021"): 3, ("25LW", "bc113", "2021/2022"): 7}
    assert problems_of(items, Severity.ERROR) == []
    assert "rij 3" in {one.place for one in problems_of(items, Severity.NOTE)}


@pytest.mark.parametrize("row", [["25L"], ["25LW"], ["25LW", "NP", "BOL", "4", "BC1"]])
def test_a_row_that_was_cut_off_is_no_footnote(row):
    items = graduates(csv_file(HEAD, ["25LW", "NP", "BOL", "4", "BC113", 1, 2, 3, 4], row))

    assert [one.place for one in problems_of(items, Severity.ERROR)] == ["rij 3"]


def test_a_column_twice_is_refused_only_where_it_matters():
    rows = [*HEAD, "PROVINCIE", "PROVINCIE"], ["25LW", "NP", "BOL", "4", "BC113", 1, 2, 3, 4, "GR", "GR"]
    assert len(values_of(graduates(csv_file(*rows)))) == 2

    for header, words in (("DIPVRW2021", "zeggen hetzelfde"), ("DIPMAN2021", "meer dan")):
        with pytest.raises(ReaderError, match=words):
            graduates(csv_file([*HEAD, header], ["25LW", "NP", "BOL", "4", "BC113", 1, 2, 3, 4, 5]))


def test_the_words_of_the_columns_may_differ():
    head = [*HEAD[:5], "AANTAL MANNEN 2021", "AANTAL VROUWEN 2021"]

    assert values_of(graduates(csv_file(head, ["25LW", "NP", "BOL", "4", "BC113", 1, 2]))) == {
        ("25LW", "bc113", "2020/2021"): 3
    }


def test_a_row_that_stands_there_twice_is_doubted():
    row = ["25LW", "NP", "BOL", "4", "BC113", 1, 2, 3, 4]
    items = graduates(csv_file(HEAD, row, ["25LW", "NP", "BBL", "4", "BC113", 1, 2, 3, 4], row))

    (doubt,) = problems_of(items, Severity.WARNING)
    assert (doubt.place, "rij 2" in doubt.message) == ("rij 4", True)
