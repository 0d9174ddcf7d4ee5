from decimal import Decimal

import pytest

from tests.unit.planfile.consistency_builders import found, indicator, reach, series, values

MEAN = {"part": "gemiddelde", "unit": "score5", "decimals": 1}


@pytest.mark.parametrize(
    ("mean", "share", "desired", "impossible"),
    [
        ("3.6", "24.6", "higher", True),
        ("3.2", "6.6", "higher", True),
        ("3.2", "37", "higher", False),
        ("3.6", "27.5", "higher", False),  # the mean may be 3,55
        ("3.6", "27.4", "higher", True),
        ("2.0", "34.9", "higher", False),  # (2,05 - 1) / 3 = 35 %
        ("2.0", "35.2", "higher", True),
        ("4.9", "100", "higher", False),
        ("1.0", "0", "higher", False),
        ("2.4", "24.6", "lower", True),  # the mirror of 3,6
        ("2.4", "30", "lower", False),
        ("3.6", "24.6", "none", False),  # may be the share of 1 and 2
        ("3.6", "95", "none", True),
    ],
)
def test_find_mean_and_share(mean, share, desired, impossible):
    rows = (series(baseline=mean, **MEAN), series(baseline=share, decimals=1))
    assert bool(found("gemiddelde-en-aandeel", indicator(*rows, desired=desired))) is impossible


def test_find_mean_and_share_names_both():
    rows = (series(baseline="3.6", **MEAN), series(baseline="24.6", decimals=1))
    (finding,) = found("gemiddelde-en-aandeel", indicator(*rows, code="2c"))
    assert str(finding).startswith("gemiddelde-en-aandeel 2c 3,6 / 24,6: ")
    assert "tussen 27,5 % en 88,3 %" in finding.message


@pytest.mark.parametrize(
    "share",
    [
        {"breakdown": {"niveau": "2"}},
        {"part": "respons"},
        {"unit": "count"},
    ],
)
def test_find_mean_and_share_leaves_other_figures_alone(share):
    rows = (series(baseline="3.6", **MEAN), series(baseline=20, **share))
    assert not found("gemiddelde-en-aandeel", indicator(*rows))


def test_find_mean_and_share_of_targets():
    rows = (
        series(target=reach("4.5"), unit="score5", part="gemiddelde", decimals=1),
        series(target=reach(40), part="aandeel tevreden"),
    )
    assert values("gemiddelde-en-aandeel", indicator(*rows)) == [("4,5", "40")]


def answers(*shares: object) -> list:
    names = ("heel slecht", "slecht", "neutraal", "goed", "heel goed")
    return [
        series({"antwoord": name}, baseline=share, part="verdeling", decimals=0)
        for name, share in zip(names, shares, strict=True)
        if share is not None
    ]


@pytest.mark.parametrize(
    ("mean", "impossible"), [("3.2", False), ("3.5", True), ("3.1", False), ("2.9", True)]
)
def test_find_mean_and_all_answers(mean, impossible):
    rows = (series(baseline=mean, **MEAN), *answers(6, 16, 41, 29, 8))
    assert bool(found("gemiddelde-en-aandeel", indicator(*rows))) is impossible


def test_find_mean_and_best_answers():
    rows = (series(baseline="4.5", **MEAN), *answers(None, None, None, 29, 8))
    assert values("gemiddelde-en-aandeel", indicator(*rows)) == [("4,5", "37")]


@pytest.mark.parametrize(
    ("share", "desired", "expected"),
    [
        ("55.3", "higher", []),  # 45 + 11: within rounding
        ("57.1", "higher", [("57,1", "56")]),
        ("6.6", "higher", [("6,6", "56")]),
        ("12", "lower", []),  # heel slecht + slecht
        ("56", "lower", [("56,0", "12")]),
        ("12", "none", []),
    ],
)
def test_find_share_and_its_answers(share, desired, expected):
    rows = (series(baseline=share, decimals=1), *answers(4, 8, 32, 45, 11))
    assert values("delen-en-geheel", indicator(*rows, desired=desired)) == expected


@pytest.mark.parametrize(("last", "expected"), [(8, []), (10, []), (11, [("103", "100")]), (None, [])])
def test_find_answers_that_are_not_all(last, expected):
    assert values("delen-en-geheel", indicator(*answers(6, 16, 41, 29, last))) == expected


def test_limits_hold_for_every_distribution_of_ten_answers():
    """The bounds are never too narrow: every real distribution passes, with its exact mean and share."""
    for ones in range(0, 11):
        for fours in range(0, 11 - ones):
            for fives in range(0, 11 - ones - fours):
                threes = 10 - ones - fours - fives
                mean = Decimal(ones + 3 * threes + 4 * fours + 5 * fives) / 10
                rows = (series(baseline=mean, **MEAN), series(baseline=(fours + fives) * 10))
                assert not found("gemiddelde-en-aandeel", indicator(*rows))
