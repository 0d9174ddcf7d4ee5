"""CBS StatLine in both forms. Built from the description of the files."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reading import Options, PersonalData, Problem, ReaderError, Row, Severity
from indicators.breakdowns import breakdown_problem
from indicators.readers.cbs import read
from tests.built.files import csv_file

WORK = "Werknemer 12 uur of meer per week (%)"
MATCH = "Baan in gelijke of verwante richting, aandeel (%)"
HEAD = ["Leerweg", "Niveau", "Geslacht", "Regio's", "Perioden", "Uitstromers (aantal)", WORK]


def items_of(file, **options):
    return list(read(file, Options(**options)))


def values_of(items):
    found = {}
    for row in [item for item in items if isinstance(item, Row)]:
        fields = row.fields
        assert breakdown_problem(fields["breakdown"], {"bc113"}) is None
        key = (
            fields["indicator"],
            fields["unit"].code,
            fields["period"],
            *sorted(fields["breakdown"].values()),
        )
        assert key not in found
        found[key] = fields["absence"] or fields["value"]
    return found


def problems_of(items, severity):
    return [item for item in items if isinstance(item, Problem) and item.severity is severity]


def odata(*rows, **more):
    text = json.dumps({"odata.metadata": "x", "value": list(rows), **more})
    return io.BytesIO(text.encode())


def test_csv_as_downloaded():
    items = items_of(csv_file(
        ["Uitstromers mbo; arbeidsmarkt"], [],
        HEAD,
        ["Totaal", "Totaal", "Totaal mannen en vrouwen", "Nederland", "2021/'22*", 123, "78,5"],
        ["Bbl", "Entreeopleiding", "Totaal mannen en vrouwen", "Nederland", "2021/'22*", 123, "49,0"],
        ["Bol", "Mbo niveau 2", "Totaal mannen en vrouwen", "Groningen (PV)", "2020/'21", 123, "57,25"],
        ["Bol", "Mbo niveau 2", "Mannen", "Nederland", "2020/'21", 123, "99,0"],
        ["Extranei", "Niveau 3", "Totaal mannen en vrouwen", "Nederland", "2020/'21", 123, "."],
        ["Bron: CBS"],
    ))  # fmt: skip
    key = "werk-na-entree-en-niveau-2"
    assert values_of(items) == {
        (key, "nl", "2021/2022"): Decimal("78.5"), (key, "nl", "2021/2022", "1", "BBL"): 49,
        (key, "groningen-pv", "2020/2021", "2", "BOL"): Decimal("57.25"), (key, "nl", "2020/2021", "3", "EX"): ".",
    }  # fmt: skip
    assert problems_of(items, Severity.ERROR) == []
    final = {row.fields["period"]: row.fields["final"] for row in items if isinstance(row, Row)}
    assert final == {"2021/2022": False, "2020/2021": True}
    notes = " ".join(note.message for note in problems_of(items, Severity.NOTE))
    assert "1 rijen" in notes and "Geslacht" in notes and "Uitstromers (aantal)" in notes
    assert next(row.place for row in items if isinstance(row, Row)) == f"rij 4, kolom {WORK}"


def test_odata_with_padded_texts_and_period_keys():
    items = items_of(
        odata(
            {
                "ID": 0,
                "Leerweg": "Bol  ",
                "Niveau": "Niveau 2   ",
                "Perioden": "2023SJ00",
                "RegioS": "NL01  ",
                "Uitstromers_1": "   1200",
                "AandeelWerknemer12UurOfMeer_2": "   57.5",
            },
            {
                "ID": 1,
                "Leerweg": "T001038   ",
                "Niveau": "T001093",
                "Perioden": "2023SJ00",
                "RegioS": "PV20  ",
                "Uitstromers_1": "   300",
                "AandeelWerknemer12UurOfMeer_2": 80.25,
            },
            {
                "ID": 2,
                "Leerweg": "Bbl  ",
                "Niveau": "Niveau 2   ",
                "Perioden": "2023JJ00",
                "RegioS": "NL01  ",
                "Uitstromers_1": None,
                "AandeelWerknemer12UurOfMeer_2": "       .",
            },
        )
    )
    key = "werk-na-entree-en-niveau-2"
    assert values_of(items) == {
        (key, "nl", "2023/2024", "2", "BOL"): Decimal("57.5"),
        (key, "pv20", "2023/2024"): Decimal("80.25"),
        (key, "nl", "2023", "2", "BBL"): ".",
    }
    units = {row.fields["unit"].code: row.fields["unit"].kind for row in items if isinstance(row, Row)}
    assert units == {"nl": "national", "pv20": "group"}


def test_codes_are_explained_by_the_file_or_asked():
    rows = [
        {"Niveau": "A025289 ", "Perioden": "2023SJ00", "AandeelMetWerk_1": "57.5"},
        {"Niveau": "T001093", "Perioden": "2023SJ00", "AandeelMetWerk_1": "80.5"},
    ]
    key = "werk-na-entree-en-niveau-2"
    explained = values_of(items_of(odata(*rows, Niveau=[{"Key": "A025289", "Title": "Mbo niveau 2"}])))
    assert explained == {
        (key, "nl", "2023/2024", "2"): Decimal("57.5"),
        (key, "nl", "2023/2024"): Decimal("80.5"),
    }
    items = items_of(odata(*rows))
    (question,) = problems_of(items, Severity.QUESTION)
    assert (question.place, question.question.kind, question.question.key) == (
        "rij 1, kolom Niveau",
        "code",
        "niveau:A025289",
    )
    for answer, expected in (("2", (key, "nl", "2023/2024", "2")), ("-", None)):
        answered = items_of(odata(*rows), answers={"code": {"niveau:A025289": answer}})
        assert problems_of(answered, Severity.QUESTION) == []
        assert set(values_of(answered)) == {(key, "nl", "2023/2024"), expected} - {None}


def test_work_in_the_line_of_the_programme_and_early_leavers():
    items = items_of(
        csv_file(
            ["Beroepsopleiding code", "Perioden", MATCH, "Nieuwe vsv'ers (%)"],
            ["BC113", "2019SJ00", "89", "4,8"],
            ["Totaal", "2019SJ00", "80,5", "5,1"],
        )
    )
    assert values_of(items) == {
        ("aansluiting-opleiding-werk", "nl", "2019/2020", "bc113"): 89,
        ("aansluiting-opleiding-werk", "nl", "2019/2020"): Decimal("80.5"),
        ("nieuwe-vsv", "nl", "2019/2020", "bc113"): Decimal("4.8"),
        ("nieuwe-vsv", "nl", "2019/2020"): Decimal("5.1"),
    }


def test_errors_have_their_place():
    items = items_of(
        csv_file(
            ["Leerweg", "Perioden", WORK],
            ["Bol", "2024KW01", "50,5"],
            ["Bol", "2023SJ00", "veel"],
            ["Bbl", "2023SJ00", "50,5"],
            ["Bbl", "2023SJ00", "50,6"],
        )
    )
    assert [error.place for error in problems_of(items, Severity.ERROR)] == [
        "rij 2, kolom Perioden",
        f"rij 3, kolom {WORK}",
        f"rij 5, kolom {WORK}",
    ]


@pytest.mark.parametrize(
    ("content", "pattern"),
    [
        (b'{"value": [', "geen geldige JSON"),
        (b'{"value": []}', "geen lijst"),
        (b"[1, 2]", "geen lijst"),
        (b'{"value": [{"a": NaN}]}', "geen geldige JSON"),
        (b"[" * 100_000, "geen geldige JSON"),
        (b'[{"a": 1}]', "Perioden"),
        (b'[{"Perioden": "2023SJ00", "Aantal_1": 3}]', "voedt een indicator"),
        (b"a;b\n1;2\n", "Perioden"),
        (b'[{"Perioden": "2023SJ00", "x": ' + b"9" * 5000 + b"}]", "geen geldige JSON"),
        (b"Perioden;Aantal werk\n2023;3\n", "voedt een indicator"),
    ],
)
def test_other_files_are_refused(content, pattern):
    with pytest.raises(ReaderError, match=pattern):
        items_of(io.BytesIO(content))


def test_persons_are_refused():
    with pytest.raises(PersonalData):
        items_of(odata({"Perioden": "2023SJ00", "BSN": "1"}))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["value", "d", "Perioden", "Niveau", "Aandeel werk_1", "metwerk %"]),
                inner,
                max_size=4,
            )
        ),
    )
)
@settings(max_examples=60, deadline=None)
def test_any_json_is_rows_or_refused(content):
    for data in (content, [content], {"value": [content, {"Perioden": "2023SJ00", "metwerk %": content}]}):
        try:
            items = items_of(io.BytesIO(json.dumps(data).encode()))
        except ReaderError as error:
            assert str(error)
        else:
            assert all(isinstance(item, Row | Problem) for item in items)


def stored(number, level="T001262", region="NL01      ", period="2021SJ00", **measures):
    return {"ID": number, "NiveauOpleiding": level, "RegioS": region, "Perioden": period, **measures}


@pytest.mark.parametrize(
    "name",
    [
        "VoortijdigSchoolverlatersRelatief_3",
        "VsvErsRelatief_12",
        "NieuweVsvErsInProcenten_3",
        "PercentageVsvErs_3",
    ],
)
def test_a_share_may_be_one_word_in_a_name_of_the_json(name):
    found = values_of(items_of(odata(stored(1, **{"VoortijdigSchoolverlaters_2": 45, name: 4.5}))))

    assert found == {("nieuwe-vsv", "nl", "2021/2022"): Decimal("4.5")}


def test_the_list_of_periods_says_which_are_provisional():
    periods = [{"Key": "2021SJ00", "Title": "2021/'22"}, {"Key": "2022SJ00", "Title": "2022/'23*"}]
    items = items_of(
        odata(
            stored(1, VsvPercentage_1=4.5), stored(2, period="2022SJ00", VsvPercentage_1=5), Perioden=periods
        )
    )

    assert [row.fields["final"] for row in items if isinstance(row, Row)] == [True, False]


@pytest.mark.parametrize(
    "rows",
    [
        [["Niveau", "Perioden", "Met werk (12 uur of meer)"], ["", "", "%"]],
        [["Onderwerp", "", "Met werk (12 uur of meer)"], ["Niveau", "Perioden", "%"]],
    ],
)
def test_units_may_stand_in_a_row_of_their_own(rows):
    items = items_of(
        csv_file(["Uitstromers mbo"], *rows, ["Totaal", "2021/'22", "87,1"], ["N2", "2021/'22", "80"])
    )

    assert values_of(items) == {
        ("werk-na-entree-en-niveau-2", "nl", "2021/2022"): Decimal("87.1"),
        ("werk-na-entree-en-niveau-2", "nl", "2021/2022", "2"): 80,
    }
    assert {row.place for row in items if isinstance(row, Row)} == {
        f"rij {number}, kolom Met werk (12 uur of meer) (%)" for number in (4, 5)
    }


def test_the_whole_is_the_mbo_where_the_file_tells_more():
    items = items_of(csv_file(
        ["Onderwijssoort", "Perioden", "Vsv (%)"],
        ["Totaal vo en mbo", "2021/'22", "2,1"], ["Vo totaal", "2021/'22", "1"],
        ["Mbo totaal", "2021/'22", "5,2"], ["Mbo niveau 2", "2021/'22", "8,5"],
    ))  # fmt: skip

    assert values_of(items) == {
        ("nieuwe-vsv", "nl", "2021/2022"): Decimal("5.2"),
        ("nieuwe-vsv", "nl", "2021/2022", "2"): Decimal("8.5"),
    }
    assert any("'Vo totaal'" in one.message for one in problems_of(items, Severity.NOTE))


def test_the_name_of_a_dimension_goes_before_a_word_in_another():
    items = items_of(csv_file(
        ["NiveauOuders", "Niveau", "Perioden", "Vsv (%)"],
        ["Totaal", "N2", "2021/'22", "8,5"], ["Laag", "N2", "2021/'22", "9"],
    ))  # fmt: skip

    assert values_of(items) == {("nieuwe-vsv", "nl", "2021/2022", "2"): Decimal("8.5")}


LONG = [
    ["Uitstromers mbo; arbeidsmarkt"],
    ["Onderwerp", "Niveau", "Perioden", "Eenheid", "Waarde"],
    [WORK, "Totaal", "2022/'23*", "%", "81,2"],
    ["Uitstromers", "Totaal", "2022/'23*", "aantal", "900"],
    [WORK, "Mbo niveau 2", "2022/'23*", "%", "75,0"],
    [MATCH, "Mbo niveau 2", "2022/'23*", "%", "70,5"],
    ["Bron: CBS"],
]


def test_long_form_with_the_topic_in_a_column():
    items = items_of(csv_file(*LONG))

    assert values_of(items) == {
        ("werk-na-entree-en-niveau-2", "nl", "2022/2023"): Decimal("81.2"),
        ("werk-na-entree-en-niveau-2", "nl", "2022/2023", "2"): Decimal(75),
        ("aansluiting-opleiding-werk", "nl", "2022/2023", "2"): Decimal("70.5"),
    }
    places = {row.place for row in items if isinstance(row, Row)}
    assert places == {f"rij {number}, kolom Waarde" for number in (3, 5, 6)}


def test_long_form_that_says_one_figure_twice_is_told_with_both_places():
    items = items_of(csv_file(*LONG[:-1], [WORK, "Totaal", "2022/'23*", "%", "80,0"]))

    ((place, message),) = [(one.place, one.message) for one in problems_of(items, Severity.ERROR)]
    assert (place, "rij 3, kolom Waarde" in message) == ("rij 7, kolom Waarde", True)
