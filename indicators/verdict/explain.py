"""How a verdict came about, step by step, in plain Dutch. Pure: no Django.

The sentence of ``reasons`` says it in one breath; these steps say it to whoever wants to check.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.numbers import format_date
from indicators.verdict.judgement import Certainty, Judgement, Measurement, Rule
from indicators.verdict.outlook import Outcome, outlook_of
from indicators.verdict.outlook_words import forecast_text
from indicators.verdict.phrases import (
    bound_text,
    computed_text,
    decimals_of,
    figure_text,
    measured_text,
    period_words,
)
from indicators.wording import points_text, value_text

_RULES = {
    Rule.NO_TARGET: "Er is geen streefwaarde, dus er valt niets te vergelijken.",
    Rule.MONITOR: "Dit cijfer wordt alleen gevolgd. Er is bewust geen streefwaarde.",
    Rule.EMPTY_TARGET: "De streefwaarde heeft geen getal. Zonder getal kan er niets worden vergeleken.",
    Rule.TO_BE_SET: "De streefwaarde moet nog worden vastgesteld.",
    Rule.TARGET_EXPIRED: "De streefwaarde gold tot een dag die voorbij is. Een nieuwe is er niet.",
    Rule.NO_MEASUREMENT: "Alleen een meting van na de 0-meting en van na het begin van de agenda telt. Die is er niet.",
    Rule.HIDDEN: "De nieuwste meting gaat over te weinig personen. Een status zou haar kunnen verraden.",
    Rule.TOO_FEW: "De meting rust op minder antwoorden dan de agenda vraagt. Dan geven we geen oordeel.",
    Rule.NO_DIRECTION: "Er is niet vastgelegd of hoger of lager beter is. Dan kan niemand zeggen of het goed gaat.",
    Rule.NO_BASELINE: "Het doel is nog niet bereikt. Zonder 0-meting om mee te vergelijken is er geen pad.",
    Rule.NO_YEAR: "Het doel is nog niet bereikt. Zonder jaar is er geen pad.",
    Rule.SETTLED: "Dit is de laatste meting die het doel kan laten zien. Gehaald is behaald, anders achter.",
    Rule.NOT_SETTLED: "De meting die moest laten zien of het doel is gehaald, had er al moeten zijn.",
    Rule.MET: "De meting is op of voorbij de streefwaarde. Dan is de reeks op doelniveau.",
    Rule.HELD: "Dit doel vraagt om een niveau vast te houden. Er is geen pad: de meting haalt de grens of niet.",
    Rule.COMPARED: "Het doel vraagt om beter te zijn dan een eerder cijfer. De meting is daarmee vergeleken.",
    Rule.CHANCE: "De steekproef is te klein om het pad en de 0-meting uit elkaar te houden.",
    Rule.PATH: (
        "De meting is met het pad vergeleken. Op of voorbij het pad is op koers. Beter dan de 0-meting, maar nog "
        "niet op het pad, is aandacht. Anders achter."
    ),
}
_CERTAINTY = {
    Certainty.EXACT: "Dit cijfer telt iedereen mee. Toeval speelt geen rol.",
    Certainty.SHOWN: "Het verschil is groter dan door toeval te verklaren is.",
    Certainty.WITHIN_NOISE: "Het verschil kan door toeval komen: het valt binnen de meetonzekerheid.",
    Certainty.UNKNOWN: "Hoe groot de meetonzekerheid is, is niet bekend: aantal antwoorden of spreiding ontbreekt.",
}


@dataclass(frozen=True)
class ExplainedStep:
    """One step of the explanation."""

    title: str
    text: str


def steps_of(judgement: Judgement, ends: date) -> tuple[ExplainedStep, ...]:
    """The steps that apply, in the order in which the rules look: start, path, measurement, rule, chance, outlook.

    ``ends``: the agenda's last day, until when what holds every period is looked ahead.
    """
    found = [
        ("0-meting", _baseline(judgement)),
        ("Pad", _path(judgement)),
        ("Verwacht op de dag van de meting", _expected(judgement)),
        ("Meting", _measurement(judgement)),
        ("De regel die besliste", _rule(judgement)),
        ("Zekerheid", _certainty(judgement)),
        ("Als het zo doorgaat", _forecast(judgement, ends)),
        ("Wat er nog nodig is", _needed(judgement)),
    ]
    return tuple(ExplainedStep(title, text) for title, text in found if text)


def _rule(judgement: Judgement) -> str:
    if judgement.rule is Rule.NO_BASELINE and (judgement.goal is None or judgement.goal.bound is None):
        return (
            "Het doel vraagt om beter te zijn dan een eerder cijfer. Dat cijfer is er niet, of het telt niet."
        )
    return _RULES[judgement.rule]


def _baseline(judgement: Judgement) -> str:
    baseline = judgement.case.baseline
    if judgement.goal is None:
        return ""
    if baseline is None:
        return "Er is geen 0-meting waarmee latere metingen te vergelijken zijn."
    return f"{measured_text(judgement, baseline)} in {period_words(baseline.on)}."


def _path(judgement: Judgement) -> str:
    path = judgement.path
    if path is None:
        return ""
    points = [f"{bound_text(judgement, value)} op {format_date(day)}" for day, value in path]
    between = f", langs {' en '.join(points[1:-1])}" if len(points) > 2 else ""
    return f"Van {points[0]}{between}, in een rechte lijn naar {points[-1]}."


def _expected(judgement: Judgement) -> str:
    y = judgement.measurement
    if judgement.expected is None or y is None:
        return ""
    return f"{computed_text(judgement, judgement.expected)} op {format_date(y.on)}."


def _measurement(judgement: Judgement) -> str:
    y = judgement.measurement
    if y is None or y.figure is None:
        return ""
    text = f"{figure_text(judgement, y)}, geteld op {format_date(y.on)}."
    if judgement.interval is not None:
        low, high = (value_text(end, judgement.case.unit, _fine(judgement, y)) for end in judgement.interval)
        text += f" Met 95 % zekerheid ligt de echte waarde tussen {low} en {high}."
    return text


def _certainty(judgement: Judgement) -> str:
    return _CERTAINTY[judgement.certainty] if judgement.against else ""


def _forecast(judgement: Judgement, ends: date) -> str:
    """Where it is heading, and whether the target lies in that range."""
    outlook = outlook_of(judgement, ends=ends)
    if outlook is None or outlook.forecast is None or outlook.day is None:
        return ""
    text = f"In {period_words(outlook.day)} {forecast_text(outlook, judgement)}."
    if outlook.outcome is Outcome.MET:
        return f"{text} Ook bij de minst gunstige ontwikkeling wordt het doel dan gehaald."
    if outlook.outcome is Outcome.MISSED:
        return f"{text} Ook bij de gunstigste ontwikkeling wordt het doel dan niet gehaald."
    likely = "wel" if outlook.middle else "niet"
    return f"{text} Het doel ligt binnen dat bereik; bij de middelste lijn wordt het {likely} gehaald."


def _needed(judgement: Judgement) -> str:
    needed, case = judgement.needed_per_year, judgement.case
    if needed is None or case.target is None or case.target.by is None:
        return ""
    way = "omhoog" if needed > 0 else "omlaag"
    amount = points_text(abs(needed), case.unit, max(0, case.decimals) + 1)
    y = judgement.measurement
    since = f" vanaf de meting van {period_words(y.on)}" if y else ""
    return f"Elk jaar {amount} {way},{since} tot en met {format_date(case.target.by)}."


def _fine(judgement: Judgement, y: Measurement) -> int:
    """One decimal at least: an interval is often narrower than a whole point."""
    return max(1, decimals_of(judgement, y))
