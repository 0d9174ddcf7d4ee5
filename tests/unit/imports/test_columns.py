"""Numbers as a column writes them: what a point and a fraction mean is decided, or asked, and never guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.cells import CellError
from imports.columns import Column, decide_columns
from imports.reading import Options, Severity
from imports.sheets import Broken

NOTHING = Options()


def column(*values, percent=False, whole=False, key="k"):
    made = Column(key, "kolom waarde", "rij 2, kolom waarde", percent=percent, whole=whole)
    for value in values:
        made.see(*value) if isinstance(value, tuple) else made.see(value)
    return made


def values_of(*values, answers=None, **kind):
    made = column(*values, **kind)
    problems = decide_columns([made], Options(answers=answers or {}))
    assert problems == []
    return [made.read(*(value if isinstance(value, tuple) else (value,))).value for value in values]


def numbers(*texts):
    return [Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(("1.234", "0,5"), ("1234", "0.5")), (("1.234", "0.5"), ("1.234", "0.5")), (("1,234", "12.5"), ("1234", "12.5")),
     (("1.234.567", "8.901"), ("1234567", "8901")), (("1.234,5", "2.000"), ("1234.5", "2000")),
     (("1,234.5", "2,000"), ("1234.5", "2000")), (("0.125", "2.000"), ("0.125", "2")), (("12", "7"), ("12", "7")),
     (("1 234", "5,5"), ("1234", "5.5")), (("1\u00a0234,5", "2"), ("1234.5", "2")), (("−3,5", "+2"), ("-3.5", "2")),
     (("€ 1.234,50", "2"), ("1234.5", "2")), (("4.5E-2", "1"), ("0.045", "1"))],
)  # fmt: skip
def test_marks_are_decided_over_the_column(texts, expected):
    assert values_of(*texts) == numbers(*expected)


def test_numbers_up_to_one_in_a_form_that_nobody_knows_are_asked_about():
    made = Column("k", "kolom waarde", "rij 2", percent=True, known_form=False)
    made.see("0,05")

    assert [one.severity for one in decide_columns([made], NOTHING)] == [Severity.QUESTION]


def test_a_percentage_that_is_never_below_one_for_all_is_a_fraction_then():
    results = Column("jaarresultaat", "kolom jaarresultaat", "rij 2", percent=True, high=True)
    leavers = column(3.26, 4.1, percent=True, key="vsv")
    for value in (0.72, 0.7):
        results.see(value)

    assert decide_columns([results, leavers], NOTHING) == []
    assert (results.read(0.72).value, leavers.read(3.26).value) == (72, Decimal("3.26"))


def test_a_fraction_far_above_all_others_is_doubted():
    made = column(0.05, 0.04, "0,6*", percent=True)
    decide_columns([made], NOTHING)

    assert "ver boven" in made.read("0,6*").warning
    assert made.read(0.05).warning == ""


@pytest.mark.parametrize(("answer", "expected"), [(",", "1234"), (".", "1.234")])
def test_ambiguous_point_is_asked_and_the_answer_used(answer, expected):
    made = column("1.234", "12")
    (problem,) = decide_columns([made], NOTHING)
    assert problem.severity is Severity.QUESTION
    assert (problem.question.kind, problem.question.key) == ("mark", "k")
    assert "1.234" in problem.message
    assert answer in dict(problem.question.choices)
    assert values_of("1.234", "12", answers={"mark": {"k": answer}})[0] == Decimal(expected)


def test_ambiguous_comma_is_asked_too():
    (problem,) = decide_columns([column("1,234")], NOTHING)
    assert "1,234" in problem.message
    assert values_of("1,234", answers={"mark": {"k": "."}}) == numbers("1234")


def test_counts_have_no_decimals_so_nothing_is_asked():
    assert values_of("1.234", "12", whole=True) == numbers("1234", "12")


def test_both_marks_in_one_column_is_an_error_at_the_rarer():
    made = column("1,5", "2,5", "3.5")
    assert decide_columns([made], NOTHING) == []
    assert made.read("1,5").value == Decimal("1.5")
    with pytest.raises(CellError, match=r"3\.5.*komma"):
        made.read("3.5")


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "1,2,3",
        "12,",
        "1..2",
        "5 5",
        "0,6**x",
        "12-10-2022",
        "1.23.456,5",
        ">5",
        "NaN",
        "inf",
        "\ufeff12",
    ],
)
def test_no_number(text):
    made = column(text, "0,5")
    decide_columns([made], NOTHING)
    with pytest.raises(CellError, match="geen getal"):
        made.read(text)


def test_mark_of_provisional_is_kept():
    made = column("0,6*", "0,7")
    decide_columns([made], NOTHING)
    reading = made.read("0,6*")
    assert (reading.value, reading.final) == (Decimal("0.6"), False)
    assert "sterretje" in reading.note
    assert made.read("0,7").final


@pytest.mark.parametrize(
    ("text", "absence"), [("", "leeg"), (None, "leeg"), ("nb", "nb"), (".", "."), ("<5", "onderdrukt")]
)
def test_absence_is_no_zero(text, absence):
    reading = column(text).read(text)
    assert (reading.value, reading.absence) == (None, absence)


def test_minus_one_is_suppressed_in_counts_only():
    assert column("-1", whole=True).read("-1").absence == "onderdrukt"
    assert column(-1.0, whole=True).read(-1.0).absence == "onderdrukt"
    assert column("-1").read("-1").value == Decimal(-1)


def test_counts_are_whole():
    with pytest.raises(CellError, match="geen aantal"):
        column(2.5, whole=True).read(2.5)


@pytest.mark.parametrize(
    "value",
    [
        dt.datetime(2022, 1, 1, tzinfo=dt.UTC),
        dt.date(2022, 1, 1),
        dt.time(1),
        True,
        Broken("de fout #N/A"),
        float("nan"),
        float("inf"),
        1e30,
        1e-400 + 1e12,
    ],
)
def test_what_is_no_number_is_told(value):
    made = column(value)
    with pytest.raises(CellError):
        made.read(value)


def test_doubles_are_read_to_six_decimals():
    assert values_of(0.1 + 0.2, 2 / 3) == numbers("0.3", "0.666667")
    assert str(values_of(80.0)[0]) == "80"


def test_fractions_become_percentages():
    assert values_of(0.048235642977167134, 0.05, percent=True) == numbers("4.823564", "5")


def test_percentages_stay():
    assert values_of("87", "4,5", "1", percent=True) == numbers("87", "4.5", "1")


def test_number_format_settles_the_scale_of_its_cell():
    assert values_of((0.5, "0.0%"), (1, "0%"), percent=True) == numbers("50", "100")


def test_percent_sign_settles_the_scale_of_its_cell():
    assert values_of("0,8%", "0,4 %", percent=True) == numbers("0.8", "0.4")


@pytest.mark.parametrize(("answer", "expected"), [("percent", ("0.71", "87")), ("mixed", ("71", "87"))])
def test_unclear_scale_is_asked(answer, expected):
    (problem,) = decide_columns([column("0,71", "87", percent=True)], NOTHING)
    assert (problem.severity, problem.question.kind, problem.question.key) == (
        Severity.QUESTION,
        "scale",
        "k",
    )
    assert "0,71" in problem.message
    assert values_of("0,71", "87", percent=True, answers={"scale": {"k": answer}}) == numbers(*expected)


def test_a_small_percentage_is_no_fraction_when_that_would_stand_far_above_the_others():
    assert values_of("0,85", "3,26", "9,1", percent=True) == numbers("0.85", "3.26", "9.1")
    (problem,) = decide_columns([column("0,0247", "3,26", percent=True)], NOTHING)
    assert problem.severity is Severity.QUESTION


def test_fraction_as_answer_makes_a_large_number_an_error():
    made = column("0,71", "87", percent=True)
    decide_columns([made], Options(answers={"scale": {"k": "fraction"}}))
    assert made.read("0,71").value == Decimal(71)
    with pytest.raises(CellError, match="buiten 0-100"):
        made.read("87")


def test_columns_of_one_file_that_disagree_are_asked():
    one, other = column("3,26", "87", percent=True, key="a"), column("0,0247", percent=True, key="b")
    (problem,) = decide_columns([one, other], NOTHING)
    assert problem.question.key == "b"


def test_only_ones_follow_the_other_columns_or_are_asked():
    ones = column(1, 0, percent=True, key="a")
    assert decide_columns([ones, column(0.4, percent=True, key="b")], NOTHING) == []
    assert ones.read(1).value == Decimal(100)
    (problem,) = decide_columns([column(1, percent=True)], NOTHING)
    assert problem.question.kind == "scale"


def test_zero_beside_others_is_doubted():
    made = column(0, 0.5, 0.4, percent=True)
    decide_columns([made], NOTHING)
    assert made.read(0).value == 0
    assert "ontbreekt" in made.read(0).warning
    assert not made.read(0.5).warning
    only = column(0, 0, 0.4, percent=True)
    assert not only.read(0).warning


@given(st.lists(st.decimals(min_value=0, max_value=99999, places=2), min_size=1, max_size=20))
@settings(max_examples=60)
def test_dutch_notation_comes_back_whole(amounts):
    texts = [f"{amount:,.2f}".translate(str.maketrans(",.", ".,")) for amount in amounts]
    assert values_of(*texts) == amounts


@given(
    st.lists(
        st.one_of(
            st.text(alphabet="0123456789.,-+%<*eE x", max_size=8),
            st.floats(),
            st.integers(-(10**12), 10**12),
            st.none(),
        ),
        max_size=8,
    )
)
@settings(max_examples=60)
def test_any_cell_is_a_reading_or_a_cell_error(values):
    for kind in ({}, {"percent": True}, {"whole": True}):
        made = column(*values, **kind)
        decide_columns([made], NOTHING)
        for value in values:
            try:
                reading = made.read(value)
            except CellError:
                continue
            assert (reading.value is None) == bool(reading.absence)
            if reading.value is not None and made.percent:
                assert 0 <= reading.value <= 100


@pytest.mark.parametrize(
    ("cell", "written"), [(170, "170 %"), ("170", "170 %"), (1.5e3, "1500 %"), (1e20, "dit %")]
)
def test_a_percentage_that_cannot_be_is_written_as_people_do(cell, written):
    made = column(50, cell, percent=True)
    decide_columns([made], NOTHING)
    with pytest.raises(CellError, match=f"^{written} ligt buiten"):
        made.read(cell)
