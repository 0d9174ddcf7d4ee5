"""What must hold for any series: mirrored, scaled, moved, shuffled, and with whatever bad input."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.models import Desired, MeasureUnit, TargetKind
from indicators.progress import Measurement, Status, Target, judge, judge_group
from tests.unit.indicators.verdicts import BASE_DAY, HALFWAY, LAST_DAY, START, TODAY

D = Decimal
MANY = settings(max_examples=60)
HUNDRED = D(100)
OTHER_WAY = {"higher": "lower", "lower": "higher", "at_least": "at_most", "at_most": "at_least"}
MIRRORED = ("reach", "at_least", "at_most", "points", "improve", "grow", "range")
DAYS = (
    date(2022, 12, 31),
    BASE_DAY,
    date(2024, 7, 31),
    date(2024, 12, 31),
    HALFWAY,
    LAST_DAY,
    date(2028, 2, 1),
)
PATH_DAYS = (BASE_DAY, date(2024, 12, 31), date(2025, 6, 30), date(2026, 12, 31), LAST_DAY)
Situation = dict[str, Any]


def percentages(decimals: int) -> st.SearchStrategy[Decimal]:
    """With one decimal more than published, so that exact halves occur; often close together."""
    step = D(1).scaleb(-decimals - 1)
    narrow, wide = st.integers(490, 530), st.integers(0, 1000 * 10**decimals)
    return st.one_of(narrow, wide).map(lambda steps: min(HUNDRED, steps * step))


def figure(
    decimals: int, values: st.SearchStrategy[Decimal], sampled: bool
) -> st.SearchStrategy[Measurement]:
    return st.builds(
        Measurement,
        value=values,
        on=st.sampled_from(DAYS),
        n=st.sampled_from((None, 3, 14, 60, 900)) if sampled else st.sampled_from((None, 3, 900)),
        sd=st.sampled_from((None, D(0), D("0.5"), D(9))) if sampled else st.none(),
        sampled=st.just(sampled),
        final=st.booleans(),
        decimals=st.sampled_from((None, None, decimals, decimals + 1)),
    )


@st.composite
def situations(draw: Any, kinds: tuple[str, ...] = MIRRORED, *, samples: bool = True) -> Situation:
    """A whole question: target, baseline, figures and days, with percentages from 0 to 100."""
    decimals = draw(st.integers(0, 2))
    values = percentages(decimals)
    kind = draw(st.sampled_from(kinds))
    low, high = sorted((draw(values), draw(values)))
    step = D(1).scaleb(-decimals - 1)
    target = Target(
        kind,
        value=draw(values),
        by=draw(st.sampled_from((None, HALFWAY, LAST_DAY, LAST_DAY))),
        percent=draw(st.integers(-30, 30).map(D)),
        points=draw(st.integers(-30, 30)) * step,
        low=low if draw(st.booleans()) else None,
        high=high,
        strict=draw(st.booleans()),
        margin=draw(st.sampled_from((0, 0, 1, 7))) * step,
        interim=tuple(draw(st.lists(st.tuples(st.sampled_from(PATH_DAYS), values), max_size=2))),
    )
    sampled = samples and draw(st.booleans())
    some = figure(decimals, values, sampled)
    start = draw(st.one_of(st.none(), some))
    return {
        "desired": draw(st.sampled_from(("higher", "lower"))),
        "baseline": start and replace(start, on=draw(st.sampled_from((BASE_DAY, date(2020, 7, 31))))),
        "target": target,
        "measurements": draw(st.lists(some, max_size=4)),
        "today": draw(st.sampled_from((TODAY, date(2028, 4, 1)))),
        "unit": "percent",
        "start": draw(st.sampled_from((None, START))),
        "decimals": decimals,
        "min_n": draw(st.sampled_from((0, 10))),
        "next_due": draw(st.sampled_from((None, date(2026, 1, 15), date(2028, 12, 31)))),
    }


def changed(one: Measurement | None, change: Any) -> Measurement | None:
    return one and replace(one, value=change(one.value))


def other_way(value: Decimal | None) -> Decimal | None:
    return None if value is None else HUNDRED - value


def mirrored(given_: Situation) -> Situation:
    """The same question about those that are left of the hundred."""
    target = given_["target"]
    return given_ | {
        "desired": OTHER_WAY[given_["desired"]],
        "baseline": changed(given_["baseline"], other_way),
        "measurements": [changed(one, other_way) for one in given_["measurements"]],
        "target": replace(
            target,
            kind=OTHER_WAY.get(target.kind, target.kind),
            value=other_way(target.value),
            points=-target.points,
            low=other_way(target.high),
            high=other_way(target.low),
            interim=tuple((day, HUNDRED - value) for day, value in target.interim),
        ),
    }


@MANY
@given(situations())
def test_a_mirror_changes_no_verdict(asked):
    one, other = judge(**asked), judge(**mirrored(asked))
    assert one.status == other.status
    assert one.rule == other.rule
    assert one.certainty == other.certainty
    assert one.worse_than_baseline == other.worse_than_baseline
    assert (one.fraction is None) == (other.fraction is None)
    if one.fraction is not None and other.fraction is not None:
        assert abs(one.fraction - other.fraction) < D("1e-9")


NUMBER = re.compile(r"[−+]?\d+(\.\d{3})*(,\d+)?")


def scaled(asked: Situation, power: int) -> Situation:
    def by(value: Decimal | None) -> Decimal | None:
        return None if value is None else value.scaleb(power)

    def finer(one: Measurement | None) -> Measurement | None:
        own = None if one is None or one.decimals is None else one.decimals - power
        return one and replace(one, value=by(one.value), decimals=own)

    target = asked["target"]
    return asked | {
        "baseline": finer(asked["baseline"]),
        "measurements": [finer(one) for one in asked["measurements"]],
        "decimals": asked["decimals"] - power,
        "target": replace(
            target,
            value=by(target.value),
            points=by(target.points),
            low=by(target.low),
            high=by(target.high),
            margin=by(D(target.margin)),
            interim=tuple((day, value.scaleb(power)) for day, value in target.interim),
        ),
    }


@MANY
@given(situations((*MIRRORED, "relative"), samples=False), st.integers(-2, 3))
def test_another_scale_changes_only_the_numbers(asked, power):
    asked = asked | {"unit": "count"}
    one, other = judge(**asked), judge(**scaled(asked, power))
    assert (one.status, one.certainty, one.rule, one.fraction, one.worse_than_baseline) == (
        other.status, other.certainty, other.rule, other.fraction, other.worse_than_baseline,
    )  # fmt: skip
    assert other.expected == (None if one.expected is None else one.expected.scaleb(power))
    if one.forecast is None or other.forecast is None:
        assert one.forecast is other.forecast
    else:
        assert all(
            abs(mine.scaleb(power) - theirs) <= abs(theirs) * D("1e-20")
            for mine, theirs in zip(one.forecast, other.forecast, strict=True)
        )
    if asked["decimals"] >= power:  # figures in tens are said to the unit, so what is rounded away differs
        assert NUMBER.sub("#", one.reason) == NUMBER.sub("#", other.reason)


ORDER = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.AT_TARGET, Status.ACHIEVED)


@MANY
@given(
    situations(("reach", "at_least", "at_most", "points", "relative", "improve", "grow")),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_a_better_figure_never_gets_a_worse_status(asked, less, more):
    if asked["target"].kind in {"at_least", "at_most"}:
        asked["desired"] = "higher" if asked["target"].kind == "at_least" else "lower"
    newest = judge(**asked).measurement
    if newest is None:
        return
    place = next(i for i, one in enumerate(asked["measurements"]) if one is newest)
    step = D(1).scaleb(-asked["decimals"] - 1) * (1 if asked["desired"] == "higher" else -1)
    ranks = []
    for steps in (-less, 0, more):
        moved = list(asked["measurements"])
        moved[place] = replace(newest, value=min(HUNDRED, max(D(0), newest.value + steps * step)))
        status = judge(**asked | {"measurements": moved}).status
        if status in ORDER:
            ranks.append(ORDER.index(status))
    assert ranks == sorted(ranks)


@MANY
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_the_figures_does_not_matter(asked, random):
    each = {(one.on, one.final): one for one in asked["measurements"]}
    figures = list(each.values())
    shuffled = random.sample(figures, len(figures))
    one, other = (judge(**asked | {"measurements": some}) for some in (figures, shuffled))
    assert one.measurement is other.measurement
    assert (one.status, one.rule, one.reason, one.forecast) == (
        other.status,
        other.rule,
        other.reason,
        other.forecast,
    )


@MANY
@given(situations(), percentages(1))
def test_a_provisional_figure_never_replaces_a_final_one_of_its_day(asked, value):
    newest = judge(**asked).measurement
    if newest is None or not newest.final:
        return
    rival = replace(newest, value=value, final=False)
    for figures in ([rival, *asked["measurements"]], [*asked["measurements"], rival]):
        assert judge(**asked | {"measurements": figures}).measurement is newest


# Whatever comes in ----------------------------------------------------------------------------------------

ANY_DAY = st.one_of(st.sampled_from(DAYS), st.dates(date(2015, 1, 1), date(2035, 12, 31)))
ANY_NUMBER = st.one_of(
    st.sampled_from((D(0), D("0.0"), D(-5), D(100), D(60), D("60.05"), D("1E+3"), D(-0), D("1234567.125"))),
    st.decimals(-2000, 2000, places=2),
)
NO_NUMBER = st.sampled_from((None, D("NaN"), D("Infinity"), D("-Infinity")))
ANY_FIGURE = st.builds(
    Measurement,
    value=st.one_of(ANY_NUMBER, ANY_NUMBER, NO_NUMBER),
    on=ANY_DAY,
    n=st.sampled_from((None, -3, 0, 1, 14, 7412)),
    sd=st.sampled_from((None, D(0), D("1.5"), D(-1), D("NaN"), D("Infinity"))),
    sampled=st.booleans(),
    final=st.booleans(),
    decimals=st.sampled_from((None, -1, 0, 1, 3)),
    hidden=st.sampled_from((False, False, False, True)),
)
MAYBE = st.one_of(st.none(), ANY_NUMBER)
ANY_TARGET = st.builds(
    Target,
    kind=st.sampled_from(TargetKind.values),
    value=MAYBE,
    by=st.one_of(st.none(), ANY_DAY),
    percent=MAYBE,
    points=MAYBE,
    low=MAYBE,
    high=MAYBE,
    strict=st.booleans(),
    margin=st.one_of(st.just(0), ANY_NUMBER),
    due=st.one_of(st.none(), st.none(), ANY_DAY),
    interim=st.lists(st.tuples(ANY_DAY, ANY_NUMBER), max_size=3).map(tuple),
)
ANY_CASE = st.fixed_dictionaries(
    {
        "desired": st.sampled_from(Desired.values),
        "target": st.one_of(ANY_TARGET, ANY_TARGET, ANY_TARGET, st.none()),
        "today": ANY_DAY,
        "unit": st.sampled_from(MeasureUnit.values),
        "start": st.one_of(st.none(), st.just(START), ANY_DAY),
        "decimals": st.integers(-2, 4),
        "next_due": st.one_of(st.none(), ANY_DAY),
    }
)


def assert_complete(found: Any) -> None:
    """A status, one readable sentence, and everything that is computed when read."""
    assert isinstance(found.status, Status)
    reason = found.reason
    assert re.fullmatch(r"[A-Z0-9€−+].*[^\s.;:,(]\.", reason), reason
    assert not re.search(r"\s\s|None|NaN|Infinity|\.\s|\s[.;:,)]|[;:,(]{2}|;\s*:|\(\)|^\W*$", reason), reason
    assert reason.count("(") == reason.count(")"), reason
    assert (found.forecast is None) or found.forecast.low <= found.forecast.value <= found.forecast.high
    assert found.needed_per_year is None or found.needed_per_year.is_finite()
    assert found.path is None or len(found.path) >= 2
    assert found.fraction is None or found.fraction.is_finite()
    assert found.within_margin in {True, False}


@MANY
@given(
    ANY_CASE,
    st.one_of(st.none(), ANY_FIGURE, ANY_FIGURE),
    st.lists(ANY_FIGURE, max_size=5),
    st.sampled_from((0, 20)),
)
def test_any_input_gets_a_verdict_and_a_sentence(asked, baseline, figures, min_n):
    assert_complete(judge(baseline=baseline, measurements=figures, min_n=min_n, **asked))


@MANY
@given(
    ANY_CASE,
    st.lists(st.tuples(st.one_of(st.none(), ANY_FIGURE), st.lists(ANY_FIGURE, max_size=3)), max_size=4),
    st.sampled_from(("sum", "mean")),
)
def test_any_group_gets_a_verdict_and_a_sentence(asked, members, method):
    assert_complete(judge_group(members, method=method, **asked))


@MANY
@given(situations((*MIRRORED, "relative")))
def test_a_usual_question_gets_a_sentence(asked):
    assert_complete(judge(**asked))


def test_every_kind_of_target_is_asked_for_here():
    assert {*MIRRORED, "relative", "to_be_set", "monitor"} == set(TargetKind.values)
