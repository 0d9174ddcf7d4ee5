"""DUO's "indicatoren per instelling": both real editions held against pandas."""

from __future__ import annotations

import warnings
from decimal import Decimal

import pandas as pd
import pytest

from imports.reading import Severity
from tests.built.files import DUO_2018, DUO_2019
from tests.unit.indicators.readers.editions import figures_of, items_of, problems_of, rows_of

# Read by eye from the files: the first column of every measure, from 0.
WHERE = {
    DUO_2018: {
        ("JR en DR", "jaarresultaat"): (9, 8),
        ("JR en DR", "diplomaresultaat"): (18, 8),
        ("VSV", "nieuwe-vsv"): (9, 11),
    },
    DUO_2019: {
        ("JR en DR", "jaarresultaat"): (9, 6),
        ("JR en DR", "diplomaresultaat"): (16, 6),
        ("VSV", "nieuwe-vsv"): (9, 11),
    },
}


def expected_of(path):
    """Every figure by positions that were read by eye, with pandas: (indicator, unit, period) -> float."""
    found, absent = {}, set()
    for (sheet, indicator), (first, width) in WHERE[path].items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pandas would rather read XLS with another library
            frame = pd.read_excel(path, sheet_name=sheet, header=None, dtype=object)
        years = frame.iloc[1].ffill()
        for _, row in frame.iloc[4:].iterrows():
            if not isinstance(row[0], str):
                continue
            for column in range(first, first + width):
                whose = frame.iloc[2, column]
                if pd.isna(whose):
                    continue
                period = years[column].replace(" - ", "/")
                unit = row[0] if whose == "Inst." else row[7].lower()
                if pd.isna(row[column]):
                    absent.add((indicator, unit, period))
                else:
                    found.setdefault((indicator, unit, period), row[column] * 100)
    return found, absent - set(found)


@pytest.mark.parametrize("path", [DUO_2018, DUO_2019], ids=["2018", "2019"])
def test_every_value_of_the_real_editions(path):
    with path.open("rb") as file:
        items = items_of(file)
    ours = {key[:3]: value for key, value in figures_of(items).items()}
    theirs, absent = expected_of(path)
    assert len(theirs) > 600
    assert {key for key, value in ours.items() if value is not None} == set(theirs)
    assert {key for key, value in ours.items() if value is None} == {
        key for key in absent if not key[1].islower()
    }
    for key, value in theirs.items():
        assert abs(float(ours[key]) - value) <= 0.5000001e-6, key
        assert ours[key].as_tuple().exponent >= -6
    assert problems_of(items, Severity.ERROR) == problems_of(items, Severity.QUESTION) == []
    notes = {(note.place, note.message) for note in problems_of(items, Severity.NOTE)}
    assert ("blad Financieel", "Dit blad voedt geen indicator en is overgeslagen.") in notes


def test_noorderpoort_in_both_editions():
    with DUO_2018.open("rb") as old, DUO_2019.open("rb") as new:
        first, second = figures_of(items_of(old)), figures_of(items_of(new))
    assert second["nieuwe-vsv", "25LW", "2017/2018", ()] == Decimal("4.823564")
    assert first["nieuwe-vsv", "25LW", "2016/2017", ()] == Decimal("4.170864")
    assert second["nieuwe-vsv", "25LW", "2016/2017", ()] == Decimal("4.507412")
    assert first["nieuwe-vsv", "roc", "2016/2017", ()] == Decimal("5.2")


def test_places_and_units():
    with DUO_2018.open("rb") as file:
        rows = {row.place: row.fields for row in rows_of(items_of(file))}
    fields = rows["blad VSV, cel S37"]
    assert (fields["unit"].kind, fields["unit"].code, fields["unit"].name) == (
        "college",
        "25LW",
        "Noorderpoort",
    )
    assert (fields["indicator"], fields["period"], fields["value"]) == (
        "nieuwe-vsv",
        "2016/2017",
        Decimal("4.170864"),
    )
    groups = {f["unit"].code: f["unit"].kind for f in rows.values() if f["unit"].kind != "college"}
    assert groups == {"roc": "group", "aoc": "group", "vak": "group"}


def test_seven_zeros_of_one_edition_are_doubted():
    with DUO_2019.open("rb") as file:
        places = [problem.place for problem in problems_of(items_of(file), Severity.WARNING)]
    assert places == [f"blad VSV, cel {cell}" for cell in ("P5", "S5", "P10", "S10", "M17", "P41", "S41")]
