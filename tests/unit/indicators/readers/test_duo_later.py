"""A later edition of DUO's "indicatoren per instelling" that words, orders or writes things otherwise."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from imports.reading import Severity
from tests.built.duo import Edition
from tests.built.files import csv_file, xlsx_file
from tests.unit.indicators.readers.editions import figures_of, items_of, problems_of, rows_of

COLLEGES = {
    "25LW": ("ROC", [(0.0482, 0.055), (0.0501, 0.056), (0.0412, 0.05)]),
    "00GT": ("ROC", [(0.04, 0.055), ("n.b.", 0.056), ("<5", 0.05)]),
    "01IC": ("AOC", [(0.03, 0.041), (0.03, 0.042), (0.02, 0.043)]),
}
OWN = {"2017/2018": "4.82", "2018/2019": "5.01", "2019/2020": "4.12"}


def own(items):
    return {
        period: str(value.normalize())
        for (indicator, unit, period, *_), value in figures_of(items).items()
        if (indicator, unit) == ("nieuwe-vsv", "25LW")
    }


def read(edition=None, colleges=None, **sheets):
    return items_of(io.BytesIO((edition or Edition()).file(colleges or COLLEGES, **sheets)))


@pytest.mark.parametrize(
    "edition",
    [
        Edition(),
        Edition(title="Nieuwe voortijdig schoolverlaters (%)"),
        Edition(title="% nieuwe vsv'ers", sheet="VSV 2020"),
        Edition(years=("2017/2018", "2018/2019", "2019/2020")),
        Edition(years=("2017-2018", "2018-2019", "2019-2020")),
        Edition(years=("'17-'18", "'18-'19", "'19-'20")),
        Edition(years=("17-18", "18-19", "19-20")),
        Edition(years=("schooljaar 2017-2018", "schooljaar 2018-2019", "schooljaar 2019-2020")),
        Edition(college="Instelling", group="Vergelijkingsgroep"),
        Edition(college="Eigen instelling", group="Vergl. groep"),
        Edition(college="Inst", group="V.Gr.", brin="BRIN-nummer"),
        Edition(brin="Instellingscode"),
    ],
)
def test_another_wording_gives_the_same_figures(edition):
    items = read(edition)

    assert own(items) == OWN
    assert len(rows_of(items)) == 3 * 3 + 2 * 3
    assert problems_of(items, Severity.ERROR) == problems_of(items, Severity.QUESTION) == []


def test_every_college_its_absences_and_both_groups():
    found = {key[1:3]: value for key, value in figures_of(read()).items()}

    assert found["00GT", "2018/2019"] is None
    assert (found["roc", "2018/2019"], found["aoc", "2018/2019"]) == (Decimal("5.6"), Decimal("4.2"))
    absences = {row.fields["absence"] for row in rows_of(read()) if row.fields["value"] is None}
    assert absences == {"nb", "onderdrukt"}


@pytest.mark.parametrize("year", ["2019/'20*", "2019 - 2020 (voorlopig)", "2019-2020*"])
def test_a_marked_year_makes_its_figures_provisional(year):
    items = read(Edition(years=("2017 - 2018", "2018 - 2019", year)))

    assert {(row.fields["period"], row.fields["final"]) for row in rows_of(items)} == {
        ("2017/2018", True), ("2018/2019", True), ("2019/2020", False),
    }  # fmt: skip


def test_a_text_with_an_asterisk_among_fractions_is_doubted():
    pairs = [(0.03, 0.041), (0.03, 0.042), ("0,6*", 0.043)]
    items = read(colleges={**COLLEGES, "01IC": ("AOC", pairs)})

    (doubt,) = problems_of(items, Severity.WARNING)
    assert (doubt.place, doubt.message) == (
        "blad VSV, cel P7", "60 % ligt ver boven de rest van de kolom: klopt dat?",
    )  # fmt: skip
    (marked,) = [row.fields for row in rows_of(items) if row.place == doubt.place]
    assert (marked["value"], marked["final"]) == (60, False)


def test_results_may_be_fractions_beside_percentages_of_vsv():
    results = [["Brinnr", "Jaarresultaat 2019 - 2020 Inst."], ["25LW", 0.72], ["00GT", 0.7]]
    percents = {brin: (group, [(3.26, 5), (4.1, 5), (2.47, 5)]) for brin, (group, _) in COLLEGES.items()}
    items = read(colleges=percents, **{"JR en DR": results})

    assert problems_of(items, Severity.QUESTION) == []
    assert figures_of(items)["jaarresultaat", "25LW", "2019/2020", ()] == 72
    assert own(items)["2017/2018"] == "3.26"


FLAT = [
    ["BRIN", "Naam instelling", "Jaarresultaat 2021-2022", "Nieuwe vsv 2021-2022"],
    ["25LW", "Noorderpoort", "71,2", "4,8"],
]


@pytest.mark.parametrize(
    ("row", "words"),
    [(["00GT", "Ander", "70", "4", "8"], "scheidingsteken"), (["00GT", "Ander", "70"], "afgebroken")],
)
def test_a_row_of_text_that_has_shifted_is_an_error(row, words):
    items = items_of(csv_file(*FLAT, row))

    (problem,) = problems_of(items, Severity.ERROR)
    assert problem.place == "rij 3"
    assert words in problem.message


def test_a_row_of_a_workbook_may_have_notes_beside_it():
    items = items_of(xlsx_file(*FLAT[:1], ["25LW", "Noorderpoort", 71.2, 4.8, None, "zie toelichting"]))

    assert problems_of(items, Severity.ERROR) == []
