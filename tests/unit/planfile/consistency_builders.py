"""Small documents to try the consistency rules on. What a test does not name is consistent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from planfile.consistency import Finding, find
from planfile.document import (
    Budget,
    Cost,
    Document,
    Figure,
    Head,
    Indicator,
    Measure,
    Objective,
    Part,
    Priority,
    Rhythm,
    Series,
    Step,
    Target,
)

YEARS = (2024, 2025, 2026, 2027)


def figure(value: Any, period: str = "2022", **keys: Any) -> Figure:
    return Figure(period=period, value=None if value is None else Decimal(str(value)), **keys)


def reach(value: Any, by: str | None = "2027", kind: str = "reach", **keys: Any) -> Target:
    return Target(kind=kind, value=None if value is None else Decimal(str(value)), by=by, **keys)


def series(
    breakdown: dict[str, str] | None = None, baseline: Any = None, target: Any = None, **keys: Any
) -> Series:
    """``baseline`` and ``target``: a value, or a whole figure or target."""
    if baseline is not None and not isinstance(baseline, Figure):
        baseline = figure(baseline)
    if target is not None and not isinstance(target, Target):
        target = reach(target)
    return Series(breakdown=breakdown or {}, baseline=baseline, targets=(target,) if target else (), **keys)


def indicator(*rows: Series, code: str = "i1", **keys: Any) -> Indicator:
    given: dict[str, Any] = {
        "key": f"key-{code}",
        "title": "Titel",
        "unit": "percent",
        "desired": "higher",
        "rhythm": Rhythm(every=1, first=2020),
    }
    return Indicator(code=code, series=rows, **{**given, **keys})


def measure(code: str, **keys: Any) -> Measure:
    given: dict[str, Any] = {"title": "Titel", "planning": (Step(period="2024", step="starten"),)}
    return Measure(code=code, **{**given, **keys})


def cost(code: str, amount: int, *parts: int | None, **keys: Any) -> Cost:
    given: dict[str, Any] = {
        "title": "Titel",
        "priority": "1",
        "objectives": {"1.1": Decimal(100)},
        "amounts": {year: Decimal(amount) for year in YEARS},
        "specification": tuple(
            Part(text="deel", amount=None if part is None else Decimal(part)) for part in parts
        ),
    }
    return Cost(code=code, **{**given, **keys})


def document(
    *indicators: Indicator, measures: tuple[Measure, ...] = (), budget: Budget | None = None, **keys: Any
) -> Document:
    """Two priorities; the indicators, or one that is sound, and the measures stand at objective 1.1."""
    head = Head(
        slug="proef",
        institution="Proef",
        brin="25LW",
        title="Agenda",
        starts=date(2024, 1, 1),
        ends=date(2027, 12, 31),
    )
    sound = indicator(series(baseline=60, target=70), code="goed")
    first = Objective(code="1.1", title="Eerste", measures=measures, indicators=indicators or (sound,))
    second = Objective(
        code="2.1", title="Tweede", indicators=(indicator(series(baseline=1, target=2), code="ook"),)
    )
    return Document(
        agenda=head,
        priorities=(
            Priority(code="1", title="Een", objectives=(first,)),
            Priority(code="2", title="Twee", objectives=(second,)),
        ),
        budget=budget or Budget(),
        **keys,
    )


def found(code: str, *indicators: Indicator, **keys: Any) -> list[Finding]:
    """The findings of one kind."""
    return [finding for finding in find(document(*indicators, **keys)) if finding.code == code]


def values(code: str, *indicators: Indicator, **keys: Any) -> list[tuple[str, ...]]:
    return [finding.values for finding in found(code, *indicators, **keys)]
