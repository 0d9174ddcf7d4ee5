from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.filters import LONGEST_SEARCH, MeasureFilter, read_filter
from measures.states import State

KNOWN = {
    "objectives": {"1.1", "1.2"},
    "obligations": {"verplicht"},
    "intents": {"starten"},
    "standings": {"vertraagd", "niet_gemeld"},
}
A_MEASURE = {
    "objective": "1.2",
    "obligation": "",
    "state": State.TAKEN,
    "intent": "starten",
    "standing": "vertraagd",
    "text": "1.2.5 workshops voor studenten next",
}


def read(**query: str) -> MeasureFilter:
    return read_filter(query, **KNOWN)


def test_read_filter_of_an_empty_address_asks_for_everything() -> None:
    asked = read()
    assert asked.is_empty
    assert asked.admits(**A_MEASURE)


@pytest.mark.parametrize(
    ("query", "admitted"),
    [
        ({"doelstelling": "1.2"}, True),
        ({"doelstelling": "1.1"}, False),
        ({"verplichting": "niet_vermeld"}, True),
        ({"verplichting": "verplicht"}, False),
        ({"stand": "ingezet"}, True),
        ({"stand": "niet_ingezet"}, False),
        ({"inspanning": "starten"}, True),
        ({"inspanning": "niet_vermeld"}, False),
        ({"voortgang": "vertraagd"}, True),
        ({"voortgang": "niet_gemeld"}, False),
        ({"zoek": "  NEXT  workshops "}, True),
        ({"zoek": "next docenten"}, False),
        ({"zoek": "1.2.5"}, True),
        ({"doelstelling": "1.2", "stand": "niet_ingezet"}, False),
    ],
)
def test_admits_only_what_every_choice_asks_for(query: dict[str, str], admitted: bool) -> None:
    assert read_filter(query, **KNOWN).admits(**A_MEASURE) is admitted


def test_read_filter_leaves_unknown_values_aside_and_names_them() -> None:
    asked = read(doelstelling="9.9", stand="gedaan", verplichting="verplicht")
    assert (asked.objective, asked.state, asked.obligation) == ("", None, "verplicht")
    assert asked.ignored == ("doelstelling '9.9'", "stand 'gedaan'")


def test_read_filter_cuts_an_endless_search() -> None:
    assert len(read(zoek="x" * 5000).text) == LONGEST_SEARCH


@given(
    st.dictionaries(
        st.sampled_from(["doelstelling", "verplichting", "stand", "inspanning", "zoek"]), st.text()
    )
)
def test_read_filter_never_fails(query: dict[str, str]) -> None:
    asked = read_filter(query, **KNOWN)
    assert asked.objective in {"", *KNOWN["objectives"]}
    assert asked.text == " ".join(query.get("zoek", "").split())[:LONGEST_SEARCH]
