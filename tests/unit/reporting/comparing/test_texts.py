"""Where two texts differ."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reporting.comparing.texts import Kept, Segment, segments

TEXTS = st.text(alphabet="ab \n", max_size=60)


def test_only_the_words_that_differ_are_marked():
    assert segments("Het ging goed.\nKlaar.", "Het ging beter.\nKlaar.") == (
        Segment(Kept.SAME, "Het ging "),
        Segment(Kept.GONE, "goed."),
        Segment(Kept.NEW, "beter."),
        Segment(Kept.SAME, "\nKlaar."),
    )


def test_text_that_came_and_text_that_went_are_whole():
    assert segments("", "Nieuw.") == (Segment(Kept.NEW, "Nieuw."),)
    assert segments("Oud.", "") == (Segment(Kept.GONE, "Oud."),)


@given(TEXTS, TEXTS)
def test_both_texts_come_back_out_of_the_pieces(before, after):
    found = segments(before, after)
    assert "".join(one.text for one in found if one.kept is not Kept.NEW) == before
    assert "".join(one.text for one in found if one.kept is not Kept.GONE) == after
    assert all(a.kept is not b.kept for a, b in pairwise(found))


def test_fifty_thousand_characters_are_compared_at_once():
    before = "woord " * 9000
    found = segments(before, before.replace("woord", "anders"))
    assert [one.kept for one in found] == [Kept.GONE, Kept.NEW]
