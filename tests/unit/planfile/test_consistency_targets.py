from datetime import date
from decimal import Decimal

import pytest

from planfile.consistency import find
from planfile.document import Group, Objective, Priority, Rhythm, Target
from tests.unit.planfile.consistency_builders import document, figure, found, indicator, reach, series, values


def test_find_target_to_be_set_once_per_indicator_and_year():
    due = reach(None, kind="to_be_set", due=date(2025, 12, 31))
    rows = [series({"ondersteuning": word}, target=reach(None, kind="to_be_set")) for word in ("wel", "geen")]
    assert values("doel-volgt", indicator(series(target=due), *rows)) == [("2025",), ("geen jaar",)]
    (_, without) = found("doel-volgt", indicator(series(target=due), *rows))
    assert "wel ondersteuning en geen ondersteuning" in without.message
    assert not found("doel-volgt")


def test_find_target_to_renew():
    assert values("doel-herzien", indicator(series(baseline=1, target=reach(2, due=date(2024, 12, 31))))) == [
        ("31 december 2024",)
    ]
    assert not found(
        "doel-herzien", indicator(series(target=reach(None, kind="to_be_set", due=date(2025, 1, 1))))
    )


@pytest.mark.parametrize(
    ("by", "expected"), [("2024", [("2024", "2027")]), ("2027", []), ("2026/2027", []), ("2027-06", [])]
)
def test_find_target_for_another_year(by, expected):
    assert values("ander-doeljaar", indicator(series(baseline=1, target=reach(2, by=by)))) == expected


def test_find_target_year_of_a_group():
    target = Target(kind="relative", percent=Decimal(5), by="2026")
    group = Group(title="Samen", members={}, method="sum", target=target)
    assert values("ander-doeljaar", indicator(series(baseline=1), groups=(group,))) == [("2026", "2027")]


@pytest.mark.parametrize(("kind", "missing"), [("reach", True), ("improve", True), ("at_least", False)])
def test_find_target_without_a_year(kind, missing):
    one = indicator(series(baseline=1, target=reach(2, by=None, kind=kind)))
    assert bool(found("doel-zonder-jaar", one)) is missing


def test_find_indicator_without_target_once():
    rows = [series({"niveau": level}, baseline=1) for level in ("1", "2", "3")]
    (finding,) = found("zonder-doel", indicator(*rows))
    assert "3 reeksen" in finding.message
    group = Group(
        title="Samen", members={}, method="sum", target=Target(kind="relative", percent=Decimal(5), by="2027")
    )
    assert not found("zonder-doel", indicator(*rows, groups=(group,)))
    assert not found("zonder-doel", indicator(series(baseline=1, target=reach(None, kind="monitor"))))


def test_find_indicator_without_baseline_once():
    rows = [series({"niveau": level}, baseline=figure(None), target=5) for level in ("1", "2")]
    assert values("zonder-0-meting", indicator(*rows)) == [()]
    assert values("zonder-0-meting", indicator(*rows, series(baseline=1, target=2))) == [("2", "3")]
    assert not found("zonder-0-meting", indicator(series(baseline=0, target=2)))  # a measured zero is a value


def test_find_series_without_target_needs_no_baseline():
    assert not found("zonder-0-meting", indicator(series(baseline=1, target=2), series({"niveau": "1"})))


def test_find_group_members_without_baseline():
    group = Group(
        title="Samen",
        members={"instroom": "totaal"},
        method="sum",
        target=Target(kind="relative", percent=Decimal(5), by="2027"),
    )
    rows = [
        series({"instroom": "totaal", "niveau": "1"}, baseline=5),
        series({"instroom": "totaal", "niveau": "2"}),
        series({"instroom": "switch", "niveau": "2"}),
    ]
    assert values("zonder-0-meting", indicator(*rows, groups=(group,))) == [("1", "2")]


def test_find_objective_without_indicator():
    empty = Priority(code="3", title="Drie", objectives=(Objective(code="3.1", title="Leeg"),))
    one = document()
    one = type(one)(agenda=one.agenda, priorities=(*one.priorities, empty))
    subjects = [finding.subject for finding in find(one) if finding.code == "doelstelling-zonder-indicator"]
    assert subjects == ["3.1"]


@pytest.mark.parametrize(
    ("rhythm", "by", "expected"),
    [
        (Rhythm(every=2, first=2022), "2027", [("2027", "2026")]),
        (Rhythm(every=2, first=2023), "2027", []),
        (Rhythm(every=1, first=2023), "2027", []),
        (Rhythm(every=2, first=2028), "2027", [("2027",)]),
        (Rhythm(every=2, first=2022, ended=True), "2027", []),
        (Rhythm(), "2027", []),
        (Rhythm(every=2, first=2022), "2026/2027", [("2026/2027", "2026")]),
    ],
)
def test_find_no_measurement_in_the_target_year(rhythm, by, expected):
    one = indicator(series(baseline=1, target=reach(2, by=by)), rhythm=rhythm)
    assert values("geen-meting-in-doeljaar", one) == expected


def test_find_source_that_has_ended():
    row = series(baseline=1, target=2)
    (finding,) = found(
        "bron-gestopt", indicator(row, rhythm=Rhythm(first=2022, ended=True), sources=("NPO",))
    )
    assert "NPO komt niet meer na de meting van 2022" in finding.message
    assert not found("bron-gestopt", indicator(row))
