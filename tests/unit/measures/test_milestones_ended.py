"""Of which measures nobody waits for the planned steps any more."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from measures.milestones.rules import MilestoneState
from measures.milestones.selectors import ended_measures, late_among, milestones_of
from measures.models import Progress
from measures.standing import MeasureStanding, measure_standing
from tests.unit.measures.test_milestones import ON


def row(pk: int, parent: int | None = None, *, applied: bool = True):
    return SimpleNamespace(
        pk=pk, parent=parent, applied=applied, code=f"1.{pk}", title="Maatregel", objective="1"
    )


def stored(measure: int, pk: int, period: str, step: str = "invoeren", **more):
    empty = {"text": "", "order": pk, "reached_on": None, "by": None, "note": None}
    return {**empty, "pk": pk, "measure": measure, "period": period, "step": step, **more}


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (Progress.DONE, "maatregel afgerond"),
        (Progress.STOPPED, "maatregel gestopt"),
        (Progress.NOT_APPLICABLE, "geldt voor geen enkel team"),
        (Progress.RUNNING, None),
        (Progress.DELAYED, None),
        (Progress.NOT_STARTED, None),
        (None, None),
    ],
)
def test_measure_ends_when_all_its_units_say_so(state, why):
    assert ended_measures([row(1)], {1: MeasureStanding(state, 2, 2)}).get(1) == why


def test_measure_that_one_unit_did_not_finish_is_waited_for():
    assert not ended_measures([row(1)], {1: measure_standing([Progress.DONE, None])})


def test_measure_that_nobody_carries_out_is_waited_for():
    assert not ended_measures([row(1)], {})


def test_measure_that_the_plan_does_not_take_is_not_waited_for():
    assert ended_measures([row(1, applied=False)], {}) == {1: "maatregel niet ingezet"}


def test_parts_end_with_the_whole_and_not_the_other_way_round():
    rows, done = [row(1), row(2, 1), row(3, 2)], MeasureStanding(Progress.DONE, 1, 1)
    assert set(ended_measures(rows, {1: done})) == {1, 2, 3}
    assert set(ended_measures(rows, {2: done})) == {2, 3}
    assert set(ended_measures(rows, {3: done})) == {3}


def test_measures_that_are_parts_of_each_other_end_somewhere():
    assert ended_measures([row(1, 2), row(2, 1)], {}) == {}


def test_steps_become_milestones_once_and_in_the_order_of_the_plan():
    steps = [stored(1, 2, "2024", "later"), stored(1, 1, "2025", "eerst"), stored(1, 3, "2025", "eerst")]
    assert [one.step for one in milestones_of(steps, {})[1]] == ["eerst", "later"]


def test_mark_comes_along_with_its_step():
    marked = stored(1, 1, "2025", reached_on="2025-11-02", by="Pim", note="Zie verslag")
    (one,) = milestones_of([marked], {})[1]
    assert one.state(ON) is MilestoneState.REACHED
    assert (one.reached.by, one.reached.note) == ("Pim", "Zie verslag")


def test_late_steps_come_the_longest_first():
    found = milestones_of(
        [stored(1, 1, "2025"), stored(2, 2, "2024/2025"), stored(3, 3, "2027"), stored(4, 4, "2024")],
        {4: "maatregel gestopt"},
    )
    late = late_among([row(1), row(2), row(3), row(4)], found, ON)
    assert [(one.code, one.days) for one in late] == [("1.2", 222), ("1.1", 69)]
