"""Generated agenda documents: anything that the format allows, in the order in which the store gives it back."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from indicators.breakdowns import BREAKDOWNS, breakdown_key, parse_key
from planfile import document as doc
from planfile.kinds import (
    Bool,
    Bounded,
    Choice,
    Day,
    Kind,
    ListOf,
    MapOf,
    Money,
    MonthDay,
    Number,
    PeriodText,
    Record,
    Whole,
)
from planfile.schema import SCALES

TEXT = (
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)
TRICKY = st.sampled_from(
    [
        "no",
        "null",
        "~",
        "1.2",
        "2024-01-01",
        "0x1",
        "a: b",
        "- x",
        "# y",
        "'",
        '"',
        "!t",
        "&a",
        "*a",
        "=",
        "<<",
        "1e3",
        "1_0",
        "Ünïcode €",
        "regel\nregel",
        "x" * 40,
        "{a: b}",
        ",",
        "true",
        "12:30",
        "%",
        "@",
        "`",
    ]
)
CODE = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-", min_size=1, max_size=10).filter(
    lambda text: text.strip(".")
)
SLUG = st.from_regex(r"\A[a-z0-9]{1,8}([-.][a-z0-9]{1,8}){0,3}\Z")
PERIODS = st.one_of(
    st.integers(1990, 2099).map(str),
    st.integers(1990, 2098).map(lambda year: f"{year}/{year + 1}"),
    st.tuples(st.integers(1990, 2099), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}"),
    st.tuples(st.integers(1990, 2099), st.integers(1, 2)).map(lambda pair: f"{pair[0]}-H{pair[1]}"),
)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def numbers(low: Decimal | int = -1000, high: Decimal | int = 1000) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=2).map(
        lambda value: value + 0
    )


def value_of(kind: Kind) -> st.SearchStrategy[Any]:
    """A value of a simple kind."""
    if isinstance(kind, Choice):
        return st.sampled_from(kind.values)
    if isinstance(kind, Whole):
        return st.integers(kind.low, min(kind.high, kind.low + 100))
    if isinstance(kind, Money):
        return st.decimals(-(10**6), 10**7, places=2).map(lambda value: value + 0)
    if isinstance(kind, Bounded):
        return numbers(Decimal("0.01"), 5)
    if isinstance(kind, Number):
        return numbers(0, 5)
    if isinstance(kind, Bool):
        return st.booleans()
    if isinstance(kind, Day):
        return DAYS
    if isinstance(kind, MonthDay):
        return st.sampled_from(["02-15", "12-31", "01-01"])
    if isinstance(kind, PeriodText):
        return PERIODS
    limit = getattr(kind, "limit", 40)
    return st.one_of(TEXT, TRICKY).map(lambda text: text[:limit].strip()).filter(bool)


def record_of(cls: type, **fixed: Any) -> st.SearchStrategy[Any]:
    """A record whose keys are anything, save those that ``fixed`` gives a strategy for."""
    fields = {}
    for spec in dataclasses.fields(cls):
        kind = spec.metadata["kind"]
        if spec.name in fixed:
            fields[spec.name] = fixed[spec.name]
        elif isinstance(kind, Record):
            fields[spec.name] = (
                record_of(kind.cls) if not _optional(spec) else st.none() | record_of(kind.cls)
            )
        elif isinstance(kind, ListOf) and isinstance(kind.kind, Record):
            fields[spec.name] = st.lists(record_of(kind.kind.cls), max_size=2).map(tuple)
        elif isinstance(kind, ListOf):
            fields[spec.name] = st.lists(value_of(kind.kind), max_size=2, unique=True).map(tuple)
        elif isinstance(kind, MapOf):
            fields[spec.name] = st.dictionaries(value_of(kind.key), value_of(kind.value), max_size=3).map(
                lambda found: dict(sorted(found.items()))
            )
        else:
            fields[spec.name] = st.none() | value_of(kind) if _optional(spec) else value_of(kind)
    return st.builds(cls, **fields)


def _optional(spec: dataclasses.Field[Any]) -> bool:
    return spec.default is None


FIGURES = record_of(doc.Figure).map(
    lambda figure: dataclasses.replace(figure, absence=None if figure.value is not None else figure.absence)
)


@st.composite
def targets(draw: st.DrawFn) -> doc.Target:
    low, high = sorted([draw(numbers(0, 5)), draw(numbers(0, 5))])
    target = draw(record_of(doc.Target, low=st.just(low), high=st.just(high), margin=numbers(0, 3)))
    return dataclasses.replace(
        target,
        value=target.value or Decimal(1),
        percent=target.percent or Decimal(2),
        points=target.points or Decimal(3),
    )


@st.composite
def breakdowns(draw: st.DrawFn, programmes: list[str]) -> dict[str, str]:
    keys = draw(st.lists(st.sampled_from(list(BREAKDOWNS)), max_size=3, unique=True))
    found = {key: draw(st.sampled_from(list(BREAKDOWNS[key] or programmes or ["?"]))) for key in keys}
    return parse_key(breakdown_key({key: value for key, value in found.items() if value != "?"}))


@st.composite
def series(draw: st.DrawFn, programmes: list[str]) -> doc.Series:
    history = draw(
        st.lists(
            FIGURES.filter(lambda figure: figure.period), max_size=2, unique_by=lambda figure: figure.period
        )
    )
    baseline = draw(st.none() | FIGURES)
    used = {figure.period for figure in history}
    if baseline and baseline.period in used:
        baseline = dataclasses.replace(baseline, period=None)
    one = draw(
        record_of(
            doc.Series,
            breakdown=breakdowns(programmes),
            baseline=st.just(baseline),
            history=st.just(tuple(history)),
            targets=st.lists(targets(), max_size=2).map(tuple),
        )
    )
    return one


@st.composite
def indicators(draw: st.DrawFn, code: str, key: str, programmes: list[str]) -> doc.Indicator:
    rows = draw(
        st.lists(
            series(programmes),
            max_size=3,
            unique_by=lambda one: (one.part or "", breakdown_key(one.breakdown)),
        )
    )
    groups: list[doc.Group] = []
    headline = None
    if rows:
        headline = draw(st.none() | st.sampled_from([one.breakdown for one in rows]))
        if draw(st.booleans()):
            groups = [draw(record_of(doc.Group, members=st.just(dict(rows[0].breakdown)), target=targets()))]
    return draw(
        record_of(
            doc.Indicator,
            code=st.just(code),
            key=st.just(key),
            headline=st.just(headline),
            series=st.just(tuple(rows)),
            groups=st.just(tuple(groups)),
        )
    )


@st.composite
def measures(draw: st.DrawFn, codes: list[str], indicator_codes: list[str]) -> tuple[doc.Measure, ...]:
    found = []
    links = (
        st.lists(st.sampled_from(indicator_codes), max_size=2, unique=True).map(tuple)
        if indicator_codes
        else st.just(())
    )
    for number, code in enumerate(codes):
        parent = draw(st.none() | st.sampled_from(codes[:number])) if number else None
        measure = draw(record_of(doc.Measure, code=st.just(code), parent=st.just(parent), indicators=links))
        found.append(dataclasses.replace(measure, explanation=measure.explanation or "omdat"))
    return tuple(found)


@st.composite
def documents(draw: st.DrawFn) -> doc.Document:
    """A small document that keeps every rule of the schema."""
    programmes = draw(
        st.lists(record_of(doc.Programme, code=CODE), max_size=2, unique_by=lambda item: item.code)
    )
    programme_codes = [item.code for item in programmes]
    codes = draw(st.lists(CODE, min_size=5, max_size=12, unique=True))
    keys = draw(st.lists(SLUG, min_size=4, max_size=4, unique=True))
    indicator_codes = codes[:3]
    owned = [
        draw(indicators(code, key, programme_codes)) for code, key in zip(indicator_codes, keys, strict=False)
    ]
    split = draw(st.integers(0, 3))
    objectives, priorities = [], []
    for number, code in enumerate(codes[3:6]):
        here = [f"{code}-{place}"[:24] for place in range(draw(st.integers(0, 3)))]
        objectives.append(
            draw(
                record_of(
                    doc.Objective,
                    code=st.just(code),
                    measures=measures(here, indicator_codes),
                    indicators=st.just(tuple(owned[split:]) if number == 0 else ()),
                )
            )
        )
    for number, code in enumerate(codes[:2]):
        own = tuple(objectives[number::2])
        priorities.append(
            draw(
                record_of(
                    doc.Priority,
                    code=st.just(code),
                    indicators=st.just(tuple(owned[:split]) if number == 0 else ()),
                    objectives=st.just(own),
                )
            )
        )
    starts = draw(st.dates(date(2000, 1, 1), date(2050, 1, 1)))
    head = draw(
        record_of(
            doc.Head, slug=SLUG, brin=st.from_regex(r"\A[0-9]{2}[A-Z]{2}\Z"), starts=st.just(starts),
            ends=st.dates(date(2050, 1, 2), date(2099, 1, 1)),
        )
    )  # fmt: skip
    budget = draw(budgets(codes[:2], codes[3:6]))
    calendar = draw(
        st.lists(
            record_of(doc.Release), max_size=2, unique_by=lambda row: (row.source, row.period, row.final)
        )
    )
    return doc.Document(
        agenda=head,
        programmes=tuple(programmes),
        calendar=tuple(calendar),
        priorities=tuple(priorities),
        budget=budget,
    )


def instruments() -> st.SearchStrategy[doc.Instrument]:
    """An instrument ends no sooner than it starts."""
    terms = st.tuples(st.none() | DAYS, st.none() | DAYS).map(
        lambda days: tuple(sorted(days)) if None not in days else days
    )
    return terms.flatmap(
        lambda term: record_of(doc.Instrument, starts=st.just(term[0]), ends=st.just(term[1]))
    )


@st.composite
def budgets(draw: st.DrawFn, priorities: list[str], objectives: list[str]) -> doc.Budget:
    served = st.lists(st.sampled_from(objectives), max_size=2, unique=True)
    place = st.none() | st.sampled_from(priorities)
    income = record_of(doc.Income, code=CODE, priority=place, objectives=served.map(tuple))
    shares = served.map(lambda codes: {code: Decimal("12.5") for code in codes})
    costs = record_of(doc.Cost, code=CODE, priority=place, objectives=shares)
    scope = st.sampled_from(["income", "costs", "group:verplicht", "priority:1"])
    known = st.lists(instruments(), max_size=2, unique_by=lambda one: one.name)
    once = {"max_size": 2, "unique_by": lambda line: line.code}
    return doc.Budget(
        instruments=tuple(draw(known)),
        income=tuple(draw(st.lists(income, **once))),
        costs=tuple(draw(st.lists(costs, **once))),
        stated_totals=tuple(draw(st.lists(record_of(doc.StatedTotal, scope=scope), max_size=2))),
    )


assert all(low <= 0 and (high is None or high >= 5) for low, high in SCALES.values()), (
    "numbers(0, 5) fits every unit"
)
