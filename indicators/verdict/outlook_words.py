"""What lies ahead, in plain Dutch: outcomes counted, a pace, a forecast, a change a year. Pure: no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from core.numbers import format_number, round_half_up
from indicators.verdict.judgement import Judgement
from indicators.verdict.outlook import Outcome, Outlook, Why
from indicators.verdict.reasons import period_words
from indicators.verdict.trend import FEWEST
from indicators.wording import points_text, value_text

_PACES = {
    0: "stilstand",
    50: "de helft van het tempo van nu",
    100: "het tempo van nu",
    150: "anderhalf keer het tempo van nu",
    200: "twee keer het tempo van nu",
    250: "tweeënhalf keer het tempo van nu",
    300: "drie keer het tempo van nu",
}
_ORDER = {outcome: place for place, outcome in enumerate(Outcome)}


def pace_text(percent: int, code: str = "") -> str:
    """``anderhalf keer het tempo van nu voor indicator 2a``; ``percent``: of the present rate. Code ``""``: all."""
    words = _PACES.get(percent, f"{format_number(percent)} % van het tempo van nu")
    return f"{words} voor indicator {code}" if code else words


def _targets(number: int) -> str:
    return f"{number} {'doel' if number == 1 else 'doelen'}"


def summary_text(outcomes: Sequence[Outcome], settled: int, year: int) -> str:
    """What the page comes down to, in two or three sentences. ``settled``: how many of them are certain already."""
    if not outcomes:
        return "Er zijn geen doelen om vooruit te kijken."
    count = Counter(outcomes)
    met, missed, unclear = (count[one] for one in (Outcome.MET, Outcome.MISSED, Outcome.UNCLEAR))
    if len(outcomes) == 1:
        return f"Er is één doel. Gaat het door zoals nu, dan is de uitkomst voor {year}: {outcomes[0].label}."
    verb = "worden" if met > 1 else "wordt"
    text = f"Gaat het door zoals nu, dan {verb} {met or 'geen'} van de {len(outcomes)} doelen voor {year} gehaald"
    if met and missed:
        text += f" en {missed} niet"
    text += "."
    if missed and not met and unclear:
        text += f" Zeker niet gehaald: {_targets(missed)}."
    if unclear:
        text += f" Van {_targets(unclear)} is het nog niet te zeggen."
    if settled:
        text += f" Van {_targets(settled)} staat de uitkomst al vast."
    return text


def effect_text(before: Sequence[Outlook], after: Sequence[Outlook], pace: str) -> str:
    """What another pace changes: ``Bij ...: 3 doelen gaan van 'niet te zeggen' naar 'gehaald'.``

    ``before`` and ``after``: the same targets in the same order. ``pace``: see ``pace_text``.
    """
    pairs = [(one.outcome, other.outcome) for one, other in zip(before, after, strict=True)]
    moved = Counter(pair for pair in pairs if pair[0] is not pair[1])
    parts = [
        f"{_targets(number)} {'gaat' if number == 1 else 'gaan'} van ‘{old.label}’ naar ‘{new.label}’"
        for (old, new), number in sorted(
            moved.items(), key=lambda item: (_ORDER[item[0][0]], _ORDER[item[0][1]])
        )
    ]
    text = ", ".join(parts) or "geen enkel doel komt in een andere groep"
    middle = sum(bool(one.middle) for one in after) - sum(bool(one.middle) for one in before)
    course = f" De middelste lijn haalt {_targets(abs(middle))} {'meer' if middle > 0 else 'minder'}."
    return f"Bij {pace}: {text}.{course if middle else ''}"


def group_text(outcome: Outcome, outlooks: Sequence[Outlook]) -> str:
    """What brought targets into one group: ``Bij 6 is de laatste meting die telt er al; bij 5 haalt ...``."""
    count = Counter(one.why for one in outlooks)
    few, spread = count.pop(Why.FEW_FIGURES, 0), count.pop(Why.COURSE, 0)
    settled = count.pop(Why.SETTLED, 0)
    parts = [
        (spread, _COURSES[outcome]),
        (few, f"zijn er nog te weinig cijfers voor een lijn (minder dan {FEWEST})"),
        (count.total(), "ontbreekt iets anders; dat staat erbij"),
        (settled, "ligt de uitkomst al vast, omdat de laatste meting die telt er is"),
    ]
    text = "; ".join(f"bij {number} {words}" for number, words in parts if number)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


_COURSES = {
    Outcome.MISSED: "haalt ook de gunstigste lijn de streefwaarde niet",
    Outcome.UNCLEAR: "haalt de ene lijn de streefwaarde wel en de andere niet",
    Outcome.MET: "haalt ook de ongunstigste lijn de streefwaarde",
}


def decimals_of(judgement: Judgement) -> int:
    """How precisely the newest figure is published, else its series."""
    y, decimals = judgement.measurement, judgement.case.decimals
    return max(0, decimals if y is None or y.decimals is None else y.decimals)


def forecast_text(outlook: Outlook, judgement: Judgement) -> str:
    """``78,4 % (tussen 76,0 en 81,2)``; one value where all courses meet, ``""`` without a forecast.

    A settled outcome needs none: ``al bepaald``.
    """
    if outlook.settled:
        return "al bepaald"
    course, unit, decimals = outlook.forecast, judgement.case.unit, decimals_of(judgement)
    if course is None:
        return ""
    value = value_text(course.value, unit, decimals)
    low, high = (format_number(end, decimals) for end in (course.low, course.high))
    return value if low == high else f"{value} (tussen {low} en {high})"


def ground_text(outlook: Outlook, judgement: Judgement) -> str:
    """What the outcome rests on, or why there is none; a few words without a full stop."""
    if outlook.why is Why.COURSE:
        return _course_text(outlook, judgement)
    if outlook.why is Why.SETTLED:
        y = judgement.measurement
        return f"met de meting van {period_words(y.on)}" if y else ""
    if outlook.why is Why.FEW_FIGURES:
        return (
            _FIGURES.get(outlook.figures, f"pas {outlook.figures} cijfers") + f", een lijn vraagt er {FEWEST}"
        )
    return _REASONS[outlook.why]


_FIGURES: Mapping[int, str] = {0: "nog geen cijfer", 1: "pas 1 cijfer"}
_REASONS = {
    Why.HIDDEN: "de nieuwste meting wordt niet getoond",
    Why.TOO_FEW_PEOPLE: "de nieuwste meting rust op te weinig antwoorden",
    Why.NO_DAY: "het plan noemt geen jaar",
    Why.DAY_GONE: "na de nieuwste meting komt geen dag meer waarop dit doel telt",
    Why.NO_BASELINE: "er is geen 0-meting om mee te vergelijken",
    Why.NO_DIRECTION: "er is niet vastgelegd of hoger of lager beter is",
}


def _course_text(outlook: Outlook, judgement: Judgement) -> str:
    parts = []
    if outlook.outcome is Outcome.UNCLEAR:
        parts.append(f"bij de middelste lijn {'wel' if outlook.middle else 'niet'} gehaald")
    if outlook.limited:
        parts.append(f"begrensd, {_LIMIT_WORDS[judgement.case.unit]}")
    return "; ".join(parts)


_LIMIT_WORDS = {
    "percent": "niet onder 0 of boven 100",
    "score5": "niet onder 1 of boven 5",
    "score10": "niet onder 1 of boven 10",
    "count": "niet onder 0",
    "euro": "niet onder 0",
}


def a_year_text(value: Decimal | None, judgement: Judgement) -> str:
    """A change a year with its sign: ``+0,6 procentpunt``; ``""``: not known.

    Scores move by hundredths a year; of counts, ten or more are told without decimals.
    """
    if value is None:
        return ""
    unit = judgement.case.unit
    decimals = 2 if unit in {"score5", "score10"} else 0 if unit != "percent" and abs(value) >= 10 else 1
    rounded = round_half_up(value, decimals)
    return ("+" if rounded > 0 else "") + points_text(rounded, unit, decimals)
