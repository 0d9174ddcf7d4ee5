"""References in a text: filled in, told when something is the matter, and flagged when the fact changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.story.references import (
    NOT_TOLD,
    Fact,
    Trouble,
    changed,
    keys_of,
    pieces,
    problems,
    resolved,
    shown_in,
)

FACTS = {
    one.key: one
    for one in (
        Fact("1a.meting", "1a Veilig: laatste meting", "86 %"),
        Fact(
            "5a:leerweg=BOL;niveau=2.meting",
            "5a, BOL niveau 2: laatste meting",
            "te klein aantal",
            hidden=True,
        ),
        Fact("1c.meting", "1c: laatste meting", "nog geen meting", missing=True),
    )
}


@pytest.mark.parametrize("written", ["{{ 1a.meting }}", "{{1a.meting}}", "{{\u00a01a.meting\t}}"])
def test_reference_shows_its_value_however_it_is_spaced(written):
    assert resolved(f"Nu is het {written}.", FACTS) == "Nu is het 86 %."


def test_what_cannot_be_shown_stands_in_brackets_and_never_as_a_number():
    text = "{{ 5a:leerweg=BOL;niveau=2.meting }}, {{ 1c.meting }}, {{ 9z.meting }}"
    assert resolved(text, FACTS) == "[te klein aantal], [nog geen meting], [onbekend gegeven: 9z.meting]"
    assert [one.trouble for one in problems([text], FACTS)] == [
        Trouble.HIDDEN,
        Trouble.MISSING,
        Trouble.UNKNOWN,
    ]
    assert "9z.meting bestaat niet" in problems([text], FACTS)[2].words


@pytest.mark.parametrize(
    "text", ["{ 1a.meting }", "{{ }}", "{{1a\nmeting}}", "{{ {1a.meting} }}", "{% if x %}", "}}{{"]
)
def test_what_is_no_reference_stays_as_it_was(text):
    assert resolved(text, FACTS) == text and keys_of(text) == ()


def test_changed_says_what_was_and_is_and_what_is_gone():
    then = shown_in(["{{ 1a.meting }} {{ 1a.meting }} {{ 9z.meting }}"], FACTS)
    assert then == {"1a.meting": "86 %"}
    assert changed(then, FACTS) == ()
    later = {"1a.meting": Fact("1a.meting", "1a Veilig: laatste meting", "87 %")}
    assert [(one.then, one.now, one.label) for one in changed(then, later)] == [
        ("86 %", "87 %", "1a Veilig: laatste meting")
    ]
    assert [(one.then, one.now) for one in changed({"1a.doel": "87 %"}, {})] == [("87 %", "")]


@given(st.text(alphabet="{} 1a.meting\n<&é", max_size=200))
def test_pieces_lose_nothing_of_what_is_no_reference(text):
    found = list(pieces(text, FACTS))
    plain = "".join(one.text for one in found if not one.key)
    assert len(plain) <= len(text) and {one.key for one in found if one.key} == set(keys_of(text))
    if not keys_of(text):
        assert plain == text


@pytest.mark.parametrize(
    "text", ["Proef {{ 1.4.begroot", "1.4.begroot }} is het", "Een {{ en nog {{ 1a.meting }}"]
)
def test_a_reference_that_is_not_finished_is_a_problem(text):
    facts = {"1a.meting": Fact("1a.meting", "meting", "86 %")}
    assert [one.trouble for one in problems([text], facts)] == [Trouble.UNFINISHED]
    assert not problems(["Het is {{ 1a.meting }}, {zo}."], facts)


SERIES = "1a:niveau=2"
THEN = {
    f"{SERIES}.{what}": shown
    for what, shown in (("meting", "64,3 %"), ("verandering", "9,0 hoger"), ("afstand", "nog 10,7"))
}


@pytest.mark.parametrize(
    "facts",
    [
        {f"{SERIES}.meting": Fact(f"{SERIES}.meting", "meting", "te klein aantal", hidden=True)},
        # A newer figure shows; the one that was told may be the one that is hidden.
        {f"{SERIES}.meting": Fact(f"{SERIES}.meting", "meting", "70 %", guarded=True)},
        {},
    ],
)
def test_what_is_hidden_now_is_not_told_by_what_it_was(facts):
    """Nor by what is worked out from it: the baseline and how far it moved give the figure."""
    found = changed(THEN, facts)
    assert len(found) == 3 and {one.then for one in found} == {NOT_TOLD}


def test_other_series_and_what_is_no_figure_are_told():
    facts = {f"{SERIES}.meting": Fact(f"{SERIES}.meting", "meting", "te klein aantal", hidden=True)}
    facts["2a.meting"] = Fact("2a.meting", "meting", "12 %")
    found = changed(
        {"2a.verandering": "3,0 hoger", "2a.meting": "13 %", f"{SERIES}.doel": "70 % in 2027"}, facts
    )
    assert [one.then for one in found] == ["3,0 hoger", "13 %", "70 % in 2027"]
