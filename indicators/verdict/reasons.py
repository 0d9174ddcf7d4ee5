"""The verdict on a series in one Dutch sentence, from its own numbers. Pure: no Django.

A sentence has a head (what is asked), what was measured, the status in words, and what makes it less certain.
"""

from __future__ import annotations

from decimal import Decimal

from core.numbers import format_date, format_number, format_percent, round_half_up
from indicators.verdict.goals import Shape, miss_of
from indicators.verdict.judgement import Certainty, Judgement, Rule, Status
from indicators.verdict.phrases import (
    bound_text,
    computed_text,
    decimals_of,
    digits_of,
    figure_text,
    measured_text,
    period_words,
)
from indicators.wording import points_text


def reason_of(judgement: Judgement) -> str:
    """One sentence with a full stop."""
    parts = _parts(judgement)
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _parts(judgement: Judgement) -> list[str]:
    unjudged = _without_target(judgement)
    if unjudged:
        return [unjudged, _only_measured(judgement)]
    verdict = {
        Rule.NO_MEASUREMENT: _nothing_measured,
        Rule.NOT_SETTLED: _not_settled,
        Rule.HIDDEN: _hidden,
        Rule.TOO_FEW: _too_few,
    }.get(judgement.rule, _measured)
    return [_group(judgement) + _head(judgement), verdict(judgement), *_tails(judgement)]


def _without_target(judgement: Judgement) -> str:
    """What is said where there is no target to judge against; ``""`` where there is one."""
    target, label = judgement.case.target, judgement.status.label
    day = format_date(target.due) if target and target.due else ""
    if judgement.rule is Rule.NO_TARGET:
        return "er is geen streefwaarde vastgelegd"
    if judgement.rule is Rule.MONITOR:
        return "dit cijfer wordt alleen gevolgd; een streefwaarde is er bewust niet"
    if judgement.rule is Rule.EMPTY_TARGET:
        return "de streefwaarde heeft nog geen getal"
    if judgement.rule is Rule.TARGET_EXPIRED:
        return f"de streefwaarde gold tot en met {day} en is daarna niet vernieuwd: {label}"
    if judgement.rule is not Rule.TO_BE_SET:
        return ""
    if judgement.status is Status.TARGET_OVERDUE:
        return f"de streefwaarde moest er op {day} zijn en is nog niet vastgesteld: {label}"
    return "de streefwaarde moet nog worden vastgesteld" + (f", uiterlijk op {day}" if day else "")


def _only_measured(judgement: Judgement) -> str:
    y = judgement.measurement
    if y is None:
        return ""
    if y.figure is None:
        return "de nieuwste meting wordt niet getoond"
    return f"gemeten {figure_text(judgement, y)}"


def _group(judgement: Judgement) -> str:
    group = judgement.case.group
    if group is None:
        return ""
    if not group.counted:
        return "geen van de reeksen heeft een cijfer: "
    how = "som" if group.method == "sum" else f"{'gewogen' if group.weighted else 'gewoon'} gemiddelde"
    if 1 < group.total == group.counted:
        return f"{how} van {'beide' if group.total == 2 else f'alle {group.total}'} reeksen: "
    return f"{how} van {group.counted} van de {group.total} reeksen: "


def _head(judgement: Judgement) -> str:
    """What the target asks, with the baseline where it plays a part."""
    case, goal = judgement.case, judgement.goal
    target, baseline = case.target, case.baseline
    if target is None or goal is None:
        return ""
    since = f"{measured_text(judgement, baseline)} ({period_words(baseline.on)})" if baseline else ""
    year = target.settled_with or (period_words(target.by) if target.by else "")
    if goal.shape is Shape.BETTER:
        way = "beter" if goal.up is None else "hoger" if goal.up else "lager"
        if target.kind == "improve":
            return f"{way} worden dan {since or 'de 0-meting'}"
        before = f" (die was {bound_text(judgement, goal.bound)})" if goal.bound is not None else ""
        return f"elke meting {way} dan de vorige{before}"
    if goal.shape is Shape.RANGE:
        ends = [_least(judgement, goal.low, up=True), _least(judgement, goal.high, up=False)]
        return " en ".join(end for end in ends if end) + " blijven"
    if goal.bound is None:
        return f"{_change(judgement)} ten opzichte van de 0-meting" + (f" ({year})" if year else "")
    words = (
        _least(judgement, goal.bound, up=bool(goal.up)) if goal.strict else bound_text(judgement, goal.bound)
    )
    if target.kind in {"relative", "points"}:
        year = ", ".join(part for part in (_change(judgement), year) if part)
    if goal.shape is Shape.HOLD:
        return _held(judgement, words, since, year)
    goes = f"naar {words}" + (f" ({year})" if year else "")
    return f"van {since} {goes}" if since else goes


def _least(judgement: Judgement, bound: Decimal | None, *, up: bool) -> str:
    """``ten minste 40 %``, or ``meer dan 40 %`` where the bound itself does not count."""
    if bound is None or judgement.goal is None:
        return ""
    strict = "meer dan" if up else "minder dan"
    words = strict if judgement.goal.strict else ("ten minste" if up else "ten hoogste")
    return f"{words} {bound_text(judgement, bound)}"


def _held(judgement: Judgement, words: str, since: str, year: str) -> str:
    goal, target = judgement.goal, judgement.case.target
    if goal is None or target is None:
        return ""
    if target.kind in {"at_least", "at_most"}:
        asked = _least(judgement, goal.bound, up=bool(goal.up))
        return f"{asked} blijven" + (f", met als 0-meting {since}" if since else "")
    side = "ondergrens" if goal.up else "bovengrens"
    when = f" ({year})" if year else ""
    return (
        f"de streefwaarde van {words}{when} is niet beter dan de 0-meting van {since} "
        f"en geldt daarom als {side}"
    )


def _change(judgement: Judgement) -> str:
    target = judgement.case.target
    if target is None:
        return ""
    amount = target.percent if target.kind == "relative" else target.points
    if amount is None:
        return ""
    sign = "+" if amount > 0 else ""
    if target.kind == "relative":
        return sign + format_percent(amount)
    return sign + points_text(amount, judgement.case.unit, digits_of(amount))


def _nothing_measured(judgement: Judgement) -> str:
    case, label = judgement.case, judgement.status.label
    older = [
        one.on for one in case.measurements if one.figure is not None and case.start and one.on < case.start
    ]
    after, history = (" na de 0-meting" if case.baseline else ""), ""
    if older and (case.baseline is None or max(older) > case.baseline.on):
        after = " sinds het begin van de agenda"
        history = f"; het nieuwste cijfer, van {period_words(max(older))}, is van daarvoor"
    day = format_date(case.next_due) if case.next_due is not None else ""
    if judgement.status is Status.MISSING:
        return f"er is geen meting{after}{history}; de eerste moest er op {day} zijn: {label}"
    return f"{label}{after}{history}" + (f"; de eerste komt uiterlijk op {day}" if day else "")


def _not_settled(judgement: Judgement) -> str:
    y, target = judgement.measurement, judgement.case.target
    if y is None or target is None or target.by is None:
        return ""
    return (
        f"de nieuwste meting is {figure_text(judgement, y)}; de meting van {period_words(target.by)}, "
        f"die moet laten zien of het doel is gehaald, is er niet: {judgement.status.label}"
    )


def _hidden(judgement: Judgement) -> str:
    y = judgement.measurement
    which = f"de meting van {period_words(y.on)}" if y and y.figure is None else "de meting ervoor"
    return f"{which} wordt niet getoond vanwege een te klein aantal: {judgement.status.label}"


def _too_few(judgement: Judgement) -> str:
    y = judgement.measurement
    n = (y.n or 0) if y else 0
    year = period_words(y.on) if y else ""
    if n <= 0:
        return f"de meting van {year} rust op geen enkel antwoord: {judgement.status.label}"
    basis = f"{format_number(n)} {'antwoord' if n == 1 else 'antwoorden'}"
    least = format_number(judgement.case.min_n)
    return f"de meting van {year} rust op {basis}, minder dan de {least} die nodig zijn: {judgement.status.label}"


def _measured(judgement: Judgement) -> str:
    y, case = judgement.measurement, judgement.case
    if y is None:
        return ""
    expected = ""
    if judgement.expected is not None and judgement.rule in {Rule.PATH, Rule.CHANCE, Rule.MET}:
        value = computed_text(judgement, judgement.expected, decimals_of(judgement, y))
        expected = f"verwacht in {period_words(y.on)}: {value}; "
    settled = judgement.rule is Rule.SETTLED and case.target is not None and case.target.by is not None
    last = ", de laatste meting die telt" if settled else ""
    fell = ", al is het cijfer slechter dan de 0-meting" if judgement.worse_than_baseline else ""
    return f"{expected}gemeten {figure_text(judgement, y)}{last}: {judgement.status.label}{fell}"


_AGAINST_A_VALUE = {Rule.PATH, Rule.MET, Rule.HELD, Rule.SETTLED, Rule.COMPARED}


def _tails(judgement: Judgement) -> list[str]:
    """What explains or weakens the verdict."""
    case, rule = judgement.case, judgement.rule
    tails = [_why_not(judgement), _chance(judgement) or _rounding(judgement)]
    by = case.target.by if case.target else None
    if rule is Rule.SETTLED and case.baseline and by and case.baseline.on >= by:
        tails.append("de 0-meting ligt niet voor de dag van het doel, dus er is geen pad")
    if judgement.stale and case.next_due and judgement.measurement and rule is not Rule.NOT_SETTLED:
        tails.append(f"een nieuwere meting had er op {format_date(case.next_due)} moeten zijn")
    return tails


def _chance(judgement: Judgement) -> str:
    rule, status = judgement.rule, judgement.status
    if status is Status.AT_RISK and rule is Rule.HELD:
        return _nearly(judgement)
    if rule not in _AGAINST_A_VALUE or status is Status.INDETERMINATE:
        return ""
    if judgement.certainty is Certainty.UNKNOWN:
        return "hoe groot de meetonzekerheid is, is niet bekend"
    if judgement.certainty is not Certainty.WITHIN_NOISE:
        return ""
    return f"het verschil met {_against(judgement)} valt binnen de meetonzekerheid"


def _against(judgement: Judgement) -> str:
    """What the status was decided against; behind the path, that of the two which chance may explain."""
    if judgement.rule is Rule.PATH:
        low, high = judgement.interval or (Decimal(1), Decimal(0))
        behind = judgement.status is not Status.ON_TRACK and low <= judgement.against[0] <= high
        return "de 0-meting" if behind else "het pad"
    if judgement.goal is not None and judgement.goal.shape is Shape.BETTER:
        improves = judgement.case.target is not None and judgement.case.target.kind == "improve"
        return "de 0-meting" if improves else "de vorige meting"
    return "de grens" if judgement.only_holds else "de streefwaarde"


def _rounding(judgement: Judgement) -> str:
    """Said where a figure is at the path or its bound only because half a unit is no difference."""
    y, goal, status = judgement.measurement, judgement.goal, judgement.status
    if y is None or y.figure is None or goal is None or goal.strict or goal.shape is Shape.BETTER:
        return ""
    on_path = judgement.rule is Rule.PATH and status is Status.ON_TRACK
    if not on_path and status not in {Status.AT_TARGET, Status.ACHIEVED}:
        return ""
    short = miss_of(goal._replace(bound=judgement.expected) if on_path else goal, y.figure) or Decimal(0)
    target = judgement.case.target
    if on_path or (target is not None and target.kind in {"relative", "points"}):
        # What we worked out ourselves is not said to the last decimal; neither is the difference with it.
        short = round_half_up(
            short, max(decimals_of(judgement, y), 0 if judgement.case.unit == "count" else 1)
        )
    return f"het verschil met {_against(judgement)} valt binnen de afronding" if short > 0 else ""


def _why_not(judgement: Judgement) -> str:
    """Why a measurement could not be judged."""
    case = judgement.case
    if judgement.rule is Rule.CHANCE:
        return "zowel het verschil met het pad als dat met de 0-meting valt binnen de meetonzekerheid"
    if judgement.rule is Rule.COMPARED and judgement.status is Status.INDETERMINATE:
        return "het verschil valt binnen de meetonzekerheid"
    if judgement.rule is Rule.NO_DIRECTION:
        return "er ligt niet vast of hoger of lager beter is"
    if judgement.rule is Rule.NO_YEAR:
        return "nog niet op doelniveau, en zonder jaar is er geen pad"
    if judgement.rule is Rule.NO_BASELINE:
        if judgement.goal is None or judgement.goal.bound is not None:
            return "nog niet op doelniveau; zonder vergelijkbare 0-meting is er geen pad"
        if case.target is not None and case.target.kind == "grow":
            return "er is geen eerdere meting om mee te vergelijken"
        return "er is geen vergelijkbare 0-meting"
    return ""


def _nearly(judgement: Judgement) -> str:
    """Why what must be held is not met and yet not behind."""
    margin = Decimal(judgement.case.target.margin if judgement.case.target else 0)
    if judgement.within_margin:
        text = points_text(margin, judgement.case.unit, digits_of(margin))
        return f"de afstand tot de grens valt binnen de marge van {text}"
    return "het verschil met de grens valt binnen de meetonzekerheid"
