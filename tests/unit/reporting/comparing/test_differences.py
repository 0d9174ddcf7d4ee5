"""What differs between two snapshots."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from reporting.comparing.differences import Change, differences


def figure(text: str, period: str, *, final: bool = True) -> dict[str, Any]:
    return {"text": text, "period": period, "final": final}


def amounts(planned: str) -> dict[str, Any]:
    return {"planned": planned, "actual": None, "spent_percent": None}


def snapshot() -> dict[str, Any]:
    series = {
        "ref": "1a", "label": "hele instelling", "asked": True, "target_text": "87 % in 2027",
        "figures": [figure("85 %", "2022"), figure("86 %", "2024")], "judgement": {"label": "op koers"},
        "baseline": figure("80 %", "2020"),
    }  # fmt: skip
    part = series | {
        "ref": "1a:niveau=2",
        "label": "niveau 2",
        "figures": [figure("te klein aantal", "2024")],
    }
    group = series | {
        "ref": "1a:groep", "label": "Alle niveaus", "title": "Alle niveaus", "target": {"text": "5 % meer"},
        "figures": [], "baseline": None, "judgement": {"label": "op koers"},
    }  # fmt: skip
    story = {"parts": [{"name": "effect", "shown": "Het ging goed."}]}
    return {
        "indicators": [
            {
                "code": "1a",
                "title": "Veilig",
                "mark": {"label": "op koers"},
                "series": [series, part],
                "groups": [group],
            }
        ],
        "unit_indicators": [],
        "measures": [{"code": "1.1.1", "title": "Doen", "applied": True, "standing": {"label": "loopt"}}],
        "money": {
            "year": 2025,
            "years": [
                {"year": 2024, "costs": amounts("7"), "income": amounts("8")},
                {"year": 2025, "costs": amounts("100"), "income": amounts("120")},
            ],
            "priorities": [{"code": "1", "title": "Kansen", **amounts("100")}],
            "objectives": [{"code": "1.1", "title": "Doel", **amounts("100")}],
            "lines": [
                {
                    "side": "income",
                    "code": "b-1",
                    "title": "Bijdrage",
                    "years": [{"year": 2025, **amounts("120")}],
                }
            ],
        },
        "priorities": [{"code": "1", "title": "Kansen"}],
        "objectives": [{"code": "1.1", "title": "Doel"}],
        "stories": {"objectives": {"1.1": story}, "priorities": {}},
    }


def series_of(found: dict[str, Any], place: int = 0) -> dict[str, Any]:
    return found["indicators"][0]["series"][place]


def test_the_same_differs_in_nothing():
    assert differences(snapshot(), deepcopy(snapshot())).is_empty


def test_restated_added_and_gone_figures_are_kept_apart():
    new = snapshot()
    series_of(new)["figures"] = [figure("86,5 %", "2024", final=False), figure("88 %", "2026")]
    found = differences(snapshot(), new)
    assert found.restated == (Change("1a Veilig", "86 %", "86,5 % (voorlopig)", "2024"),)
    assert found.added == (Change("1a Veilig", "", "88 %", "2026"),)
    assert found.gone == (Change("1a Veilig", "85 %", "", "2022"),)
    assert not (found.statuses or found.texts)


def test_provisional_that_became_final_is_a_change():
    old = snapshot()
    series_of(old)["figures"][1]["final"] = False
    [change] = differences(old, snapshot()).restated
    assert (change.before, change.after) == ("86 % (voorlopig)", "86 %")


def test_hidden_figure_is_told_in_its_words():
    new = snapshot()
    series_of(new, 1)["figures"] = [figure("70 %", "2024")]
    [change] = differences(snapshot(), new).restated
    assert change == Change("1a Veilig, niveau 2", "te klein aantal", "70 %", "2024")


@pytest.mark.parametrize(
    ("change", "part", "about", "before", "after"),
    [
        (lambda new: new["indicators"][0]["mark"].update(label="achter"), "statuses", "1a Veilig", "op koers",
         "achter"),
        (lambda new: series_of(new).update(target_text="88 % in 2027"), "targets", "1a Veilig", "87 % in 2027",
         "88 % in 2027"),
        (lambda new: new["measures"][0].update(applied=False), "measures", "1.1.1 Doen", "loopt", "niet ingezet"),
        (lambda new: new["measures"].clear(), "measures", "1.1.1 Doen", "loopt", ""),
        (lambda new: new["money"]["objectives"][0].update(actual="90.4"), "money",
         "Lasten van doelstelling 1.1 Doel: gerealiseerd", "–", "€ 90"),
        (lambda new: new["money"]["years"][1]["income"].update(actual="90.4"), "money", "Baten samen: gerealiseerd",
         "–", "€ 90"),
        (lambda new: new["money"]["lines"][0]["years"][0].update(planned="121"), "money",
         "Baten, Bijdrage: begroot", "€ 120", "€ 121"),
        (lambda new: new["money"]["priorities"][0].update(planned="99"), "money",
         "Lasten van prioriteit 1 Kansen: begroot", "€ 100", "€ 99"),
        (lambda new: new["money"]["objectives"][0].update(expected="95"), "money",
         "Lasten van doelstelling 1.1 Doel: verwacht", "–", "€ 95"),
        (lambda new: new["money"].update(unmapped={"count": 999}), "money", "Boekingen zonder begrotingsregel", "",
         "999"),
        (lambda new: series_of(new)["baseline"].update(text="84 %"), "restated", "1a Veilig", "80 %", "84 %"),
        (lambda new: new["indicators"][0]["groups"][0]["judgement"].update(label="achter"), "statuses",
         "1a Veilig, Alle niveaus", "op koers", "achter"),
        (lambda new: new.update(money=None), "money", "Lasten samen: begroot", "€ 100", ""),
    ],
)  # fmt: skip
def test_each_kind_of_change(change, part, about, before, after):
    new = snapshot()
    change(new)
    first = getattr(differences(snapshot(), new), part)[0]
    assert (first.about, first.before.replace("\xa0", " "), first.after.replace("\xa0", " ")) == (
        about,
        before,
        after,
    )


def test_text_that_changed_names_its_question():
    new = snapshot()
    new["stories"]["objectives"]["1.1"]["parts"][0]["shown"] = "Het ging beter."
    [found] = differences(snapshot(), new).texts
    assert (found.about, found.title) == ("1.1 Doel", "Wat leverde het op?")
    assert [one.text for one in found.segments] == ["Het ging ", "goed.", "beter."]
    del new["stories"]["objectives"]["1.1"]
    assert differences(snapshot(), new).texts[0].segments[0].text == "Het ging goed."
