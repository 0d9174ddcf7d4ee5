"""Tables of the college's own, read as their plan says."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from imports.reading import Options, ReaderError, Severity, UnitRef
from imports.tables import open_tables
from indicators.readers.table import figures_of, read_table
from indicators.readers.table_plan import TablePlan, plan_of, plan_problems
from indicators.readers.table_sheet import Head, sheet_of
from tests.built.sheets import csv, workbook
from tests.unit.indicators.readers.asked import OWN, errors, figures, problems, questions, rows

KEYS = {"2a": "nieuwe-vsv", "nieuwe-vsv": "nieuwe-vsv"}
PLAN = TablePlan(
    columns={"indicator": "Code", "period": "Jaar", "value": "Waarde", "n": "Aantal", "niveau": "Niveau"}
)
HEADER = ("Code", "Jaar", "Niveau", "Waarde", "Aantal")


def read(content, plan=PLAN, options=None):
    return list(read_table(io.BytesIO(content), options or Options(), plan=plan, keys=KEYS))


@pytest.mark.parametrize("build", [csv, workbook])
def test_columns_say_what_each_figure_is(build):
    items = read(
        build([HEADER, ("2a", "2022-2023", "totaal", "4,5", 812), ("2A", "2023/2024", "N2", "6,25", 210)])
    )
    found = rows(items)

    assert figures(items) == {
        ("nieuwe-vsv", "", (), "", "2022/2023"): Decimal("4.5"),
        ("nieuwe-vsv", "", (("niveau", "2"),), "", "2023/2024"): Decimal("6.25"),
    }
    assert [row.fields["n"] for row in found] == [812, 210]
    assert {row.fields["unit"] for row in found} == {OWN}


def test_what_is_fixed_holds_for_every_row():
    plan = TablePlan(
        columns={"value": "Waarde"},
        fixed={"indicator": "nieuwe-vsv", "period": "2023/2024", "leerweg": "BOL", "part": "instroom"},
    )

    found = figures(read(csv([("Waarde", "x"), ("4,5", "")]), plan))

    assert found == {("nieuwe-vsv", "instroom", (("leerweg", "BOL"),), "", "2023/2024"): Decimal("4.5")}


def test_the_period_may_come_with_the_upload():
    plan = TablePlan(columns={"value": "Waarde"}, fixed={"indicator": "2a"})
    content = csv([("Waarde", "x"), ("4,5", "")])

    assert [key[-1] for key in figures(read(content, plan, Options(period="2024")))] == ["2024"]
    assert "periode" in errors(read(content, plan))[0][1]


@pytest.mark.parametrize(
    ("units", "cell", "unit"),
    [("name", "Team  Zorg", UnitRef("unit", "Team Zorg")), ("brin", "00GT", UnitRef("college", "00GT"))],
)
def test_a_column_may_hold_units(units, cell, unit):
    plan = TablePlan(
        columns={"value": "Waarde", "unit": "Wie"}, fixed={"indicator": "2a", "period": "2024"}, units=units
    )

    assert [row.fields["unit"] for row in rows(read(csv([("Wie", "Waarde"), (cell, "4,5")]), plan))] == [unit]


def test_fractions_become_percentages():
    plan = TablePlan(
        columns={"value": "Waarde"}, fixed={"indicator": "2a", "period": "2024"}, scale="fraction"
    )

    assert list(figures(read(csv([("Waarde", "y"), ("0,0451", "")]), plan)).values()) == [Decimal("4.51")]


def test_absences_marks_and_stars_are_kept():
    items = read(
        csv(
            [
                HEADER,
                ("2a", "2022", "totaal", "<5", 3),
                ("2a", "2023", "totaal", "nb", ""),
                ("2a", "2024*", "1", "4", 9),
            ]
        )
    )
    found = [row.fields for row in rows(items)]

    assert [fields["absence"] for fields in found] == ["onderdrukt", "nb", ""]
    assert [fields["final"] for fields in found] == [True, True, False]
    assert found[1]["n"] is None


def test_every_broken_cell_of_a_row_is_told_with_its_place():
    items = read(csv([HEADER, ("", "ooit", "7", "veel", "-3")]))

    assert rows(items) == []
    assert [place for place, _ in errors(items)] == [
        "rij 2, kolom Code", "rij 2, kolom Jaar", "rij 2, kolom Waarde", "rij 2, kolom Aantal", "rij 2, kolom Niveau",
    ]  # fmt: skip


def test_an_empty_level_is_not_the_whole():
    assert "totaal" in errors(read(csv([HEADER, ("2a", "2024", "", "4", 9)])))[0][1]


def test_a_mark_that_could_be_either_is_asked():
    items = read(csv([HEADER, ("2a", "2024", "totaal", "1.234", 900)]))

    assert questions(items) == [("mark", "Waarde")]


def test_columns_that_are_not_used_are_notes():
    items = read(csv([(*HEADER, "Opmerking"), ("2a", "2024", "totaal", "4", 9, "mooi")]))

    assert any("Opmerking" in note.message for note in problems(items, Severity.NOTE))


def test_the_header_may_stand_lower_and_on_another_sheet():
    content = workbook(
        [("Cijfers van de instelling",), (), HEADER, ("2a", 2024, "totaal", 4.5, 9)], title="Cijfers"
    )
    plan = TablePlan(columns=PLAN.columns, sheet="Cijfers", header_row=3)

    assert [row.place for row in rows(read(content, plan))] == ["blad Cijfers, cel D4"]


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (TablePlan(columns={**PLAN.columns, "part": "Soort"}), "'Soort'"),
        (TablePlan(columns=PLAN.columns, header_row=9), "Rij 9"),
        (TablePlan(columns=PLAN.columns, sheet="Anders"), "blad 'Anders'"),
        (TablePlan(), "indeling"),
    ],
)
def test_a_file_that_does_not_fit_the_plan_is_refused(plan, message):
    with pytest.raises(ReaderError, match=message):
        read(csv([HEADER, ("2a", "2024", "totaal", "4", 9)]), plan)


def test_a_plan_is_read_back_as_it_was_stored():
    plan = TablePlan(
        columns={"value": "Waarde"}, fixed={"indicator": "2a"}, sheet="S", header_row=3, units="own"
    )

    assert plan_of(plan.stored()) == plan
    assert plan_of({}) == TablePlan()


@pytest.mark.parametrize(
    ("plan", "wrong"),
    [
        (PLAN, set()),
        (TablePlan(), {"value", "indicator"}),
        (TablePlan(columns={"value": "W", "indicator": "I"}, fixed={"indicator": "2a"}), {"indicator"}),
        (TablePlan(columns={"value": "W", "indicator": "I"}, units="name"), {"unit"}),
        (TablePlan(columns={"value": "W", "indicator": "I"}, units="iets"), {"units"}),
        (TablePlan(columns={"value": "W", "indicator": "I"}, scale="iets"), {"scale"}),
        (TablePlan(columns={"value": "W", "indicator": "I", "kleur": "K"}), {"kleur"}),
        (TablePlan(columns={"value": "W", "indicator": "I"}, header_row=0), {"header_row"}),
        (TablePlan(columns={"value": "W", "indicator": "I"}, fixed={"period": "ooit"}), {"period"}),
        (TablePlan(columns={"value": "W", "indicator": "I"}, fixed={"niveau": "5"}), {"niveau"}),
    ],
)
def test_plan_problems(plan, wrong):
    assert set(plan_problems(plan)) == wrong


def test_a_column_that_stands_there_twice_cannot_be_meant():
    plan = TablePlan(columns={"value": "Waarde"}, fixed={"indicator": "2a", "period": "2024"})

    with pytest.raises(ReaderError, match="twee keer"):
        read(csv([("Waarde", "Waarde"), ("4,5", "5,5")]), plan)


def test_a_look_reads_the_first_rows_only():
    content = csv([("Waarde", "x"), ("1,5", ""), ("2,5", ""), ("kapot", "")])
    plan = TablePlan(columns={"value": "Waarde"}, fixed={"indicator": "2a", "period": "2024"})
    head = Head(sheet_of(open_tables(io.BytesIO(content)), ""), 3)

    items = list(figures_of(head, Options(), plan=plan, keys=KEYS))

    assert [row.fields["value"] for row in rows(items)] == [Decimal("1.5"), Decimal("2.5")]
    assert errors(items) == []
