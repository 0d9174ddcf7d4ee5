"""The reader of the ledger: built files, as finance systems write them, and broken ones."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.readers.ledger import read
from budgets.readers.ledger_kinds import KIND
from core.numbers import format_number
from imports.reading import Options, PersonalData, Problem, ReaderError, Row, Severity
from tests.built.ledger import BOOKING, HEAD, booking, ledger_csv, ledger_xlsx

WEIGHTY = {Severity.ERROR, Severity.QUESTION, Severity.WARNING}


def both(file: io.BytesIO, **options: object) -> tuple[list[Row], list[Problem]]:
    items = list(read(file, Options(**options)))
    problems = [item for item in items if isinstance(item, Problem) and item.severity in WEIGHTY]
    return [item for item in items if isinstance(item, Row)], problems


def rows(file: io.BytesIO, **options: object) -> list[Row]:
    found, problems = both(file, **options)
    assert not problems, problems
    return found


def cents(*amounts: str, head: tuple[str, ...] = HEAD) -> list[int]:
    return [
        row.fields["cents"] for row in rows(ledger_csv(*(booking(bedrag=one) for one in amounts), head=head))
    ]


def test_a_booking_has_everything():
    [row] = rows(ledger_csv())
    assert row.fields == {
        "cost_centre": "0815", "account": "4310", "year": 2025, "period": 3, "cents": 123450,
        "description": "Inhuur docent", "document": "M-1", "kind": "actual",
    }  # fmt: skip
    assert row.place == "rij 2"


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (
            ["1.234,50", "(1.234,50)", "1.234,50-", "-1.234,50", "0,00"],
            [123450, -123450, -123450, -123450, 0],
        ),
        (["1234.5", "0.1", "-7"], [123450, 10, -700]),
        (["1,234.50", "(2)"], [123450, -200]),
        (
            ["€ 12,00", "€ 1.000,00", "-€ 1,00", "€ -1,00", "€ 1,00-", "(€ 1,00)", "- 1,00", "1,00 EUR"],
            [1200, 100000, -100, -100, -100, -100, -100, 100],
        ),
        (["1 234,50", "0,05"], [123450, 5]),
    ],
)
def test_amounts_as_systems_write_them(amounts, expected):
    assert cents(*amounts) == expected


def test_amounts_of_two_notations_in_one_column():
    written = ["1.234,50", "1234.5", "(1.234,50)", "1.234,50-", "-1,234.50"]
    found, problems = both(ledger_csv(*(booking(bedrag=one) for one in written)))
    assert [row.fields["cents"] for row in found] == [123450, 123450, -123450, -123450, -123450]
    assert [(one.severity, one.place, one.message) for one in problems] == [
        (
            Severity.WARNING, f"rij {row}, kolom Bedrag",
            f"'{said}' heeft een punt als decimaalteken, anders dan de meeste bedragen; gelezen als {read_as}.",
        )
        for row, said, read_as in ((3, "1234.5", "1.234,50"), (6, "-1,234.50", "−1.234,50"))
    ]  # fmt: skip


def test_what_could_be_two_amounts_among_both_notations_is_refused_where_thousands_have_decimals():
    head = tuple("Bedrag (x 1.000)" if one == "Bedrag" else one for one in HEAD)
    found, problems = both(ledger_csv(*(booking(bedrag=one) for one in ("1,5", "2.5", "1.234")), head=head))
    assert [row.fields["cents"] for row in found] == [150000, 250000]
    assert problems[-1].severity is Severity.ERROR
    assert "'1.234' kan twee bedragen zijn" in problems[-1].message


@given(st.lists(st.integers(-(10**10), 10**10), min_size=1, max_size=20))
def test_any_amount_comes_back_to_the_cent(amounts):
    written = [format_number(Decimal(one) / 100, 2) for one in amounts]
    # One amount that leaves no doubt what the comma is.
    assert cents("1.000,01", *written)[1:] == amounts


@pytest.mark.parametrize(
    "heading",
    [
        "Bedrag (x 1.000)", "Bedrag x € 1.000", "Bedrag (x €1000)", "Bedrag in duizenden euro's",
        "Bedrag (x 1.000 euro)", "Bedrag x 1000", "Bedrag (in duizenden euro’s)",
        "Bedrag (× € 1.000)", "Bedrag k€", "Bedrag x duizend euro",
    ],
)  # fmt: skip
def test_thousands_where_the_header_says_so(heading):
    head = tuple(heading if name == "Bedrag" else name for name in HEAD)
    assert cents("1,5", "-0,25", head=head) == [150000, -25000]


@pytest.mark.parametrize("text", ["1e3", "1,00*", "12 %", "nb", "n.v.t.", "x", "--1,00", "(1,00", "1,00 USD"])
def test_what_only_looks_like_an_amount_is_refused_with_its_words(text):
    found, [problem] = both(ledger_csv(booking(bedrag=text), booking(bedrag="1,00")))
    assert len(found) == 1
    assert f"'{text}' is geen bedrag" in problem.message
    assert " nb " not in problem.message


def test_part_of_a_cent_is_an_error_with_its_cell():
    _, [problem] = both(ledger_csv(booking(bedrag="1,00"), booking(bedrag="12,345678")))
    assert problem.severity is Severity.ERROR
    assert "rij 3" in problem.place
    assert "twee cijfers achter de komma" in problem.message


def test_debit_and_credit_in_two_columns():
    head = ("Kostenplaats", "Rekening", "Periode", "Debet", "Credit")
    file = ledger_csv(("1", "4000", "2025-03", "12,50", ""), ("1", "4000", "202503", "", "2,50"), head=head)
    assert [row.fields["cents"] for row in rows(file)] == [1250, -250]
    _, [problem] = both(ledger_csv(("1", "4000", "2025-03", "", ""), head=head))
    assert "geen bedrag bij debet en geen bij credit" in problem.message


def test_a_column_says_debit_or_credit():
    head = ("Kostenplaats", "Rekening", "Periode", "Bedrag", "D/C")
    file = ledger_csv(
        ("1", "4000", "2025-03", "12,50", "D"), ("1", "4000", "2025-03", "2,50", "Credit"), head=head
    )
    assert [row.fields["cents"] for row in rows(file)] == [1250, -250]
    _, [problem] = both(ledger_csv(("1", "4000", "2025-03", "12,50", "X"), head=head))
    assert "geen D (debet) of C (credit)" in problem.message


def test_commitments_are_told_apart():
    head = ("Kostenplaats", "Rekening", "Periode", "Bedrag", "Soort")
    file = ledger_csv(
        ("1", "4000", "2025-03", "1", "Verplichting"), ("1", "4000", "2025-03", "1", "Boeking"), head=head
    )
    assert [row.fields["kind"] for row in rows(file)] == ["commitment", "actual"]


WITH_KIND = ("Kostenplaats", "Rekening", "Periode", "Bedrag", "Soort")


def of_kinds(*kinds: str) -> io.BytesIO:
    return ledger_csv(*(("1", "4000", "2025-03", "1", kind) for kind in kinds), head=WITH_KIND)


@pytest.mark.parametrize(
    "kind", ["Openstaande verplichting", "Inkooporder", "VPL", "Bestelling", "Budget 2025", "Memoriaal"]
)
def test_kind_that_is_not_known_is_asked_and_never_booked(kind):
    found, [problem] = both(of_kinds("Boeking", kind))
    assert not found
    assert problem.question is not None
    asked = (problem.question.kind, problem.question.key, [value for value, _ in problem.question.choices])
    assert asked == (KIND, kind.casefold(), ["actual", "commitment", "planned"])
    for answer, kinds in (("commitment", ["actual", "commitment"]), ("planned", ["actual"])):
        said = {KIND: {kind.casefold(): answer}}
        assert [row.fields["kind"] for row in rows(of_kinds("Boeking", kind), answers=said)] == kinds
        assert [row.fields["kind"] for row in rows(of_kinds("Boeking", kind), settings=said)] == kinds


def test_column_of_anything_is_no_kind():
    _, [problem] = both(of_kinds(*(f"woord {number}" for number in range(30))))
    assert problem.severity is Severity.ERROR
    assert "30 verschillende woorden" in problem.message


PERIODS = [
    ("2025-03", 3), ("202503", 3), ("2025/3", 3), ("03-2025", 3), ("mrt 2025", 3), ("mrt. 2025", 3), ("sept 2025", 9),
    ("marsen 2025", None), ("maa 2025", 3),
    ("maart 2025", 3),
    ("2025-00", 0), ("2025-13", 13), ("2025-16", 16), ("2025-17", None), ("onbekend", None), ("1899-03", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_periods(text, expected):
    found, problems = both(ledger_csv(("1", "4000", text, "1"), head=("kpl", "gbr", "Periode", "Bedrag")))
    assert [row.fields["period"] for row in found] == ([] if expected is None else [expected])
    assert bool(problems) is (expected is None)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("31-03-2025", 3), ("31.3.2025", 3), ("2025-03-31", 3), ("2025-03-31 00:00:00", 3), ("31-03-2025 14:30", 3),
        ("31-03-20259", None), ("31-03-2025 of zo", None), ("2025-03-311", None), ("x31-03-2025", None),
    ],
)  # fmt: skip
def test_date_is_a_date_and_nothing_else(text, month):
    file = ledger_csv(("1", "4000", text, "1"), head=("Kostenplaats", "Rekening", "Datum", "Bedrag"))
    found, problems = both(file)
    assert [row.fields["period"] for row in found] == ([] if month is None else [month])
    assert bool(problems) is (month is None)


def test_date_of_another_year_is_told_and_the_book_year_counts():
    head = ("Kostenplaats", "Rekening", "Boekjaar", "Datum", "Bedrag")
    found, [problem] = both(ledger_csv(("1", "4000", "2025", "03-01-2026", "1"), head=head))
    # A day after its book year belongs to the end of that year, never to its January.
    assert (found[0].fields["year"], found[0].fields["period"]) == (2025, 12)
    assert problem.severity is Severity.WARNING
    assert "de boeking staat bij december" in problem.message
    found, _ = both(ledger_csv(("1", "4000", "2026", "28-12-2025", "1"), head=head))
    assert (found[0].fields["year"], found[0].fields["period"]) == (2026, 1)


def test_period_and_book_year_that_differ_are_an_error():
    _, [problem] = both(ledger_csv(booking(boekjaar="2024", periode="2025-03")))
    assert problem.severity is Severity.ERROR
    assert "welk van de twee" in problem.message


def test_year_that_the_file_does_not_name_is_asked_and_remembered():
    head = ("Kostenplaats", "Rekening", "Periode", "Bedrag")
    file = ledger_csv(("1", "4000", "3", "1"), head=head)
    found, [problem] = both(file)
    assert not found
    assert problem.question is not None
    assert [row.fields["year"] for row in rows(file, answers={"year": {"bestand": "2025"}})] == [2025]
    assert [row.fields["year"] for row in rows(file, period="2026")] == [2026]


def test_codes_keep_their_zeros_and_texts_their_signs():
    file = ledger_csv(booking(kostenplaats=" 0007 ", omschrijving="<b>vet</b> & €  meer"))
    [row] = rows(file)
    assert row.fields["cost_centre"] == "0007"
    assert row.fields["description"] == "<b>vet</b> & € meer"


def test_workbook_with_real_numbers_and_days():
    head = ("Kostenplaats", "Rekening", "Datum", "Bedrag")
    file = ledger_xlsx(
        (815, 4310, dt.date(2025, 3, 31), 1234.5), ("0815", "4310", dt.date(2025, 4, 1), -0.1), head=head
    )
    assert [(row.fields["cost_centre"], row.fields["period"], row.fields["cents"]) for row in rows(file)] == [
        ("815", 3, 123450),
        ("0815", 4, -10),
    ]


def test_total_line_and_footnote_are_no_bookings():
    file = ledger_csv(BOOKING, ("Totaal", "", "", "", "1.234,50", "", ""))
    assert len(rows(file)) == 1


def test_all_that_is_wrong_is_told_at_once_with_its_cell():
    file = ledger_csv(booking(kostenplaats="", rekening="", bedrag="veel"), booking(periode="x"), BOOKING)
    found, problems = both(file)
    assert len(found) == 1
    assert [problem.severity for problem in problems] == [Severity.ERROR] * 4
    assert all("rij " in problem.place for problem in problems)


@pytest.mark.parametrize(
    "head",
    [
        ("a", "b"),
        ("Kostenplaats", "Periode", "Bedrag"),
    ],
)
def test_other_tables_are_refused(head):
    with pytest.raises(ReaderError, match="geen export van het grootboek"):
        list(read(ledger_csv(tuple("1" for _ in head), head=head), Options()))


@pytest.mark.parametrize(
    "head",
    [
        ("Kostenplaats", "Rekening"),
        ("Kostenplaats", "Rekening", "Bedrag"),
        ("Kostenplaats", "Rekening", "Periode", "Bedrag in miljoenen"),
    ],
)
def test_ledger_without_amount_or_period_is_told_its_headings(head):
    with pytest.raises(ReaderError, match=f"De koppen zijn: {', '.join(head)}"):
        list(read(ledger_csv(tuple("1" for _ in head), head=head), Options()))


def test_salaries_of_persons_are_refused():
    head = (*HEAD, "Personeelsnummer")
    with pytest.raises(PersonalData):
        list(read(ledger_csv((*BOOKING, "12345"), head=head), Options()))


@given(st.lists(st.lists(st.text(max_size=12), min_size=len(HEAD), max_size=len(HEAD)), max_size=5))
def test_nothing_breaks_it(cells):
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (HEAD, *cells)]
    file = io.BytesIO("\n".join(lines).encode("utf-8", "replace"))
    try:
        items = list(read(file, Options()))
    except ReaderError:
        return
    assert all(isinstance(item, Row | Problem) for item in items)
