"""Values, targets and distances in plain Dutch; the only place that computes a distance to a target.

Pure: no Django.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_DOWN, Decimal

from core.numbers import format_date, format_euro, format_number, format_percent, round_half_up

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


def bound_of(aim: Aim | None, baseline: Decimal | None, desired: str) -> Decimal | None:
    """The value that a target comes down to, or ``None`` where it has none or needs a baseline that is not there."""
    if aim is None:
        return None
    if aim.kind in {"reach", "at_least", "at_most"}:
        return aim.value
    if aim.kind == "range":
        return aim.high if desired == "lower" else aim.low
    if baseline is None:
        return None
    if aim.kind == "relative" and aim.percent is not None:
        return baseline * (1 + aim.percent / 100)
    if aim.kind == "points" and aim.points is not None:
        return baseline + aim.points
    return baseline if aim.kind == "improve" else None


def _upwards(aim: Aim, desired: str) -> bool:
    """Whether the bound is reached from below."""
    return {"at_least": True, "at_most": False}.get(aim.kind, desired != "lower")


def gap_to(
    value: Decimal | None, aim: Aim | None, *, baseline: Decimal | None, desired: str, decimals: int
) -> Decimal | None:
    """What is still to go from the value as it is published: above 0 short of the bound, below 0 beyond it.

    ``None`` where that has no meaning.
    """
    bound = bound_of(aim, baseline, desired)
    if value is None or aim is None or bound is None:
        return None
    seen = round_half_up(value, decimals)
    if aim.kind == "range" and aim.low is not None and aim.high is not None:
        return _rounded(max(aim.low - seen, seen - aim.high), decimals)
    return _rounded(bound - seen if _upwards(aim, desired) else seen - bound, decimals)


def _rounded(gap: Decimal, decimals: int) -> Decimal:
    """Half a unit of the last decimal short of a bound is not short of it: the tolerance of a published figure."""
    return gap.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_DOWN)


def meets(
    value: Decimal | None, aim: Aim | None, *, baseline: Decimal | None, desired: str, decimals: int
) -> bool:
    """Whether a value meets the bound of a target; a strict bound itself, and no improvement, do not."""
    gap = gap_to(value, aim, baseline=baseline, desired=desired, decimals=decimals)
    if gap is None or aim is None:
        return False
    return gap < 0 if aim.strict or aim.kind == "improve" else gap <= 0


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
    gap = gap_to(value, aim, baseline=baseline, desired=desired, decimals=decimals)
    if gap is None or aim is None:
        return ""
    if aim.kind == "improve":
        return (
            f"{points_text(-gap, unit, decimals)} beter dan de 0-meting"
            if gap < 0
            else "niet beter dan de 0-meting"
        )
    if gap > 0:
        return f"nog {points_text(gap, unit, decimals)} te gaan"
    if aim.kind == "range":
        return "binnen de grenzen"
    if gap == 0:
        return "op de grens, die telt zelf niet mee" if aim.strict else "gelijk aan de streefwaarde"
    return f"streefwaarde gehaald, {points_text(-gap, unit, decimals)} beter"


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
