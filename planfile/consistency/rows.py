"""A flat view of the document's series, and the notation of values. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import format_number
from indicators.breakdowns import PROGRAMME, breakdown_key, breakdown_label
from planfile.consistency.finding import Finding
from planfile.document import Document, Figure, Indicator, Series, Target

UNIT_WORDS = {
    "percent": "percentage",
    "score5": "score van 1 tot 5",
    "score10": "score van 1 tot 10",
    "count": "aantal",
    "euro": "bedrag",
    "text": "omschrijving",
}
WHOLE = "hele instelling"
MAX_LISTED = 6


@dataclass(frozen=True)
class Point:
    """One value of a series. ``moment``: its period, or "doel 2027" for a target to reach."""

    moment: str
    value: Decimal


@dataclass(frozen=True)
class Row:
    """A series with what it inherits from its indicator. ``decimals``: as its figures are printed."""

    indicator: Indicator
    series: Series
    unit: str
    desired: str
    decimals: int
    label: str

    @property
    def part(self) -> str | None:
        return self.series.part

    @property
    def breakdown(self) -> dict[str, str]:
        return self.series.breakdown

    @property
    def key(self) -> str:
        return breakdown_key(self.series.breakdown)

    @property
    def subject(self) -> str:
        """The programme, where the series is about one; else the indicator."""
        return self.series.breakdown.get(PROGRAMME, self.indicator.code)

    @property
    def name(self) -> str:
        return f"indicator {self.indicator.code}, {self.label}"

    @property
    def target(self) -> Target | None:
        """The target that counts: the last one."""
        return self.series.targets[-1] if self.series.targets else None

    @property
    def baseline(self) -> Decimal | None:
        return self.series.baseline.value if self.series.baseline else None

    @property
    def half(self) -> Decimal:
        """Half a unit of the last printed decimal: how far rounding can have moved a figure."""
        return Decimal("0.5").scaleb(-self.decimals)

    def text(self, value: Decimal) -> str:
        """A value as the source prints it: the series' decimals, or more where the value has them."""
        return number(value, self.decimals)

    def figures(self) -> tuple[Figure, ...]:
        return (*((self.series.baseline,) if self.series.baseline else ()), *self.series.history)

    def points(self, *, targets: bool = False) -> Iterator[Point]:
        """Every figure with a value; with ``targets`` also the value to reach."""
        for figure in self.figures():
            if figure.value is not None and figure.period is not None:
                yield Point(figure.period, figure.value)
        target = self.target
        if targets and target and target.kind == "reach" and target.value is not None:
            yield Point(f"doel {target.by}" if target.by else "doel", target.value)

    def finding(self, code: str, values: Iterable[str], message: str, *, moment: str = "") -> Finding:
        """A finding about this series; ``moment`` where it is about one of its figures."""
        place = f"{self.name}, {moment}" if moment else self.name
        return Finding(code, self.subject, tuple(values), f"{place}: {message}")


def rows_of(document: Document, indicator: Indicator) -> list[Row]:
    """The series of one indicator, in the file's order."""
    titles = {programme.code: programme.title for programme in document.programmes}
    rows = []
    for series in indicator.series:
        words = [breakdown_label(series.breakdown, titles), series.part or ""]
        rows.append(
            Row(
                indicator=indicator,
                series=series,
                unit=series.unit or indicator.unit,
                desired=series.desired or indicator.desired,
                decimals=indicator.decimals if series.decimals is None else series.decimals,
                label=", ".join(word for word in words if word) or WHOLE,
            )
        )
    return rows


def number(value: Decimal, decimals: int) -> str:
    """Dutch notation with at least ``decimals`` places."""
    own = -int(value.normalize().as_tuple().exponent)
    return format_number(value, max(decimals, own, 0))


def money(value: Decimal) -> str:
    """Euros with thousands dots, without the sign: ``7.790.000``; cents only where there are any."""
    return format_number(value, 0 if value == value.to_integral_value() else 2)


def listed(words: Iterable[str], limit: int = MAX_LISTED) -> str:
    """``a, b en c``, or ``a, b en nog 4`` past ``limit``."""
    items = list(dict.fromkeys(words))
    if len(items) > limit:
        items = [*items[: limit - 1], f"nog {len(items) - limit + 1}"]
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " en " + items[-1] if items else ""


def years_text(years: Iterable[int]) -> str:
    """``2024``, ``2025-2027``, ``2024 en 2026``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed([str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs], limit=99)
