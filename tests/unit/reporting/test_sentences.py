from __future__ import annotations

import pytest

from indicators.verdict.judgement import LABELS, Status
from reporting.chapters import cells
from reporting.chapters.partners import decision_line, evaluation_lines
from reporting.chapters.sentences import aside, carried, joined, money, number_of, spending, standing


def counts(**found: int) -> list[dict[str, object]]:
    return [
        {"status": status, "label": LABELS[Status(status)], "count": count} for status, count in found.items()
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (counts(), "Geen van de indicatoren heeft een streefwaarde die nu geldt."),
        (counts(no_target=3), "Geen van de indicatoren heeft een streefwaarde die nu geldt."),
        (counts(on_track=1, no_target=3), "Van 1 indicator met een streefwaarde ligt er 1 op koers of op doelniveau."),
        (
            counts(off_track=2, on_track=1, at_target=4),
            "Van 7 indicatoren met een streefwaarde liggen er 5 op koers of op doelniveau. De andere: 2 achter.",
        ),
        (counts(off_track=2), "Van 2 indicatoren met een streefwaarde ligt er geen op koers of op doelniveau. "
                              "De andere: 2 achter."),
    ],
)  # fmt: skip
def test_standing(found, said):
    assert standing(found) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "Voor 2025 is niets begroot en niets geboekt."),
        ({"planned": "100"}, "Begroot: €\u00a0100; er is nog niets geboekt."),
        ({"actual": "0"}, "Er is niets begroot; besteed: €\u00a00."),
        (
            {
                "planned": "200",
                "actual": "150.50",
                "spent_percent": "75.3",
                "forecast": "190",
                "closed": False,
            },
            "Begroot: €\u00a0200; besteed: €\u00a0151 (75\u00a0% van de begroting); "
            "verwacht voor het hele jaar: €\u00a0190.",
        ),
        (
            {"planned": "0", "actual": "5", "spent_percent": None, "forecast": "190", "closed": True},
            "Begroot: €\u00a00; besteed: €\u00a05.",
        ),
    ],
)
def test_money_never_takes_what_is_missing_for_zero(row, said):
    assert money(row, 2025) == said


def test_small_words():
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a en b",
        "a, b en c",
    ]
    assert number_of(1, "maatregel", "maatregelen") == "1 maatregel"
    assert (aside(2027, "in "), aside(""), aside(None)) == (" (in 2027)", "", "")
    assert spending({"spending": "boven"}) == "hoger dan begroot"
    assert carried({"total": 0, "states": []}) == "Er is geen maatregel die hier wordt uitgevoerd."
    assert carried({"total": 1, "states": [{"count": 1, "label": "loopt"}]}) == ("1 maatregel: 1 loopt.")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("5724.3", "+€ 5.724"), ("-143989", "−€ 143.989"), ("-0.4", "€ 0"), ("0", "€ 0"), (None, "–")],
)
def test_difference_has_its_sign_before_the_euro_sign(amount, shown):
    assert cells.gap(amount).shown.replace("\xa0", " ") == shown


def test_what_people_wrote_keeps_its_capitals():
    """Only the first letter is raised; ROC and MBO stay."""
    decision = {
        "indicator": "2a", "text": "Meer bbl", "status_label": "", "owner": "O&S", "due_on": "2026-01-01",
        "first_due_on": None, "moved_reason": "", "late": False, "closed_on": "2025-12-01",
        "outcome": "het ROC en het VO tekenden",
    }  # fmt: skip
    assert decision_line(decision).endswith("Afgerond op 1\xa0december\xa02025: het ROC en het VO tekenden.")
    agreed = {
        "owner": "O&S", "due_on": None, "closed_on": "2025-12-01", "outcome": "BAT doet mee", "late": False,
        "text": "Vraag BAT",
    }  # fmt: skip
    held = {
        "held_on": "2025-05-01", "round": "", "participants": [], "contact": "ja", "contact_text": "Met UWV",
        "steered": "", "steered_text": "", "needed": "", "agreements": [agreed],
    }  # fmt: skip
    lines = list(evaluation_lines(held))
    assert lines[1] == "Is er regelmatig contact? Ja. Met UWV"
    assert lines[2].endswith("Afgerond: BAT doet mee.")
