from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.canonical import canonical, computed, day, fingerprint, moment, number, read
from reporting.exceptions import SnapshotError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXT
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcd", max_size=3), inner, max_size=4)
    ),
)


def shuffled(value: object, chance: random.Random) -> object:
    """The same value with its keys put in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(one, chance) for one in value] if isinstance(value, list) else value


@given(VALUES, st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_no_byte(value, chance):
    whole = {"format": 1, "value": value}
    assert canonical(whole) == canonical(shuffled(whole, chance))


@given(VALUES)
def test_what_is_written_is_read_back(value):
    content = canonical({"format": 1, "value": value})
    assert canonical(read(content)) == content
    assert content.endswith(b"}\n") and content.count(b"\n") == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, "x"]}, b'{"a":[true,null,"x"],"b":1}\n'),
        ({"é": "é"}, '{"é":"é"}\n'.encode()),
        ({"e\u0301": "e\u0301"}, '{"é":"é"}\n'.encode()),
        ({"a": 'nul \0, regel \n, aanhaling "'}, b'{"a":"nul \\u0000, regel \\n, aanhaling \\""}\n'),
        ({"a": "12,5\u00a0%"}, '{"a":"12,5\u00a0%"}\n'.encode()),
        ({}, b"{}\n"),
    ],
)
def test_canonical_writes(value, written):
    assert canonical(value) == written


@pytest.mark.parametrize(
    "value", [1.5, Decimal("1.5"), date(2025, 1, 1), {1, 2}, b"x", {1: "a"}, {"a": {"b": 0.0}}]
)
def test_canonical_refuses_what_has_more_than_one_way_to_be_written(value):
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_canonical_refuses_two_keys_that_become_one():
    with pytest.raises(ValueError, match="same text"):
        canonical({"é": 1, "e\u0301": 2})


@pytest.mark.parametrize(
    ("value", "text"),
    [("85.50", "85.5"), ("30.0", "30"), ("1E+2", "100"), ("-0.0", "0"), ("0", "0"), ("-2.50", "-2.5")],
)
def test_number(value, text):
    assert number(Decimal(value)) == text


def test_number_of_nothing_is_nothing():
    assert number(None) is computed(None) is day(None) is None


@pytest.mark.parametrize(
    ("value", "text"), [("1.00000049", "1"), ("0.66666666666", "0.666667"), ("-0.0000001", "0")]
)
def test_computed_keeps_no_accident_of_a_division(value, text):
    assert computed(Decimal(value)) == text


def test_moment_is_the_same_wherever_the_clock_stood():
    here = datetime(2026, 2, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert moment(here) == moment(here.astimezone(UTC)) == "2026-02-01T08:30:00.000000+00:00"
    with pytest.raises(ValueError, match="time zone"):
        moment(here.replace(tzinfo=None))


def test_day_refuses_a_moment():
    with pytest.raises(TypeError):
        day(datetime(2026, 2, 1, tzinfo=UTC))


def test_fingerprint_is_the_hash_that_sha256sum_gives():
    assert fingerprint(b"{}\n") == "ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356"


GOOD = canonical({"format": 1, "a": "1.5"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "geen leesbare JSON"),
        (b"\xff", "geen leesbare JSON"),
        (b"[" * 100_000, "geen leesbare JSON"),
        (b"[1]\n", "van vorm 1"),
        (b'{"format":2}\n', "van vorm 1"),
        (GOOD.replace(b'"1.5"', b"1.5"), "geen leesbare JSON"),
        (GOOD.replace(b'"1.5"', b"NaN"), "hoort"),
        (GOOD.replace(b'"1.5"', b'"\\ud800"'), "hoort"),
        (GOOD.rstrip(), "is veranderd"),
        (GOOD.replace(b":", b": "), "is veranderd"),
        (json.dumps({"format": 1, "a": "e\u0301"}, ensure_ascii=False).encode(), "is veranderd"),
    ],
)
def test_read_refuses_what_is_no_snapshot(content, said):
    with pytest.raises(SnapshotError, match=said):
        read(content)
