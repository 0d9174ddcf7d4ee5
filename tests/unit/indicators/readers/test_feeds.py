"""Questions by their words, and who belongs to a group."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from indicators.breakdowns import breakdown_key, breakdown_problem
from indicators.readers.feeds import Feed, How, Per, merged, normalised, within
from indicators.readers.job_questions import JOB_FEEDS
from indicators.readers.mto_questions import MTO_FEEDS

FIXTURE = Path(__file__).resolve().parents[4] / "fixtures" / "noorderpoort-2024-2027.yaml"


@pytest.mark.parametrize(
    "spelled",
    [
        "Voel je je veilig op school?",
        "  voel je je  veilig\nop school ",
        "V12. Voel je je veilig op school?",
        "12 - Voel je je veilig op school",
        "Vraag 12: Voel je je veilig op school?",
        "12a Vóél je je veilig op school?",
    ],
)
def test_one_question_spelled_in_many_ways(spelled):
    assert normalised(spelled) == "voel je je veilig op school"


def test_a_question_of_only_a_number_keeps_it():
    assert normalised("12") == "12"


@pytest.mark.parametrize(
    ("only", "traits", "used"),
    [
        ("", ["OP", "vrouw"], set()),
        ("OP|docent", ["Docent", "vrouw"], {"Docent"}),
        ("OP|docent;0-2 jaar", ["OP", "0 - 2 jaar"], {"OP", "0 - 2 jaar"}),
        ("OP;< 2 jaar", ["op", "<2 jaar"], {"op", "<2 jaar"}),
        ("OP;< 2 jaar", ["op", "2 jaar"], None),
        ("OP;0-2 jaar", ["OP"], None),
        ("OP", [], None),
    ],
)
def test_within(only, traits, used):
    assert within(only, traits) == used


def test_a_college_changes_adds_and_switches_off():
    one = Feed("q", "i", How.MEAN)
    other = Feed("q", "i", How.MEAN, part="p")
    changed = Feed("q", "i", How.PERCENT_POSITIVE)

    assert merged([one], [(other, True)]) == (one, other)
    assert merged([one], [(changed, True)]) == (changed,)
    assert merged([one, other], [(one, False)]) == (other,)
    assert merged([one], [(other, False)]) == (one,)


@pytest.mark.parametrize("feed", [*JOB_FEEDS, *MTO_FEEDS], ids=lambda feed: f"{feed.indicator}-{feed.per}")
def test_the_tables_are_sound(feed):
    assert feed.question == normalised(feed.question)
    assert breakdown_problem(dict(feed.breakdown), set()) is None
    assert (feed.how is How.ANSWERS) == (feed.per is Per.ANSWER)


@pytest.mark.parametrize("feeds", [JOB_FEEDS, MTO_FEEDS], ids=["JOB", "MTO"])
def test_no_question_writes_a_figure_twice(feeds):
    keys = [feed.key for feed in feeds]

    assert len(keys) == len(set(keys))


def series_of_the_plan(source):
    """(indicator, part, breakdown key) -> unit, of every series of the real plan that a source feeds."""
    found = {}

    def walk(node):
        if isinstance(node, list):
            for item in node:
                walk(item)
        elif isinstance(node, dict):
            if "series" in node and source in node.get("sources", []):
                for series in node["series"]:
                    spot = (node["key"], series.get("part", ""), breakdown_key(series["breakdown"]))
                    found[spot] = series.get("unit", node["unit"])
            for item in node.values():
                walk(item)

    walk(yaml.safe_load(FIXTURE.read_text(encoding="utf-8")))
    return found


def spots(feed):
    """The series that a feed writes."""
    splits = {
        Per.WHOLE: [{}],
        Per.LEVEL: [{"niveau": level} for level in "1234"],
        Per.ROUTE: [{"leerweg": route} for route in ("BOL", "BBL")],
        Per.ANSWER: [
            {"antwoord": answer} for answer in ("heel slecht", "slecht", "neutraal", "goed", "heel goed")
        ],
    }
    return [
        (feed.indicator, feed.part, breakdown_key({**feed.breakdown, **split})) for split in splits[feed.per]
    ]


NOT_ASKED = {
    ("tevreden-begeleiding-opleiding", "", "ondersteuning=wel"),
    ("tevreden-begeleiding-opleiding", "", "ondersteuning=geen"),
    ("oorzaken-werkdruk", "administratief werk", ""),
    ("oorzaken-werkdruk", "te veel werk", ""),
}


@pytest.mark.parametrize(("source", "feeds"), [("JOB", JOB_FEEDS), ("MTO", MTO_FEEDS)])
def test_every_series_of_the_plan_is_fed_in_its_own_unit(source, feeds):
    units = {How.MEAN: "score5" if source == "JOB" else "score10"}
    fed = {spot: units.get(feed.how, "percent") for feed in feeds for spot in spots(feed)}
    plan = series_of_the_plan(source)

    assert set(plan) - set(fed) == {spot for spot in NOT_ASKED if spot in plan}
    assert {spot: fed[spot] for spot in plan if spot in fed} == {
        spot: unit for spot, unit in plan.items() if spot in fed
    }
    # What the plan has no series for takes the unit of its indicator.
    whole = {indicator: unit for (indicator, part, key), unit in plan.items() if not part and not key}
    for (indicator, part, key), unit in fed.items():
        if (indicator, part, key) not in plan and not part and indicator in whole:
            assert unit == whole[indicator], (indicator, key)


def test_asides_in_brackets_do_not_make_another_question():
    """Editions differ in the examples that they give; the question is the same."""
    assert normalised("1. Ben je (meestal) tevreden?") == normalised(
        "Ben je tevreden (denk aan lessen, sfeer)?"
    )
