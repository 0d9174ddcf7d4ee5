"""What a report lacks and who owes it."""

from __future__ import annotations

from typing import Any

import pytest

from measures.standing import NOT_REPORTED
from reporting.workflow.completeness import completeness

HELD = {"held_on": "2025-05-01"}


def series(*settled: bool, label: str = "hele instelling") -> dict[str, Any]:
    return {"label": label, "asked": True, "targets": [{"settled": one} for one in settled]}


def measure(**changes: Any) -> dict[str, Any]:
    return {"code": "1.1.1", "objective": "1.1", "applied": True, "explanation": "", "shares": []} | changes


def share(name: str, state: str = NOT_REPORTED) -> dict[str, Any]:
    return {"unit_name": name, "state": state}


def money(actual: str | None, *, closed: bool = True, count: int = 0) -> dict[str, Any]:
    unmapped = {"count": count, "amount": "1"} if count else None
    return {"years": [{"year": 2025, "costs": {"actual": actual, "closed": closed}}], "unmapped": unmapped}


def story(**changes: Any) -> dict[str, Any]:
    """A story about which nothing is left to do."""
    whole = {"ready": True, "parts": [{"name": "planned"}], "problems": [], "changed": []}
    return whole | changes


PRIORITY = {"code": "1", "title": "Kansen"}
WRITTEN = {"objectives": {"1.1": story()}, "priorities": {"1": story()}}


def snapshot(**changes: Any) -> dict[str, Any]:
    """A report over 2025 that lacks nothing, with these changes."""
    objective = {
        "code": "1.1", "title": "Doel", "priority": "1", "owner": "dienst O&S", "evaluations": [HELD],
    }  # fmt: skip
    whole = {
        "kind": "verantwoording", "year": 2025, "unit": None, "priorities": [PRIORITY],
        "stories": WRITTEN, "freshness": [], "objectives": [objective],
        "indicators": [], "measures": [],
        "money": money("1"),
    }  # fmt: skip
    return whole | changes


def told(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(chapter.title, one.what, one.who) for chapter in completeness(found) for one in chapter.missing]


def test_whole_report_lacks_nothing():
    assert completeness(snapshot()) == ()


CHANGED = {"label": "1a Veilig: laatste meting", "then": "86 %", "now": "87 %"}


@pytest.mark.parametrize(
    ("told_of", "what"),
    [
        ({}, "nog niet geschreven"),
        ({"1.1": story(ready=False)}, "niet klaar voor lezen"),
        (
            {"1.1": story(problems=[{"words": "9z.meting bestaat niet."}])},
            "In het verhaal: 9z.meting bestaat niet.",
        ),
        ({"1.1": story(changed=[CHANGED])}, "was 86 % en is nu 87 %"),
        ({"1.1": story(changed=[CHANGED | {"now": ""}])}, "bestaat nu niet meer"),
    ],
)
def test_story_that_is_not_done(told_of, what):
    stories = WRITTEN | {"objectives": told_of}
    [(title, said, who)] = told(snapshot(stories=stories))
    assert (title, who) == ("1.1 Doel", "dienst O&S") and what in said
    for kind in ("factsheet", "toezicht"):
        assert completeness(snapshot(kind=kind, stories=stories)) == ()


def test_priority_has_a_story_too():
    found = told(snapshot(stories=WRITTEN | {"priorities": {}}))
    assert found == [("1 Kansen", "Het verhaal van dit jaar is nog niet geschreven.", "portefeuillehouder")]
    supervisors = snapshot(kind="toezicht", stories=WRITTEN | {"priorities": {}})
    assert told(supervisors) == found


LATE = [{"source": "JOB", "late": [{"period": "2024"}]}]
UNSETTLED = [{"code": "6b", "objective": "1.1", "series": [series(True, False)]}]
PARTLY = [
    {
        "code": "2c",
        "objective": "1.1",
        "series": [series(True), series(False, label="wel"), series(False, label="geen")],
    }
]
SILENT = [measure(shares=[share("Team B"), share("Team A"), share("Team C", "loopt")])]


@pytest.mark.parametrize(
    ("changes", "title", "what", "who"),
    [
        ({"freshness": LATE}, "Bronnen", "JOB: de cijfers over 2024", "databeheerder"),
        ({"indicators": UNSETTLED}, "1.1 Doel", "nog niet bepaald: 6b", "dienst O&S"),
        ({"indicators": PARTLY}, "1.1 Doel", "nog niet bepaald: 2c (wel en geen)", "dienst O&S"),
        (
            {"measures": SILENT},
            "1.1 Doel",
            "Over maatregel 1.1.1 meldden 2 van de 3 uitvoerders nog niets.",
            "Team A, Team B",
        ),
        ({"measures": [measure(applied=False)]}, "1.1 Doel", "niet is ingezet", "dienst O&S"),
        ({"money": money(None, closed=False)}, "Begroting", "nog niets geboekt", "controller"),
        ({"money": money("0", closed=False)}, "Begroting", "niet afgesloten", "controller"),
        ({"money": money("1", count=7)}, "Begroting", "7 boekingen", "controller"),
    ],
)
def test_each_thing_that_is_missing(changes, title, what, who):
    [(chapter, said, owes)] = told(snapshot(**changes))
    assert (chapter, owes) == (title, who)
    assert what in said


def test_target_that_was_set_later_is_there():
    assert not told(
        snapshot(indicators=[{"code": "6b", "objective": "1.1", "series": [series(False, True)]}])
    )


def test_evaluation_of_another_year_is_none_of_this_year():
    objective = {
        "code": "1.1",
        "title": "Doel",
        "priority": "1",
        "owner": "",
        "evaluations": [{"held_on": "2024-12-31"}],
    }
    assert told(snapshot(objectives=[objective])) == [
        ("1.1 Doel", "Er is in 2025 geen evaluatie met partners vastgelegd.", "portefeuillehouder")
    ]


def test_report_of_a_school_asks_no_evaluations_and_no_money():
    objective = {"code": "1.1", "title": "Doel", "priority": "1", "owner": "", "evaluations": []}
    assert not told(snapshot(unit={"code": "zorg"}, objectives=[objective], money=None))
