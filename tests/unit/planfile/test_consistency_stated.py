from decimal import Decimal

import pytest

from planfile.document import AlsoStated, Group, Programme, Target
from tests.unit.planfile.consistency_builders import figure, found, indicator, reach, series, values


def also(field: str, value: str) -> AlsoStated:
    return AlsoStated(field=field, value=Decimal(value), where="par. 6.2")


@pytest.mark.parametrize(
    ("field", "other", "decimals", "expected"),
    [
        ("target", "71", 0, [("70", "71")]),
        ("baseline", "5", 1, [("4,5", "5,0")]),
        ("baseline", "4.4", 1, [("4,5", "4,4")]),
        ("baseline", "4.5", 1, []),
        ("target", "70.4", 1, []),  # 70 is 70,4 rounded
        ("target", "70.6", 1, [("70,0", "70,6")]),
    ],
)
def test_find_second_value_of_one_figure(field, other, decimals, expected):
    row = series(baseline="4.5", target=70, decimals=decimals, also_stated=(also(field, other),))
    assert values("twee-waarden", indicator(row)) == expected


def test_find_second_value_names_breakdown_place_and_values():
    row = series(
        {"niveau": "3", "leerweg": "BBL"}, baseline=4, target=17, also_stated=(also("target", "18"),)
    )
    (finding,) = found("twee-waarden", indicator(row, code="1c"))
    assert (
        str(finding)
        == "twee-waarden 1c 17 / 18: indicator 1c, niveau 3 BBL: doel 17, maar par. 6.2 noemt 18."
    )


@pytest.mark.parametrize(
    ("desired", "kind", "baseline", "target", "worse", "equal"),
    [
        ("higher", "reach", 84, 82, True, False),
        ("higher", "reach", 82, 84, False, False),
        ("higher", "reach", 84, 84, False, True),
        ("lower", "reach", 8, 10, True, False),
        ("lower", "reach", 10, 8, False, False),
        ("none", "reach", 84, 82, False, False),
        ("lower", "at_most", 8.6, 10, True, False),
        ("lower", "at_most", 10, 10, False, False),
        ("lower", "at_most", 12, 10, False, False),
        ("higher", "at_least", 8, 7, True, False),
        ("higher", "at_least", 6, 7, False, False),
        ("higher", "at_most", 6, 7, False, False),  # a bound on the other side lets nothing get worse
    ],
)
def test_find_target_against_baseline(desired, kind, baseline, target, worse, equal):
    one = indicator(series(baseline=baseline, target=reach(target, kind=kind)), desired=desired)
    assert bool(found("doel-slechter", one)) is worse
    assert bool(found("doel-gelijk", one)) is equal


def test_find_target_uses_the_last_target_and_the_direction_of_the_series():
    row = series(baseline=50, desired="lower")
    newest = Target(kind="reach", value=Decimal(60), by="2027")
    row = type(row)(**{**vars(row), "targets": (reach(40), newest)})
    assert values("doel-slechter", indicator(row)) == [("50", "60")]


@pytest.mark.parametrize(("percent", "code"), [(5, None), (-5, "doel-slechter"), (0, "doel-gelijk")])
def test_find_relative_change(percent, code):
    target = Target(kind="relative", percent=Decimal(percent), by="2027")
    group = Group(title="Samen", members={}, method="sum", target=target)
    for one in (indicator(series(baseline=5, target=target)), indicator(series(baseline=5), groups=(group,))):
        for each in ("doel-slechter", "doel-gelijk"):
            assert bool(found(each, one)) is (each == code)


PROGRAMMES = tuple(Programme(code=code, title=code, sector="ICT") for code in ("bc1", "bc2"))


@pytest.mark.parametrize(
    ("target", "first", "second", "expected"),
    [
        (80, 83, None, [("80", "83")]),
        (80, 83, 81, [("80", "83", "81")]),
        (80, 80, None, [("80", "80")]),
        (80, 83, 60, []),
        (80, 70, None, []),
        (80, None, None, []),
    ],
)
def test_find_sector_target_below_all_its_programmes(target, first, second, expected):
    rows = (
        series({"sector": "ICT"}, target=target),
        series({"beroepsopleiding": "bc1"}, baseline=figure(first)),
        series({"beroepsopleiding": "bc2"}, baseline=figure(second)),
        series({"beroepsopleiding": "bc2"}, baseline=99, part="iets anders"),
    )
    assert values("doel-onder-opleidingen", indicator(*rows), programmes=PROGRAMMES) == expected


def test_find_terms_once_per_indicator():
    rows = [
        series(
            {"niveau": level}, baseline=figure(29, stated_as="2F"), target=reach(50, stated_as=f"n{level}")
        )
        for level in ("2", "3")
    ]
    assert values("andere-termen", indicator(*rows)) == [("2F", "n2", "n3")]
    same = series(baseline=figure(29, stated_as="2F"), target=reach(50, stated_as="2F"))
    assert not found("andere-termen", indicator(same))


def test_find_unit_of_the_title():
    row = series(baseline=3, target=4)
    assert values("andere-eenheid", indicator(row, unit="score5", stated_unit="percent")) == [
        ("percentage", "score van 1 tot 5")
    ]
    assert not found("andere-eenheid", indicator(row, stated_unit="percent"))


def test_find_baseline_not_comparable():
    rows = (series(baseline=figure(24.6, comparable=False), decimals=1), series({"niveau": "2"}, baseline=5))
    (finding,) = found("niet-vergelijkbaar", indicator(*rows))
    assert finding.values == ("24,6",)
    assert "1 van de 2 reeksen" in finding.message
