"""Why an indicator's figures can not, or not yet, carry a verdict. Pure: no Django, no clock.

Each rule looks at one series and words what it finds; the same words for many series become one problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from core.numbers import format_date
from core.periods import PeriodKind, described_day, parse_period
from indicators.breakdowns import breakdown_key
from indicators.fitness.kinds import KINDS, SEVERITY, Concerned, GroupAim, Kind, Place, Problem
from indicators.fitness.timing import (
    Arrival,
    about_of,
    arrival,
    day_before,
    last_published,
    measured_by,
    next_measurement,
)
from indicators.judging import Frame
from indicators.points import Point
from indicators.rhythm import period_kind
from indicators.rows import IndicatorRow, SeriesRow
from indicators.suppression import Hidden
from indicators.wording import Aim

SHARES = frozenset({"percent", "score5", "score10"})
NEEDS_BASELINE = frozenset({"reach", "relative", "points", "improve"})
NEEDS_YEAR = NEEDS_BASELINE
NEEDS_DIRECTION = NEEDS_BASELINE | {"grow"}
EVERY_YEAR = frozenset({"at_least", "at_most", "grow"})
HOLDS = EVERY_YEAR | {"range"}
PERIOD_WORDS = {
    PeriodKind.YEAR: "kalenderjaren",
    PeriodKind.SCHOOL_YEAR: "schooljaren",
    PeriodKind.MONTH: "maanden",
    PeriodKind.HALF_YEAR: "halve jaren",
}


@dataclass(frozen=True)
class _Case:
    indicator: IndicatorRow
    groups: tuple[GroupAim, ...]
    frame: Frame

    def kind(self, row: SeriesRow) -> PeriodKind:
        newest = row.points[-1].period if row.points else ""
        return period_kind(newest, row.baseline.period if row.baseline else "", self.indicator.rhythm)


Found = tuple[Kind, str, Place]
"""A kind, what is wrong in words, and where it can be mended."""


def problems(indicator: IndicatorRow, groups: Sequence[GroupAim] = ()) -> tuple[Problem, ...]:
    """What stands in the way of a verdict on an indicator, the most severe first; ``()``: nothing.

    Seen on the day, in the agenda and with the survey calendar that its series are judged in. What concerns the
    whole indicator or its headline goes before what concerns other series. ``groups``: the targets over several of
    its series. Raises ``ValueError`` where a target's year or a period of the calendar is none.
    """
    if not indicator.series:
        what = "De agenda noemt deze indicator, maar geeft er geen cijfers bij."
        return (Problem(Kind.NO_SERIES, what, KINDS[Kind.NO_SERIES].place, (), 0),)
    case = _Case(indicator, tuple(groups), indicator.series[0].frame)
    gathered: dict[Found, list[Concerned]] = {}
    for number, row in enumerate(indicator.series, start=1):
        concerned = Concerned(row.label, row.part, breakdown_key(row.breakdown), number)
        for found in dict.fromkeys(_of_series(case, row)):
            gathered.setdefault(found, []).append(concerned)
    total = len(indicator.series)
    found_problems = [Problem(*found, tuple(series), total) for found, series in gathered.items()]
    head = next((n for n, row in enumerate(indicator.series, start=1) if row is indicator.headline), 0)
    return tuple(sorted(found_problems, key=lambda one: (not _weighs(one, head), SEVERITY[one.kind])))


def _weighs(problem: Problem, head: int) -> bool:
    """Whether a problem is about the whole indicator, or about the series that stands for it."""
    return len(problem.series) == problem.total or any(one.number == head for one in problem.series)


def _found(kind: Kind, what: str, place: Place | None = None) -> Found:
    return kind, what, KINDS[kind].place if place is None else place


def _of_series(case: _Case, row: SeriesRow) -> Iterator[Found]:
    own = [(row.aim, Place.SERIES)] if row.aim else []
    shared = [(group.aim, Place.INDICATOR) for group in case.groups if group.has(row)]
    if not own and not shared:
        yield _found(
            Kind.NO_TARGET,
            "Er is geen streefwaarde vastgelegd, en ook niet dat het cijfer alleen wordt gevolgd.",
        )
    for aim, place in chain(own, shared):
        yield from _of_aim(case, row, aim, place)
    if not row.comparable:
        lost = (
            "er is geen weg van de 0-meting naar de streefwaarde"
            if any(aim.kind in NEEDS_BASELINE for aim, _ in chain(own, shared))
            else "niet te zeggen is hoeveel er is veranderd"
        )
        yield _found(
            Kind.BASELINE_NOT_COMPARABLE, f"De 0-meting is anders geteld dan latere metingen: {lost}."
        )
    yield from _of_size(case, row)
    yield from _of_source(case, row)


def _of_aim(case: _Case, row: SeriesRow, aim: Aim, place: Place) -> Iterator[Found]:
    """A target that somebody must set or renew; one that can be judged needs more than that."""
    if aim.kind == "monitor":
        return
    if aim.kind == "to_be_set":
        # As the rules of progress say: overdue from the day itself.
        if aim.due is None:
            yield _found(
                Kind.TO_BE_SET, "De streefwaarde wordt nog vastgesteld; op welke dag is niet bekend.", place
            )
        elif case.frame.today >= aim.due:
            text = f"De streefwaarde moest er op {format_date(aim.due)} zijn, maar is nog niet vastgesteld."
            yield _found(Kind.TARGET_OVERDUE, text, place)
        else:
            text = f"De streefwaarde wordt nog vastgesteld, uiterlijk op {format_date(aim.due)}."
            yield _found(Kind.TO_BE_SET, text, place)
        return
    if aim.due is not None and case.frame.today > aim.due:
        text = f"De streefwaarde gold tot en met {format_date(aim.due)} en is daarna niet vernieuwd."
        yield _found(Kind.TARGET_OVERDUE, text, place)
        return
    yield from _of_judged_aim(case, row, aim, place)
    if not case.indicator.rhythm.ended:
        yield from _of_timing(case, row, aim, place)


def _of_judged_aim(case: _Case, row: SeriesRow, aim: Aim, place: Place) -> Iterator[Found]:
    if aim.kind in NEEDS_DIRECTION and row.desired == "none":
        text = (
            "Er staat niet bij of hoger of lager beter is. Zo is niet te zeggen of het doel dichterbij komt."
        )
        yield _found(Kind.NO_DIRECTION, text, place)
    if aim.kind in NEEDS_YEAR and not aim.by:
        text = "Bij de streefwaarde staat geen jaar. Zolang dat er niet is, telt het einde van de agenda."
        yield _found(Kind.NO_YEAR, text, place)
    if aim.kind in NEEDS_BASELINE and (row.baseline is None or row.baseline.value is None):
        if place is Place.INDICATOR:
            text = "Er is geen 0-meting met een cijfer. Daarom telt dit niet mee in de gezamenlijke streefwaarde."
        elif aim.kind == "reach":
            text = "Er is geen 0-meting met een cijfer, en dus geen weg naar de streefwaarde."
        else:
            text = "De streefwaarde rekent vanaf de 0-meting, maar die heeft geen cijfer."
        yield _found(Kind.NO_BASELINE, text, Place.SERIES)
    every = case.indicator.rhythm.every
    if aim.kind in EVERY_YEAR and every is not None and every > 1:
        text = (
            f"De streefwaarde geldt elk jaar, maar er wordt om de {every} jaar gemeten. "
            "Voor de jaren ertussen is er geen oordeel."
        )
        yield _found(Kind.YEARLY_TARGET_ON_SLOWER_SURVEY, text, place)


def _of_timing(case: _Case, row: SeriesRow, aim: Aim, place: Place) -> Iterator[Found]:
    """Whether a measurement can show the target in time. An unknown rhythm is a problem of its own."""
    rhythm, kind = case.indicator.rhythm, case.kind(row)
    if rhythm.every is None or (rhythm.every > 1 and rhythm.first is None):
        return
    by = aim.by or str(case.frame.end.year)
    limit = parse_period(by).end
    after = max(day_before(case.frame.start), row.baseline.day if row.baseline else date.min)
    period = measured_by(by, rhythm, kind)
    decided_on = described_day(period, rhythm.measured_on) if period else None
    if period is None or decided_on is None or decided_on <= after:
        coming = next_measurement(max(limit, after), rhythm, kind)
        text = f"Tussen {format_date(case.frame.start)} en {format_date(limit)} wordt er niet gemeten."
        if coming is not None:
            text += f" De eerstvolgende meting daarna gaat over {coming.year}."
        yield _found(Kind.NO_MEASUREMENT_IN_TIME, text, place)
        return
    if (not aim.by and aim.kind in HOLDS) or any(point.day >= decided_on for point in row.points):
        return
    published = arrival(period, row.sources, case.frame.calendar)
    if published is not None and published.on > case.frame.end:
        newest = last_published(
            kind, row.sources, case.frame.calendar, rhythm=rhythm, after=after, ends=case.frame.end
        )
        text = _late_text(published, period.key, case.frame.end, newest.key if newest else "")
        yield _found(Kind.NO_MEASUREMENT_IN_TIME, text, place)


def _late_text(published: Arrival, period: str, ends: date, newest: str) -> str:
    """``newest``: the last period whose figures come before the end; ``""``: there is none."""
    when = (
        f"naar schatting pas in {published.on.year}"
        if published.estimated
        else f"pas op {format_date(published.on)}"
    )
    early = "" if published.final else ", eerst voorlopig"
    text = (
        f"De cijfers die beslissen ({published.source} {period}) komen {when}{early}. "
        f"Dat is na het einde van de agenda op {format_date(ends)}."
    )
    if newest:
        return f"{text} De laatste cijfers vóór die dag gaan over {newest}."
    return f"{text} Vóór die dag komen er geen cijfers over de tijd van de agenda."


def _of_size(case: _Case, row: SeriesRow) -> Iterator[Found]:
    """Whether enough people stand behind the figures, and whether anybody can tell."""
    newest, sampled = row.newest, any(one.sampled for one in row.measurements)
    if newest is not None and newest.shown.hidden is Hidden.SMALL:
        yield _found(
            Kind.TOO_SMALL, "De nieuwste meting gaat over zo weinig personen dat het cijfer verborgen blijft."
        )
    elif newest is not None and newest.shown.hidden is Hidden.COMPLEMENTARY:
        text = "De nieuwste meting wordt niet getoond: anders is een ander, te klein aantal uit te rekenen."
        yield _found(Kind.NOT_SHOWN, text)
    elif sampled and newest is not None and newest.shown.n is not None and newest.shown.n < case.frame.min_n:
        text = f"De nieuwste meting gaat over minder dan {case.frame.min_n} antwoorden: te weinig voor een oordeel."
        yield _found(Kind.TOO_SMALL, text)
    if not case.indicator.counts_people or row.unit not in SHARES:
        return
    measured = [point for point in _after_baseline(row) if _has_figure(point)]
    stated = [point for point in (*filter(None, [row.baseline]), *row.points) if _has_figure(point)]
    figures = measured or stated
    if figures and all(point.value is not None and point.shown.n is None for point in figures):
        where = "de metingen" if measured else "de cijfers uit het plan"
        doubt = "of een verschil toeval is" if sampled else "of het om een paar personen gaat"
        text = f"Bij {where} staat niet over hoeveel personen ze gaan. Zo is niet te zien {doubt}."
        yield _found(Kind.NO_DENOMINATOR, text)


def _after_baseline(row: SeriesRow) -> list[Point]:
    return [point for point in row.points if row.baseline is None or point.day > row.baseline.day]


def _has_figure(point: Point) -> bool:
    """Whether there is a figure, shown or hidden; one that is hidden has a number of people that is known."""
    return point.value is not None or point.shown.hidden in {Hidden.SMALL, Hidden.COMPLEMENTARY}


def _of_source(case: _Case, row: SeriesRow) -> Iterator[Found]:
    """Whether new figures come, and whether anybody knows when."""
    rhythm, sources = case.indicator.rhythm, row.sources
    name = " en ".join(sources) or "de bron"
    if rhythm.ended:
        yield _found(Kind.SOURCE_ENDED, f"De bron ({name}) bestaat niet meer: er komen geen nieuwe metingen.")
        return
    if rhythm.every is None:
        yield _found(Kind.RHYTHM_UNKNOWN, "Niet bekend is hoe vaak er wordt gemeten.")
    elif rhythm.every > 1 and rhythm.first is None:
        text = f"Er wordt om de {rhythm.every} jaar gemeten, maar niet bekend is in welke jaren."
        yield _found(Kind.RHYTHM_UNKNOWN, text)
    kind = case.kind(row)
    coming = [
        one for one in case.frame.calendar if one.source in sources and one.expected_on >= case.frame.today
    ]
    if not any(about_of(one).kind is kind for one in coming):
        about = f" over {PERIOD_WORDS[kind]}" if coming else ""
        text = (
            f"De meetkalender noemt geen volgende cijfers van {name}{about}. "
            "Zo weet niemand wanneer een meting te laat is."
        )
        yield _found(Kind.RELEASE_UNKNOWN, text)
