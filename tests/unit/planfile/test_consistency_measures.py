import pytest

from planfile.document import Measure
from tests.unit.planfile.consistency_builders import found, measure, values


def subjects(code: str, *measures: Measure) -> list[str]:
    return [finding.subject for finding in found(code, measures=measures)]


def test_find_measure_without_planning_looks_at_applied_leaves():
    measures = (
        measure("1.1.1", planning=()),
        measure("1.1.1.1", parent="1.1.1", planning=()),
        measure("1.1.1.2", parent="1.1.1"),
        measure("1.1.2", planning=(), applied=False, explanation="elders"),
        measure("1.1.3", planning=(), see=("1.1.1",)),
    )
    assert subjects("maatregel-zonder-planning", *measures) == ["1.1.1.1"]


def test_find_measure_without_planning_names_a_planning_above():
    measures = (measure("1.1.1"), measure("1.1.1.1", parent="1.1.1", planning=()))
    (finding,) = found("maatregel-zonder-planning", measures=measures)
    assert "wel bij 1.1.1" in finding.message


@pytest.mark.parametrize(("see", "known"), [("1.1.2", True), ("2.1", True), ("9.9", False), ("1.1.3", False)])
def test_find_reference(see, known):
    measures = (
        measure("1.1.1", see=(see,)),
        measure("1.1.2"),
        measure("1.1.3", applied=False, explanation="elders"),
    )
    expected = [] if known else [(see,)]
    assert values("verwijzing-onbekend", measures=measures) == expected


@pytest.mark.parametrize(
    ("links", "loops"),
    [
        ({"a": "b", "b": "a"}, [("a", "b")]),
        ({"a": "a"}, [("a",)]),
        ({"a": "b", "b": "c", "c": "b"}, [("b", "c")]),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, []),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, [("a", "b", "c")]),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, [("a", "b"), ("c", "d")]),
        ({"a": "bc", "b": "a", "c": "a"}, [("a", "b"), ("a", "c")]),
    ],
)
def test_find_loop_once(links, loops):
    measures = tuple(measure(code, see=tuple(see)) for code, see in links.items())
    measures += tuple(measure(code) for code in "abcd" if code not in links)
    assert values("verwijzing-kring", measures=measures) == loops
