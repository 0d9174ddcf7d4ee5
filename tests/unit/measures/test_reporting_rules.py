"""Which assignments a round asks about, and how they are counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.reporting_rules import Outcome, Span, is_asked, tally

ABOUT, DUE = date(2026, 4, 1), date(2026, 5, 1)
ALWAYS = Span(None, None)


def asked(on: date = ABOUT, **changes: object) -> bool:
    given = {
        "applied": True, "refers": False, "carried_out": ALWAYS, "unit_exists": ALWAYS, "reported": False,
        "about_on": ABOUT, "due_on": DUE, "on": on,
    }  # fmt: skip
    return is_asked(**(given | changes))


def test_is_asked_of_who_carries_it_out():
    assert asked()


@pytest.mark.parametrize(
    "changes",
    [
        {"applied": False},
        {"refers": True},
        {"carried_out": Span(ABOUT + timedelta(days=1), None)},
        {"carried_out": Span(None, ABOUT - timedelta(days=1))},
        {"unit_exists": Span(None, ABOUT - timedelta(days=1))},
        {"unit_exists": Span(ABOUT + timedelta(days=1), None)},
    ],
)
def test_is_asked_nothing_without_plan_or_unit_on_the_day(changes):
    assert not asked(**changes)
    assert not asked(reported=True, **changes)


def test_is_asked_includes_first_and_last_day():
    assert asked(carried_out=Span(ABOUT, ABOUT), unit_exists=Span(ABOUT, ABOUT))


@pytest.mark.parametrize("what", ["carried_out", "unit_exists"])
def test_is_asked_no_more_when_it_ended_before_anybody_reported(what):
    ended = {what: Span(None, date(2026, 4, 15))}
    assert asked(date(2026, 4, 15), **ended)
    assert not asked(date(2026, 4, 16), **ended)
    assert asked(date(2026, 4, 16), reported=True, **ended)


def test_is_asked_still_when_the_unit_closed_after_the_last_day():
    assert asked(date(2026, 6, 1), unit_exists=Span(None, DUE))


def test_is_asked_before_the_day_it_is_about():
    assert asked(date(2026, 3, 1), carried_out=Span(ABOUT, None))


@given(
    on=st.dates(date(2026, 1, 1), date(2027, 1, 1)), first=st.none() | st.dates(), last=st.none() | st.dates()
)
def test_is_asked_with_a_report_never_depends_on_today(on, first, last):
    span = Span(first, last)
    assert asked(on, reported=True, unit_exists=span) == span.holds(ABOUT)


def test_tally_keeps_missing_apart_from_judged():
    found = tally([None, Outcome.OPEN, Outcome.ACCEPTED, Outcome.SENT_BACK, Outcome.ACCEPTED])
    assert (found.asked, found.reported, found.missing) == (5, 4, 1)
    assert (found.accepted, found.sent_back, found.to_judge) == (2, 1, 1)
    assert not found.complete


def test_tally_of_nothing_is_complete():
    assert tally([]).complete
