from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from agenda.models import Agenda
from measures.rows import counts_by_objective, measure_rows
from measures.selectors import Reference, measure_list, measure_page
from measures.states import State

TODAY = timezone.localdate()
STATES = {
    "1.1.1": State.TAKEN,
    "1.1.2": State.NOT_TAKEN,
    "1.2.1": State.TAKEN,  # a part of a part is planned
    "1.2.1.1": State.TAKEN,
    "1.2.1.1.1": State.TAKEN,
    "1.2.2": State.REFERS,
    "1.2.3": State.WITHOUT_PLANNING,
}


def codes(agenda: Agenda, **query: str) -> list[str]:
    return [row.code for group in measure_list(agenda, query, TODAY).groups for row in group.rows]


def test_measure_list_gives_every_measure_with_its_state(plan: Agenda) -> None:
    found = measure_list(plan, {}, TODAY)
    assert {row.code: row.state for group in found.groups for row in group.rows} == STATES
    assert (found.shown, found.counts.total, found.counts.top_level) == (7, 7, 5)


def test_measure_list_filters_by_every_choice(plan: Agenda) -> None:
    assert codes(plan, doelstelling="1.1") == ["1.1.1", "1.1.2"]
    assert codes(plan, verplichting="pas_toe_of_leg_uit") == ["1.1.2"]
    assert codes(plan, stand="zonder_planning") == ["1.2.3"]
    assert codes(plan, inspanning="starten") == ["1.1.1"]
    assert codes(plan, zoek="STUDENTEN workshops") == ["1.2.1"]
    assert codes(plan, zoek="o&s", doelstelling="1.2") == []


def test_measure_list_keeps_counts_of_the_whole_agenda_when_filtered(plan: Agenda) -> None:
    found = measure_list(plan, {"stand": "niet_ingezet"}, TODAY)
    assert (found.shown, found.counts.total) == (1, 7)
    assert {one.value: one.count for one in found.states} == {
        "ingezet": 4, "niet_ingezet": 1, "zonder_planning": 1, "verwijst_door": 1,
    }  # fmt: skip
    assert [one.value for one in found.states if one.chosen] == ["niet_ingezet"]
    assert [(group.objective.code, group.total) for group in found.groups] == [("1.1", 2)]


def test_measure_list_of_another_agenda_is_apart(plan: Agenda, college) -> None:
    other = Agenda.objects.create(
        slug="ander", college=college, title="Ander", starts="2019-01-01", ends="2022-12-31"
    )
    assert measure_list(other, {}, TODAY).counts.total == 0


def test_measure_page_gives_everything_of_the_measure(
    plan: Agenda, enlarge: Callable[[str, int], None]
) -> None:
    enlarge("1.2.1", 1)
    page = measure_page(plan, "1.2.1")
    assert page is not None
    assert page.source_codes == ("5", "6")
    assert page.monitoring == ("JOB",)
    assert [(one.text, one.value, one.period) for one in page.figures] == [("locaties", 0, "")]
    assert [one.code for one in page.indicators] == ["1.2.1-0"]
    assert [one.name for one in page.partners] == ["Partner 0"]
    assert page.see == (Reference("1.2.1.50", "Maatregel 1.2.1.50", "measure"),)
    assert [one.code for one in page.seen_from] == ["1.2.1.50"]
    assert [(one.code, one.depth) for one in page.parts] == [
        ("1.2.1.1", 1),
        ("1.2.1.1.1", 2),
        ("1.2.1.50", 1),
    ]
    assert page.previous is None
    assert page.following is not None
    assert page.following.code == "1.2.1.1"


def test_measure_page_of_a_part_names_what_it_is_a_part_of(plan: Agenda) -> None:
    page = measure_page(plan, "1.2.1.1.1")
    assert page is not None
    assert [one.code for one in page.whole] == ["1.2.1", "1.2.1.1"]
    assert (page.previous.code, page.following.code) == ("1.2.1.1", "1.2.2")


def test_measure_page_tells_measures_objectives_and_missing_codes_apart(plan: Agenda) -> None:
    page = measure_page(plan, "1.2.2")
    assert page is not None
    assert [(one.code, one.kind) for one in page.see] == [
        ("1.1.1", "measure"),
        ("1.1", "objective"),
        ("9.9", ""),
    ]


def test_measure_page_of_an_unknown_code_is_none(plan: Agenda) -> None:
    assert measure_page(plan, "1.2") is None


def test_measure_rows_come_with_their_parts_after_them_in_one_query(
    plan: Agenda, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        rows = [row for row in measure_rows(plan) if row.objective == "1.2"]
    assert [(row.code, row.depth) for row in rows] == [
        ("1.2.1", 0), ("1.2.1.1", 1), ("1.2.1.1.1", 2), ("1.2.2", 0), ("1.2.3", 0),
    ]  # fmt: skip
    assert {row.code: row.state for row in rows} == {
        code: STATES[code] for code in STATES if code.startswith("1.2")
    }


def test_counts_by_objective_count_what_stands_under_each(plan: Agenda) -> None:
    counts = counts_by_objective(measure_rows(plan))
    assert (counts["1.1"].total, counts["1.1"].not_taken) == (2, 1)
    assert (counts["1.2"].total, counts["1.2"].top_level, counts["1.2"].refers) == (5, 3, 1)
