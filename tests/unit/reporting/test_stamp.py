"""What a snapshot says of its report, and in which words a document says it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reporting.canonical import canonical, read
from reporting.stamp import facts_of, stamped, status_of

FACTS = {"format": 1, "kind": "verantwoording", "year": 2025}
NEW_YEAR = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)


def test_stamp_takes_the_place_of_the_one_before_and_leaves_the_facts():
    first = stamped(FACTS, number=1, state="concept")
    second = stamped(first, number=1, state="ter vaststelling")
    assert facts_of(first) == facts_of(second) == FACTS
    assert read(canonical(second)) == second


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ({"number": 1, "state": "concept"}, "concept, versie 1"),
        ({"number": 2, "state": "ter vaststelling"}, "ter vaststelling, versie 2"),
        # Half past eleven at night in UTC is the next day, and the next year, in Amsterdam.
        (
            {"number": 1, "state": "vastgesteld", "signed_by": "B. Stuurder", "signed_at": NEW_YEAR},
            "vastgesteld door B. Stuurder op 1 januari 2026, 0.30 uur, versie 1",
        ),
    ],
)
def test_words(stamp, words):
    assert status_of(stamped(FACTS, **stamp)).replace("\xa0", " ") == words


def test_snapshot_that_belongs_to_no_report_is_a_concept():
    assert status_of(FACTS) == "concept"


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        stamped(FACTS, number=1, state="vastgesteld", signed_at=NEW_YEAR.replace(tzinfo=None))
