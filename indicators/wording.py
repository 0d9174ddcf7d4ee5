"""Values, targets and distances in plain Dutch; whether a target is met is decided in ``goals``.

Pure: no Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.numbers import format_date, format_euro, format_number, format_percent, round_half_up
from indicators.verdict.goals import Shape, goal_of, is_met, miss_of
from indicators.verdict.precision import precision_of

ABSENCES = {
    "nb": "niet beschikbaar",
    ".": "niet te berekenen",
    "leeg": "geen cijfer",
    "nvt": "niet van toepassing",
    "onderdrukt": "te klein aantal, bij de bron verborgen",
}


@dataclass(frozen=True)
class Aim:
    """A target as it counts: its kind and figures, in the unit of its series. ``None``: not part of this kind."""

    kind: str
    value: Decimal | None = None
    percent: Decimal | None = None
    points: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False
    by: str = ""
    due: date | None = None
    margin: Decimal | int = 0
    interim: tuple[tuple[str, Decimal], ...] = ()


def value_text(value: Decimal | None, unit: str, decimals: int, absence: str = "") -> str:
    """``85,0 %``, ``3,3``, ``€ 1.200``; without a value the reason, or a dash."""
    if value is None:
        return ABSENCES.get(absence, "–")
    if unit == "percent":
        return format_percent(value, decimals)
    if unit == "euro":
        return format_euro(value)
    return format_number(value, decimals)


def target_text(aim: Aim | None, unit: str, decimals: int, desired: str) -> str:
    """What a target asks, in a few words; ``None`` means that the plan gives none."""
    if aim is None:
        return "geen streefwaarde"
    year = f" in {aim.by}" if aim.by else ""
    value = value_text(aim.value, unit, decimals)
    if aim.kind == "reach":
        if aim.strict:
            value = f"{'minder' if desired == 'lower' else 'meer'} dan {value}"
        return value + year
    if aim.kind in {"at_least", "at_most"}:
        least = aim.kind == "at_least"
        bound = (
            ("meer dan" if least else "minder dan")
            if aim.strict
            else ("ten minste" if least else "ten hoogste")
        )
        return f"{bound} {value}{year}"
    if aim.kind == "relative":
        return f"{_signed(aim.percent)} %{year} ten opzichte van de 0-meting"
    if aim.kind == "points":
        word = {"percent": " procentpunt", "score5": " punt", "score10": " punt"}.get(unit, "")
        return f"{_signed(aim.points)}{word}{year} ten opzichte van de 0-meting"
    if aim.kind == "range":
        return f"tussen {value_text(aim.low, unit, decimals)} en {value_text(aim.high, unit, decimals)}{year}"
    if aim.kind == "improve":
        better = {"higher": "hoger", "lower": "lager"}.get(desired, "anders")
        return f"{better} dan de 0-meting{year}"
    if aim.kind == "grow":
        return "elke periode beter dan de vorige"
    if aim.kind == "to_be_set":
        return "nog vast te stellen" + (f", uiterlijk {format_date(aim.due)}" if aim.due else "")
    return "geen streefwaarde, wordt gevolgd"


def _signed(value: Decimal | None) -> str:
    number = value or Decimal(0)
    return ("+" if number > 0 else "") + format_number(number)


def distance_text(
    value: Decimal | None,
    aim: Aim | None,
    *,
    baseline: Decimal | None,
    desired: str,
    unit: str,
    decimals: int,
) -> str:
    """How far a measurement is from its target, in words; ``""`` where that has no meaning."""
    goal = goal_of(aim, baseline, desired) if aim is not None else None
    miss = miss_of(goal, value) if goal is not None and value is not None else None
    if goal is None or value is None or miss is None:
        return ""
    met = is_met(goal, value, precision_of(decimals))
    # Half a unit short of a bound that counts itself is at the bound: nothing is left to go.
    amount = Decimal(0) if met and miss > 0 else abs(round_half_up(miss, decimals))
    words = points_text(amount, unit, decimals)
    if goal.shape is Shape.BETTER:
        return f"{words} beter dan de 0-meting" if met else "niet beter dan de 0-meting"
    if not met:
        return f"nog {words} te gaan" if amount else "op de grens, die telt zelf niet mee"
    if goal.shape is Shape.RANGE:
        return "binnen de grenzen"
    return f"streefwaarde gehaald, {words} beter" if amount else "gelijk aan de streefwaarde"


def published_gap(value: Decimal, other: Decimal, decimals: int) -> Decimal:
    """The difference of two figures as they are published, so that it agrees with the two that stand beside it."""
    return round_half_up(value, decimals) - round_half_up(other, decimals)


def change_text(
    value: Decimal | None, baseline: Decimal | None, *, desired: str, unit: str, decimals: int
) -> str:
    """How a measurement moved since the baseline: ``1,2 procentpunt hoger``; ``""`` where one of them is missing."""
    if value is None or baseline is None:
        return ""
    change = published_gap(value, baseline, decimals)
    if change == 0:
        return "gelijk gebleven"
    way = "hoger" if change > 0 else "lager"
    verdict = (
        "" if desired == "none" else (", beter" if (change > 0) == (desired == "higher") else ", slechter")
    )
    return f"{points_text(abs(change), unit, decimals)} {way}{verdict}"


def beside_text(value: Decimal | None, other: Decimal | None, name: str, *, unit: str, decimals: int) -> str:
    """A value beside that of a whole: ``3 procentpunt lager dan NAAM``; ``""`` where one is missing.

    Counts of a part and its whole are not compared. No verdict: a school has no target of its own.
    """
    if value is None or other is None or unit == "count":
        return ""
    gap = published_gap(value, other, decimals)
    if gap == 0:
        return f"gelijk aan {name}"
    return f"{points_text(abs(gap), unit, decimals)} {'hoger' if gap > 0 else 'lager'} dan {name}"


def points_text(value: Decimal, unit: str, decimals: int) -> str:
    """A difference in the words of its unit; a difference of percentages is in percentage points."""
    number = format_number(value, decimals)
    if unit == "percent":
        return f"{number} procentpunt"
    if unit in {"score5", "score10"}:
        return f"{number} punt"
    return format_euro(value) if unit == "euro" else number
