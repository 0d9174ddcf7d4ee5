"""Tables that say by their headings what stands where."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from imports.cells import CellError
from imports.reading import Options, Severity, UnitRef
from imports.tables import open_tables
from indicators.readers.table import figures_of
from indicators.readers.table_cells import breakdown_of, flag_of, unit_of
from indicators.readers.table_headings import EXAMPLE, recognised, said
from tests.built.sheets import csv, workbook
from tests.unit.indicators.readers.asked import errors, figures, problems, questions, rows

KEYS = {"2a": "nieuwe-vsv", "nieuwe-vsv": "nieuwe-vsv", "11a": "score"}
PERCENTS = frozenset({"nieuwe-vsv"})
HEADER = EXAMPLE.split(";")
EXPORT = [
    "indicator", "unit", "breakdown", "period", "value", "n", "final", "suppressed", "edition", "file", "place",
    "recorded_at", "superseded_at",
]  # fmt: skip


def read(content, answers=None):
    book = open_tables(io.BytesIO(content))
    plan, sheet = recognised(book)
    options = Options(period="2024", answers=answers or {})
    return list(figures_of(sheet, options, plan=plan, keys=KEYS, percents=PERCENTS))


@pytest.mark.parametrize("build", [csv, workbook])
@pytest.mark.parametrize(
    "header", [HEADER, ["Indicator", "Unit", "Period", "Breakdown", "Value", "N"],
               ["indicator", "BRIN", "Schooljaar", "Uitsplitsing", "Percentage", "Aantal"]],
)  # fmt: skip
def test_headings_in_either_language(build, header):
    items = read(
        build(
            [
                header,
                ("2a", "25LW", "2023/2024", "niveau=2", "4,5", 812),
                ("2A", "00GT", "2022-2023", "", "6,25", ""),
            ]
        )
    )

    assert figures(items) == {
        ("nieuwe-vsv", "", (("niveau", "2"),), "25LW", "2023/2024"): Decimal("4.5"),
        ("nieuwe-vsv", "", (), "00GT", "2022/2023"): Decimal("6.25"),
    }
    assert [row.fields["n"] for row in rows(items)] == [812, None]


def test_a_title_above_the_headings_and_columns_of_breakdowns():
    items = read(
        csv(
            [
                ("Onze vsv", "", "", ""),
                ("Indicator", "Niveau", "Leerweg", "Waarde"),
                ("2a", "N2", "totaal", "4,5"),
            ],
            "|",
        )
    )

    assert figures(items) == {("nieuwe-vsv", "", (("niveau", "2"),), "", "2024"): Decimal("4.5")}


@pytest.mark.parametrize(
    "header", [("indicator", "periode"), ("waarde", "periode"), ("indicator", "waarde", "value"), ("a", "b")]
)
def test_other_headings_say_nothing(header):
    assert recognised(open_tables(io.BytesIO(csv([header])))) is None


def test_what_was_recognised_is_said():
    plan, _ = recognised(open_tables(io.BytesIO(csv([HEADER]))))

    assert "'n' is aantal personen" in said(plan)


def test_percentages_up_to_one_are_asked_about_and_scores_are_not():
    content = csv(
        [HEADER, ("2a", "25LW", "2023/2024", "", "0,051", ""), ("11a", "25LW", "2024", "", "0,9", "")]
    )
    asked = read(content)
    fractions = read(content, {"scale": {"waarde": "fraction"}})

    assert questions(asked) == [("scale", "waarde")]
    assert sorted(row.fields["value"] for row in rows(fractions)) == [Decimal("0.9"), Decimal("5.1")]


def test_an_export_of_ours_gives_the_figures_of_now():
    def row(value, superseded="", suppressed="false", final="true", breakdown="{}", period="2022/2023"):
        return ("2a", "25LW", breakdown, period, value, "", final, suppressed, "", "", "", "x", superseded)

    items = read(csv([
        EXPORT, row("1.234"), row("9.9", superseded="2025-01-01"), row("", suppressed="true", period="2021/2022"),
        row("0.5", final="false", breakdown='{"niveau": "2", "onderdeel": "instroom"}'),
    ], ";"))  # fmt: skip

    assert figures(items) == {
        ("nieuwe-vsv", "", (), "25LW", "2022/2023"): Decimal("1.234"),
        ("nieuwe-vsv", "instroom", (("niveau", "2"),), "25LW", "2022/2023"): Decimal("0.5"),
    }
    assert [row.fields["final"] for row in rows(items)] == [True, False]
    told = [one.message for one in problems(items, Severity.NOTE) if one.place == "bestand"]
    assert [message[:2] for message in told] == ["1 ", "1 "]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", {}), ("{}", {}), ("totaal", {}), ('{"niveau": "2", "leerweg": "bol"}', {"niveau": "2", "leerweg": "BOL"}),
     ("niveau=2;leerweg=BBL", {"niveau": "2", "leerweg": "BBL"}),
     ("Niveau: 3, leerweg: BOL", {"niveau": "3", "leerweg": "BOL"}),
     ("niveau 2", {"niveau": "2"}), ("BOL", {"leerweg": "BOL"}), ("niveau 4 BBL", {"niveau": "4", "leerweg": "BBL"}),
     ("niveau=totaal", {}), ("instroom=totaal", {"instroom": "totaal"}),
     ("beroepsopleiding=BC113", {"beroepsopleiding": "bc113"}),
     ("onderdeel=gemiddelde", {"onderdeel": "gemiddelde"}), ("antwoord=Heel goed", {"antwoord": "heel goed"})],
)  # fmt: skip
def test_a_breakdown_in_one_cell(text, expected):
    assert breakdown_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "nivo=2",
        "niveau=5",
        "niveau=2;niveau=3",
        "niveau",
        "{",
        '{"niveau": null}',
        '{"niveau": {}}',
        "jongens",
        "=2",
        "niveau=",
    ],
)
def test_what_is_no_breakdown_is_told(text):
    with pytest.raises(CellError):
        breakdown_of(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("25lw", UnitRef("college", "25LW")), ("landelijk", UnitRef("national", "nl", "Nederland")),
     ("vgl-roc", UnitRef("group", "roc")), (" Team  Zorg ", UnitRef("unit", "Team Zorg"))],
)  # fmt: skip
def test_whose_figure_it_is(text, expected):
    assert unit_of(text, "any") == expected


def test_no_unit_is_told():
    with pytest.raises(CellError, match="eenheid"):
        unit_of("n.v.t.", "any")


@pytest.mark.parametrize(
    ("text", "expected"), [("true", True), ("Nee", False), ("", None), ("voorlopig", False)]
)
def test_yes_and_no(text, expected):
    assert flag_of(text) is expected


def test_neither_yes_nor_no_is_an_error_with_its_cell():
    items = read(csv([(*HEADER, "definitief"), ("2a", "25LW", "2024", "nivo=1", "4,5", "", "misschien")]))

    assert [place for place, _ in errors(items)] == ["rij 2, kolom definitief", "rij 2, kolom uitsplitsing"]


def test_a_number_of_people_that_the_source_hides_hides_the_figure():
    (found,) = rows(read(csv([HEADER, ("11a", "25LW", "2024", "", "8,7", "<5")])))

    assert (found.fields["value"], found.fields["absence"], found.fields["n"]) == (None, "onderdrukt", None)
    assert "<5" in found.fields["note"]


def test_an_indicator_that_nobody_knows_is_told_once_with_its_cell():
    items = read(csv([HEADER, *(("2aa", "25LW", year, "", "8,7", "") for year in (2023, 2024))]))

    (told,) = problems(items, Severity.WARNING)
    assert told.place == "rij 2, kolom indicator"
    assert "'2aa'" in told.message


@pytest.mark.parametrize("remark", ["Bron: eigen telling", "* voorlopig cijfer"])
def test_a_remark_under_the_table_is_no_row(remark):
    items = read(csv([HEADER, ("11a", "25LW", "2024", "", "8,7", ""), (remark,)]))

    assert (len(rows(items)), errors(items)) == (1, [])
    assert "rij 3" in {one.place for one in problems(items, Severity.NOTE)}
