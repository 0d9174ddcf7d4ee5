from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.models import Phase, Progress
from measures.models.reports import NEEDS_REASON
from measures.report_fields import LONGEST, NAMES, ReportFields, differences, merged, tidy

FIELDS = ReportFields(state="loopt", progress=40, phase="do", changed="Gestart", following="Evaluatie")


def test_fields_that_are_right_have_no_problems():
    assert FIELDS.problems() == {}
    assert ReportFields(state="loopt").problems() == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"state": ""}, "state"),
        ({"state": "klaar"}, "state"),
        ({"progress": -1}, "progress"),
        ({"progress": 101}, "progress"),
        ({"phase": "later"}, "phase"),
        ({"state": "vertraagd"}, "reason"),
        ({"state": "gestopt", "reason": "  "}, "reason"),
        ({"state": "nvt"}, "reason"),
        ({"changed": "x" * (LONGEST + 1)}, "changed"),
        ({"following": "een\0twee"}, "following"),
    ],
)
def test_problems_are_named_by_field(given, field):
    values = {**{name: getattr(FIELDS, name) for name in NAMES}, **given}
    assert set(ReportFields(**values).problems()) == {field}


def test_longest_text_is_right_with_emoji_as_one_character_each():
    assert ReportFields(state="loopt", changed="🙂" * LONGEST).problems() == {}


def test_progress_of_nought_is_not_the_same_as_none():
    assert [one.name for one in differences(ReportFields("loopt", 0), ReportFields("loopt"))] == ["progress"]
    assert differences(ReportFields("loopt", 0), ReportFields("loopt"))[0].own == "0\u00a0%"


def test_tidied_counts_a_line_end_once_and_drops_a_reason_that_nothing_asks_for():
    fields = ReportFields(state="loopt", changed=" een\r\ntwee \r\n", reason="van vroeger")
    assert fields.tidied() == ReportFields(state="loopt", changed="een\ntwee")
    assert ReportFields(state="vertraagd", reason="ziek").tidied().reason == "ziek"


@given(st.text())
def test_tidy_twice_is_tidy_once(text):
    assert tidy(tidy(text)) == tidy(text)


texts = st.text(max_size=20).map(tidy)
reports = st.builds(
    ReportFields,
    state=st.sampled_from(Progress.values),
    progress=st.none() | st.integers(0, 100),
    phase=st.sampled_from(["", *Phase.values]),
    changed=texts,
    following=texts,
    reason=texts,
)


@given(reports, reports)
def test_merging_gives_either_or_loses_nothing(own, other):
    assert merged(own, other, {}) == own
    assert merged(own, other, dict.fromkeys(NAMES, "ander")) == other
    both = merged(own, other, dict.fromkeys(NAMES, "beide"))
    for name in ("changed", "following", "reason"):
        assert getattr(own, name) in getattr(both, name)
        assert getattr(other, name) in getattr(both, name)


@given(reports, reports)
def test_differences_are_nothing_exactly_when_equal(own, other):
    assert (differences(own, other) == ()) is (own == other)


@given(reports)
def test_a_reason_is_needed_exactly_where_the_database_asks_for_one(fields):
    missing = "reason" in ReportFields(state=fields.state).problems()
    assert missing is (fields.state in NEEDS_REASON)
