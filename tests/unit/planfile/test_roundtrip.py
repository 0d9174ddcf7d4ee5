"""Reading and writing: one document, one text."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planfile.schema import read_document
from planfile.source import SourceError, parse
from planfile.writer import fingerprint, write_document
from tests.unit.planfile.documents import documents
from tests.unit.planfile.small import WITH_MONEY, changed, small, spoiled

FIXTURE = Path(__file__).parents[3] / "fixtures" / "noorderpoort-2024-2027.yaml"
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(documents())
def test_write_read_any_document_is_equal_and_stable(document):
    text = write_document(document)
    again = read_document(text.encode())
    assert again == document
    assert write_document(again) == text


@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(documents())
def test_write_any_document_is_the_yaml_that_others_read(document):
    """A YAML library reads the same codes and texts as text, so the quoting is right."""
    loaded = yaml.safe_load(write_document(document))
    assert loaded["agenda"]["title"] == document.agenda.title
    assert [row["code"] for row in loaded["programmes"]] == [row.code for row in document.programmes]
    assert [row["title"] for row in loaded["priorities"]] == [row.title for row in document.priorities]


@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(documents(), documents())
def test_fingerprint_differs_where_the_text_differs(one, other):
    assert fingerprint(one) == fingerprint(read_document(write_document(one).encode()))
    assert (fingerprint(one) == fingerprint(other)) == (write_document(one) == write_document(other))


@pytest.mark.parametrize("pair", [("title: Welzijn", "title: Thuis"), ("value: 85}", "value: 85.5}")])
def test_fingerprint_of_a_small_change_is_another(pair):
    assert fingerprint(small()) != fingerprint(changed(pair))


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1"))))
def test_read_any_text_raises_only_source_error(text):
    try:
        read_document(text.encode("utf-8", "surrogatepass"))
    except SourceError as error:
        assert error.problems


@settings(max_examples=80, deadline=None)
@given(st.binary())
def test_read_any_bytes_raises_only_source_error(content):
    try:
        read_document(content)
    except SourceError as error:
        assert all(problem.line >= 1 and problem.message for problem in error.problems)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab:-{}[],'\"#|>&*!%@` \t\n?~0.", max_size=40))
def test_parse_yaml_like_text_raises_only_source_error(text):
    try:
        parse(text.encode())
    except SourceError as error:
        assert error.problems


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_read_damaged_file_raises_only_source_error(data):
    """A real file with a piece cut out or put in."""
    content = FIXTURE.read_bytes()[:6000]
    start = data.draw(st.integers(0, len(content)))
    piece = data.draw(
        st.binary(max_size=6) | st.sampled_from([b"\t", b"\x00", b": ", b"- ", b"]", b"{", b"\n\n", b"\xe9"])
    )
    try:
        read_document(content[:start] + piece + content[start + data.draw(st.integers(0, 20)) :])
    except SourceError as error:
        assert error.problems


@pytest.mark.parametrize(
    "sign", ["\x85", "\u2028", "\u2029", "\ufeff", "\xa0", "\t", "\x07", "\n", "\r", "\\", "€"]
)
def test_write_read_rare_character_inside_text_stays(sign):
    document = dataclasses.replace(small(), agenda=dataclasses.replace(small().agenda, title=f"a{sign}b"))
    assert read_document(write_document(document).encode()) == document


def test_write_read_fixture_is_the_same_bytes():
    content = FIXTURE.read_bytes()
    assert write_document(read_document(content)).encode() == content


def test_four_eyes_is_written_only_where_it_is_asked():
    asked = changed(("suppress_below: 5", "suppress_below: 5\n  four_eyes: true"))
    assert asked.agenda.four_eyes
    assert "four_eyes: true" in write_document(asked)
    assert "four_eyes" not in write_document(
        changed(("suppress_below: 5", "suppress_below: 5\n  four_eyes: false"))
    )


def test_money_keys_come_back_to_the_byte_and_are_left_out_where_nothing_is_said():
    text = write_document(changed(*WITH_MONEY))
    for line in (
        "  money_thresholds: {over: 2.5, under: 7}",
        "      fte: {2024: 12, 2025: 10.5}",
        "        - {text: coach, amount: 400, fte: 11}",
        "      ends: 2025-12-31",
        "      carry_over: true",
    ):
        assert f"\n{line}\n" in text
    assert write_document(read_document(text.encode())) == text
    plain = write_document(small())
    assert not any(key in plain for key in ("money_thresholds", "fte", "instruments", "carry_over"))


def test_money_thresholds_that_are_the_usual_ones_are_left_out():
    usual = ("  suppress_below: 5\n", "  suppress_below: 5\n  money_thresholds: {over: 5.0, under: 10}\n")
    assert write_document(changed(usual)) == write_document(small())
    half = ("  suppress_below: 5\n", "  suppress_below: 5\n  money_thresholds: {over: 6}\n")
    assert "money_thresholds: {over: 6, under: 10}" in write_document(changed(half))


def test_instrument_that_starts_in_a_year_starts_on_its_first_day():
    found = read_document(
        spoiled(*WITH_MONEY).replace(b"2024-01-01\n      ends: 2025-12-31", b"2024\n      ends: 2025")
    )
    (one,) = found.budget.instruments
    assert (one.starts, one.ends) == (date(2024, 1, 1), date(2025, 12, 31))
