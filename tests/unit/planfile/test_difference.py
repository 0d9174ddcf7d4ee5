# ruff: noqa: E501 -- tables of cases
"""A changed file shows exactly its differences, in Dutch."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings

from planfile import document as doc
from planfile.difference import ADDED, CHANGED, MOVED, REMOVED, difference
from planfile.kinds import Choice, ListOf, Record
from planfile.labels import KEYS, label
from tests.unit.planfile.documents import documents
from tests.unit.planfile.small import WITH_MONEY, changed, small

BASELINE = 'baseline: {period: "2022", value: 85}'
SECOND = '              - breakdown: {niveau: "2", leerweg: BOL}\n                baseline: {period: "2022", value: 80.5}\n                targets: []\n'


def texts(*pairs: tuple[str, str]) -> list[str]:
    return [str(change) for change in difference(small(), changed(*pairs))]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), documents())
def test_difference_is_empty_only_between_equals(one, other):
    assert difference(one, one) == []
    assert bool(difference(one, other)) == (one != other)


CASES = [
    ([("title: Welzijn", "title: Thuis")], ["gewijzigd: prioriteit 1 › doelstelling 1.1 › titel: Welzijn → Thuis"]),
    ([("title: Kleine agenda", "title: X")], ["gewijzigd: agenda › titel: Kleine agenda → X"]),
    ([("min_n: 10", "min_n: 2000")], ["gewijzigd: agenda › beoordelen vanaf (aantal antwoorden): 10 → 2000"]),
    (
        [(BASELINE, 'baseline: {period: "2022", value: 85.5}')],
        ["gewijzigd: prioriteit 1 › doelstelling 1.1 › indicator 1a › reeks geheel › 0-meting › waarde: 85 → 85,5"],
    ),
    (
        [(BASELINE, "baseline: null")],
        [
            "gewijzigd: prioriteit 1 › doelstelling 1.1 › indicator 1a › reeks geheel › 0-meting: "
            "periode 2022, waarde 85 → (leeg)"
        ],
    ),
    (
        [("- {kind: reach, value: 87, by: 2027}", "- {kind: reach, value: 88, by: 2027}")],
        ["gewijzigd: prioriteit 1 › doelstelling 1.1 › indicator 1a › reeks geheel › doel 1 › waarde: 87 → 88"],
    ),
    (
        [("- {kind: reach, value: 87, by: 2027}", "- {kind: reach, value: 87, by: 2027}\n                  - {kind: at_least, value: 90, by: 2028}")],
        ["nieuw: prioriteit 1 › doelstelling 1.1 › indicator 1a › reeks geheel › doel 2: ten minste, waarde 90, uiterlijk 2028"],
    ),
    ([(SECOND, "")], ["verwijderd: prioriteit 1 › doelstelling 1.1 › indicator 1a › reeks niveau 2 BOL: 0-meting 80,5"]),
    ([("desired: higher", "desired: lower")], ["gewijzigd: prioriteit 1 › doelstelling 1.1 › indicator 1a › gewenste richting: hoger is beter → lager is beter"]),
    ([("mandatory: true", "mandatory: false")], ["gewijzigd: prioriteit 1 › doelstelling 1.1 › indicator 1a › verplichte indicator: ja → nee"]),
    ([("2025: 2000.5", "2025: 2000.75")], ["gewijzigd: baten b1 › bedrag per jaar: 2024: 1.000, 2025: 2.000,5 → 2024: 1.000, 2025: 2.000,75"]),
    ([("starts: 2024-01-01", "starts: 2024-02-01")], ["gewijzigd: agenda › eerste dag: 1 januari 2024 → 1 februari 2024"]),
    ([("code: bc113", "code: bc114")], ["nieuw: opleiding bc114: Mbo-Verpleegkundige", "verwijderd: opleiding bc113: Mbo-Verpleegkundige"]),
    (
        [("          - {name: Gemeente, side: extern}", "          - {name: Bond, side: intern}\n          - {name: Gemeente, side: extern}")],
        ["nieuw: prioriteit 1 › doelstelling 1.1 › partner 1: Bond, intern"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), CASES)
def test_difference_changed_file_shows_exactly_its_differences(pairs, expected):
    assert [text.replace("\xa0", " ") for text in texts(*pairs)] == expected


def test_difference_item_under_another_objective_is_moved_not_removed():
    document = small()
    priority = document.priorities[0]
    one, two = priority.objectives
    moved = dataclasses.replace(one.indicators[0], title="Anders")
    after = dataclasses.replace(
        document,
        priorities=(
            dataclasses.replace(
                priority,
                objectives=(
                    dataclasses.replace(one, indicators=()),
                    dataclasses.replace(two, indicators=(*two.indicators, moved)),
                ),
            ),
        ),
    )
    changes = difference(document, after)
    assert [change.kind for change in changes] == [MOVED, CHANGED]
    assert changes[0].item[-1] == "indicator 1a"
    assert (changes[0].old, changes[0].new) == ("doelstelling 1.1", "prioriteit 1 › doelstelling 1.2")
    assert changes[1].key == "titel"


def test_difference_other_order_is_one_change():
    document = small()
    priority = document.priorities[0]
    after = dataclasses.replace(
        document, priorities=(dataclasses.replace(priority, objectives=priority.objectives[::-1]),)
    )
    changes = difference(document, after)
    assert [(change.kind, change.path) for change in changes] == [
        (MOVED, ("prioriteit 1", "volgorde van doelstellingen"))
    ]


def test_difference_against_nothing_names_the_new_agenda():
    changes = difference(None, small())
    assert [str(change) for change in changes] == [
        "nieuw: agenda: klein-2024-2027",
        "nieuw: prioriteit 1: Kansen",
    ]
    assert {change.kind for change in changes} == {ADDED}


def test_difference_removed_objective_says_its_title():
    document = small()
    priority = document.priorities[0]
    after = dataclasses.replace(
        document, priorities=(dataclasses.replace(priority, objectives=priority.objectives[:1]),)
    )
    assert [(change.kind, change.old) for change in difference(document, after)] == [(REMOVED, "Taal")]


def records(kind) -> set[type]:
    """Every record class of the document."""
    if isinstance(kind, ListOf):
        return records(kind.kind)
    if not isinstance(kind, Record):
        return set()
    below = [records(spec.metadata["kind"]) for spec in dataclasses.fields(kind.cls)]
    return {kind.cls}.union(*below)


def test_label_every_key_of_the_document_has_one():
    keys = {spec.name for cls in records(doc.DOCUMENT) for spec in dataclasses.fields(cls)}
    assert keys == set(KEYS)
    assert label("value") == "waarde"


def test_value_labels_name_values_that_exist():
    from planfile.labels import VALUES

    values = {
        value
        for cls in records(doc.DOCUMENT)
        for spec in dataclasses.fields(cls)
        if isinstance(spec.metadata["kind"], Choice)
        for value in spec.metadata["kind"].values
    }
    assert set(VALUES) <= values


def test_difference_of_money_keys_reads_in_dutch():
    assert texts(*WITH_MONEY) == [
        "gewijzigd: agenda › grenzen bij de begroting › boven het plan (%): 5 → 2,5",
        "gewijzigd: agenda › grenzen bij de begroting › onder het plan (%): 10 → 7",
        "nieuw: juridisch instrument subsidie: 1\u00a0januari\u00a02024 tot en met 31\u00a0december\u00a02025",
        "gewijzigd: baten b1 › juridische instrumenten: (leeg) → 2024: subsidie, 2025: subsidie",
        "gewijzigd: lasten l1 › fte: (leeg) → 2024: 12, 2025: 10,5",
        "nieuw: lasten l1 › specificatie 1: coach, bedrag 400, fte 11",
    ]


def test_difference_of_an_instrument_names_what_changed():
    first = changed(*WITH_MONEY)
    other = changed(*WITH_MONEY[:1], (WITH_MONEY[1][0], WITH_MONEY[1][1].replace("carry_over: true", "carry_over: false")),
                    *WITH_MONEY[2:])  # fmt: skip
    assert [str(change) for change in difference(first, other)] == [
        "gewijzigd: juridisch instrument subsidie › overschot mag mee na de looptijd: ja → nee"
    ]
