"""The example decides, evaluates and reaches something, so that every page about it has something to show."""

from __future__ import annotations

import pytest

from agenda.models import Agenda, Agreement, Council, Evaluation, Round, RoundEvent, Theme
from demo.services import demo_load
from indicators.counts import ATTENTION
from measures.decisions.selectors import agenda_decisions
from measures.models import Decision, MilestoneMark
from tests.integration.demo.conftest import BY, ON, rows
from tests.late import late_milestones

pytestmark = pytest.mark.django_db


def test_example_has_a_decision_of_every_kind(example) -> None:
    found = agenda_decisions(Agenda.objects.get(), ON)
    assert found.late and found.closed
    assert any(row.first_due_on for row in found.open)
    assert any(not row.indicator for row in found.open)
    assert {row.status for row in (*found.open, *found.closed) if row.indicator} <= set(ATTENTION)
    assert not Decision.objects.filter(demo=False).exists()


def test_example_evaluates_three_times_and_leaves_something_open(example) -> None:
    for code in ("1.2", "1.3", "2.1"):
        assert Evaluation.objects.filter(objective__code=code, demo=True).count() == 3
    assert Agreement.objects.filter(closed_on=None).exists()
    assert Agreement.objects.exclude(outcome="").exists()
    assert set(Theme.objects.values_list("council", flat=True)) == set(Council.values)
    assert set(Theme.objects.filter(objective=None).values_list("text", flat=True)) == {"Rust in het rooster"}


def test_example_has_a_round_of_evaluations_that_waits_for_most_objectives(example) -> None:
    [round_] = Round.objects.filter(asks_reports=False)
    assert round_.is_open and round_.demo
    assert [row.objective.code for row in Evaluation.objects.filter(round=round_)] == ["2.1"]


def test_nothing_of_it_was_said_today_that_was_done_before(example) -> None:
    opened = RoundEvent.objects.select_related("round").filter(verb="geopend")
    assert opened and all(event.at == event.round.opened_at for event in opened)
    assert not MilestoneMark.objects.filter(at__date__gt=ON).exists()


def test_example_reached_most_steps_and_is_late_with_some(example) -> None:
    reached, late = MilestoneMark.objects.count(), len(late_milestones(Agenda.objects.get(), ON))
    assert reached > 2 * late > 0
    assert not MilestoneMark.objects.filter(reached_on__gt=ON).exists()


def test_loading_again_adds_nothing_to_it(example) -> None:
    before = rows()
    demo_load(on=ON, by=BY)
    assert rows() == before
