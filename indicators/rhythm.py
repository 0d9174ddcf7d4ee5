"""When figures come: which measurement is the last that can show a target, and what day it describes.

A target "by 2027" is not blindly settled on 31 December 2027. A survey held in even years settles it with
the measurement of 2026, a figure over school years with 2026/2027. The caller of ``progress.judge`` takes its
``by`` from here. Pure: no Django, no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.periods import FIRST_YEAR, Period, PeriodKind, described_day, parse_period


@dataclass(frozen=True)
class Rhythm:
    """How often figures come.

    ``every``: the number of years between two measurements; ``None``: not known. ``first``: the first year in
    which one falls (a school year counts for the year in which it ends); ``None``: not known.
    ``measured_on``: the survey's own day, "MM-DD"; ``None``: the last day of the period. ``ended``: the source
    no longer exists.
    """

    every: int | None = None
    first: int | None = None
    measured_on: str | None = None
    ended: bool = False

    @property
    def text(self) -> str:
        """How often, in words."""
        if self.ended:
            return "De bron bestaat niet meer; er komt geen nieuwe meting."
        often = {None: "Niet bekend", 1: "Elk jaar"}.get(self.every, f"Eens in de {self.every} jaar")
        return often if self.first is None else f"{often}, voor het eerst in {self.first}"


def period_kind(newest: str, baseline: str, rhythm: Rhythm) -> PeriodKind:
    """In what periods a series is measured: as its newest figure, else its baseline, else as its day suggests.

    ``""``: there is no such figure.
    """
    text = newest or baseline
    if text:
        return parse_period(text).kind
    return PeriodKind.SCHOOL_YEAR if rhythm.measured_on == "07-31" else PeriodKind.YEAR


def last_measurement_year(rhythm: Rhythm, by_year: int) -> int | None:
    """The last year, at most ``by_year``, in which a measurement falls.

    A school year counts for the year in which it ends. ``None``: no measurement comes that could show it: the
    source has ended, its first measurement falls later, or the rhythm is not known.
    """
    if rhythm.ended or rhythm.every is None or rhythm.every < 1:
        return None
    if rhythm.first is None:
        return by_year if rhythm.every == 1 else None
    if by_year < rhythm.first:
        return None
    return by_year - (by_year - rhythm.first) % rhythm.every


def deciding_period(by: str, rhythm: Rhythm, kind: PeriodKind) -> Period:
    """The period of the last measurement that can show a target for ``by``.

    ``by``: the target's own period text ("2027", "2026/2027"). ``kind``: in what periods the series is
    measured (a plain year and a survey year are both ``PeriodKind.YEAR``). The measurement's day lies on or
    before the last day of ``by``: a calendar-year figure for a target by 2026/2027 is that of 2026. Where no
    measurement is known to come (see ``last_measurement_year``) it is the last period of this kind that
    ``by`` allows: then the plan's own year is all there is. Raises ``ValueError`` where ``by`` is no period.
    """
    limit = parse_period(by).end
    fallback = _last_period(kind, limit, rhythm.measured_on)
    year: int | None = last_measurement_year(rhythm, limit.year)
    while year is not None and year >= FIRST_YEAR:
        for period in reversed(_periods_of(kind, year)):
            if described_day(period, rhythm.measured_on) <= limit:
                return period
        year = last_measurement_year(rhythm, year - 1)
    return fallback


def deciding_day(by: str, rhythm: Rhythm, kind: PeriodKind) -> date:
    """The day that the deciding measurement describes: ``by`` for ``progress.judge``.

    JOB (every 2 years from 2022, on 15 February) and a target by 2027: 15 February 2026. A register over
    school years: 31 July 2027. A calendar-year figure: 31 December 2027. Raises ``ValueError`` as
    ``deciding_period`` does.
    """
    return described_day(deciding_period(by, rhythm, kind), rhythm.measured_on)


def _periods_of(kind: PeriodKind, year: int) -> list[Period]:
    """The periods of one kind that end in a year, oldest first."""
    match kind:
        case PeriodKind.YEAR:
            texts = [f"{year}"]
        case PeriodKind.SCHOOL_YEAR:
            texts = [f"{year - 1}/{year}"] if year > FIRST_YEAR else []
        case PeriodKind.HALF_YEAR:
            texts = [f"{year}-H1", f"{year}-H2"]
        case PeriodKind.MONTH:
            texts = [f"{year}-{month:02d}" for month in range(1, 13)]
    return [parse_period(text) for text in texts]


def _last_period(kind: PeriodKind, limit: date, measured_on: str | None) -> Period:
    """The last period of a kind whose described day is not after ``limit``; else the year itself."""
    candidates = [
        period
        for year in (limit.year - 1, limit.year)
        if year >= FIRST_YEAR
        for period in _periods_of(kind, year)
    ]
    reached = [period for period in candidates if described_day(period, measured_on) <= limit]
    return reached[-1] if reached else parse_period(str(limit.year))
