"""The verdict on a series in one Dutch sentence, from its own numbers. Pure: no Django.

A sentence has a head (what is asked), what was measured, the status in words, and what makes it less certain.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.numbers import format_date, format_number
from indicators.goals import Shape
from indicators.judgement import Certainty, Judgement, Measurement, Rule, Status
from indicators.wording import points_text, value_text

_MOST_DECIMALS = 6


def period_words(day: date) -> str:
    """The period that a day stands for: ``2023/2024`` for 31 July (a school year ends then), else its year."""
    return f"{day.year - 1}/{day.year}" if (day.month, day.day) == (7, 31) else str(day.year)


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
    return "de nieuwste meting is niet te tonen" if y.value is None else f"gemeten {_figure(judgement, y)}"


def _group(judgement: Judgement) -> str:
    group = judgement.case.group
    if group is None:
        return ""
    how = (
        "opgeteld"
        if group.method == "sum"
        else "gewogen gemiddelde"
        if group.weighted
        else "gewoon gemiddelde"
    )
    return f"{group.counted} van de {group.total} reeksen samen ({how}): "


def _head(judgement: Judgement) -> str:
    """What the target asks, with the baseline where it plays a part."""
    case, goal = judgement.case, judgement.goal
    target, baseline = case.target, case.baseline
    if target is None or goal is None:
        return ""
    since = f"{_text(judgement, baseline)} ({period_words(baseline.on)})" if baseline else ""
    year = period_words(target.by) if target.by else ""
    bound = _bound(judgement, goal.bound)
    if target.kind == "improve":
        return f"beter worden dan {since}" if since else "beter worden dan de 0-meting"
    if target.kind == "grow":
        return "elke meting beter dan de vorige" + (f" ({bound})" if bound else "")
    if goal.shape is Shape.RANGE:
        ends = [f"ten minste {_bound(judgement, goal.low)}" if goal.low is not None else ""]
        ends.append(f"ten hoogste {_bound(judgement, goal.high)}" if goal.high is not None else "")
        return " en ".join(end for end in ends if end)
    words = (("meer dan " if goal.up else "minder dan ") if goal.strict else "") + bound
    if goal.bound is None:
        words = _change(judgement)
    elif target.kind in {"relative", "points"}:
        year = ", ".join(part for part in (_change(judgement), year) if part)
    if goal.shape is Shape.HOLD:
        return _held(judgement, words, since, year)
    goes = f"naar {words}" + (f" ({year})" if year else "")
    return f"van {since} {goes}" if since else goes


def _held(judgement: Judgement, words: str, since: str, year: str) -> str:
    goal, target = judgement.goal, judgement.case.target
    if goal is None or target is None:
        return ""
    if target.kind in {"at_least", "at_most"}:
        least = "" if goal.strict else ("ten minste " if goal.up else "ten hoogste ")
        return f"{least}{words} houden" + (f", 0-meting {since}" if since else "")
    side = "ondergrens" if goal.up else "bovengrens"
    when = f" ({year})" if year else ""
    return f"de streefwaarde {words}{when} is niet beter dan de 0-meting {since} en geldt daarom als {side}"


def _change(judgement: Judgement) -> str:
    target = judgement.case.target
    if target is None:
        return ""
    amount = target.percent if target.kind == "relative" else target.points
    if amount is None:
        return ""
    sign = "+" if amount > 0 else ""
    if target.kind == "relative":
        return f"{sign}{format_number(amount)} %"
    return sign + points_text(amount, judgement.case.unit, _digits(amount))


def _nothing_measured(judgement: Judgement) -> str:
    case = judgement.case
    words = "er is nog geen meting" + (" na de 0-meting" if case.baseline else "")
    older = [
        one.on for one in case.measurements if one.value is not None and case.start and one.on < case.start
    ]
    if older and (case.baseline is None or max(older) > case.baseline.on):
        words += f"; het cijfer van {period_words(max(older))} is van voor de agenda"
    if case.next_due is not None:
        word = "moest er op {} zijn" if judgement.stale else "komt uiterlijk op {}"
        words += "; de volgende meting " + word.format(format_date(case.next_due))
    return f"{words}: {judgement.status.label}"


def _not_settled(judgement: Judgement) -> str:
    y, target = judgement.measurement, judgement.case.target
    if y is None or target is None or target.by is None:
        return ""
    return (
        f"de nieuwste meting is {_figure(judgement, y)}; die van {period_words(target.by)}, "
        f"die moet laten zien of het doel is gehaald, is er niet: {judgement.status.label}"
    )


def _hidden(judgement: Judgement) -> str:
    y = judgement.measurement
    year = period_words(y.on) if y else ""
    return f"de meting van {year} wordt niet getoond, omdat ze over te weinig personen gaat: {judgement.status.label}"


def _too_few(judgement: Judgement) -> str:
    y = judgement.measurement
    n = (y.n or 0) if y else 0
    year = period_words(y.on) if y else ""
    basis = f"rust op {format_number(n)} antwoorden" if n > 0 else "rust op geen enkel antwoord"
    needed = f", minder dan de {format_number(judgement.case.min_n)} die nodig zijn" if n > 0 else ""
    return f"de meting van {year} {basis}{needed}: {judgement.status.label}"


def _measured(judgement: Judgement) -> str:
    y, case = judgement.measurement, judgement.case
    if y is None:
        return ""
    expected = ""
    if judgement.expected is not None and judgement.rule in {Rule.PATH, Rule.CHANCE, Rule.MET}:
        value = value_text(judgement.expected, case.unit, _decimals(judgement, y))
        expected = f"verwacht in {period_words(y.on)}: {value}; "
    last = (
        ", de laatste meting die telt"
        if judgement.rule is Rule.SETTLED and case.target and case.target.by
        else ""
    )
    fell = ", al is het cijfer slechter dan de 0-meting" if judgement.worse_than_baseline else ""
    return f"{expected}gemeten {_figure(judgement, y)}{last}: {judgement.status.label}{fell}"


_AGAINST_A_VALUE = {Rule.PATH, Rule.MET, Rule.HELD, Rule.SETTLED, Rule.COMPARED}


def _tails(judgement: Judgement) -> list[str]:
    """What explains or weakens the verdict."""
    case, rule = judgement.case, judgement.rule
    tails = [_why_not(judgement), _chance(judgement)]
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
    other = "de grens" if judgement.only_holds else "de streefwaarde"
    if rule is Rule.PATH:
        other = "de 0-meting" if status is Status.OFF_TRACK else "het pad"
    return f"het verschil met {other} valt binnen de meetonzekerheid"


def _why_not(judgement: Judgement) -> str:
    """Why a measurement could not be judged."""
    case = judgement.case
    if judgement.rule is Rule.CHANCE:
        return "door toeval kan de meting zowel op het pad als op de 0-meting liggen"
    if judgement.rule is Rule.COMPARED and judgement.status is Status.INDETERMINATE:
        return "het verschil valt binnen de meetonzekerheid"
    if judgement.rule is Rule.NO_DIRECTION:
        return "er is niet vastgelegd of hoger of lager beter is"
    if judgement.rule is Rule.NO_YEAR:
        return "nog niet op doelniveau, en zonder jaar is er geen pad"
    if judgement.rule is Rule.NO_BASELINE:
        if judgement.goal is None or judgement.goal.bound is not None:
            return "nog niet op doelniveau; zonder vergelijkbare 0-meting is er geen pad"
        first = case.target is not None and case.target.kind == "grow"
        return (
            "er is geen eerdere meting om mee te vergelijken"
            if first
            else "er is geen vergelijkbare 0-meting"
        )
    return ""


def _nearly(judgement: Judgement) -> str:
    """Why what must be held is not met and yet not behind."""
    margin = Decimal(judgement.case.target.margin if judgement.case.target else 0)
    if judgement.within_margin:
        text = points_text(margin, judgement.case.unit, _digits(margin))
        return f"de afstand tot de grens valt binnen de marge van {text}"
    return "het verschil met de grens valt binnen de meetonzekerheid"


def _figure(judgement: Judgement, y: Measurement) -> str:
    """``86,1 % in 2024 (n = 7.412, voorlopig)``."""
    notes = [f"n = {format_number(y.n)}"] if y.n is not None else []
    if not y.final:
        notes.append("voorlopig")
    return f"{_text(judgement, y)} in {period_words(y.on)}" + (f" ({', '.join(notes)})" if notes else "")


def _text(judgement: Judgement, one: Measurement) -> str:
    return value_text(one.value, judgement.case.unit, _decimals(judgement, one))


def _decimals(judgement: Judgement, one: Measurement) -> int:
    return max(0, judgement.case.decimals if one.decimals is None else one.decimals)


def _bound(judgement: Judgement, bound: Decimal | None) -> str:
    """A bound as exact as the plan gives it; one that was computed with one decimal more than published."""
    case = judgement.case
    if bound is None:
        return ""
    computed = case.target is not None and case.target.kind in {"relative", "points"}
    most = max(0, case.decimals) + 1 if computed else _MOST_DECIMALS
    return value_text(bound, case.unit, max(max(0, case.decimals), min(_digits(bound), most)))


def _digits(value: Decimal) -> int:
    """How many decimals a number really has."""
    return max(0, -int(value.normalize().as_tuple().exponent))
