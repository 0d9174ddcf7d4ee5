"""Everything that is invented about an agenda: which recipe an indicator has, and what a benchmark shows.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from demo import plain, registers
from demo.arrivals import Arrival
from demo.lines import COLLEGE, Figure, Line, Lines
from demo.surveys import survey_figures
from demo.units import BENCHMARK_CODE
from demo.walks import HUNDRED, bounded, wobble

Recipe = Callable[[Lines, Arrival], Iterator[Figure]]

RECIPES: dict[str, Recipe] = {
    "veilig-op-school": survey_figures,
    "veilig-bij-leerbedrijf": survey_figures,
    "tevreden-begeleiding-opleiding": survey_figures,
    "hulp-keuze-leren-of-werken": survey_figures,
    "tevreden-stagebegeleiding": survey_figures,
    "lessen-nederlands-positief": survey_figures,
    "lessen-rekenen-positief": survey_figures,
    "lessen-burgerschap-positief": survey_figures,
    "nieuwe-vsv": registers.dropouts,
    "werk-na-entree-en-niveau-2": registers.work,
    "startersresultaat": registers.first_year,
    "succes-eerste-jaar-hbo": registers.higher_education,
    "instroom-maatschappelijke-opgaven": registers.intake,
    "bereik-studiecentra": plain.reach,
    "doorstroom-entree-niveau-2": plain.within_first,
    "kwetsbare-instroom": plain.former_education_counts,
    "inschaling-onderwijspersoneel": plain.salary_scales,
    "excellentieprogrammas": plain.within_first,
}
"""How an indicator is invented, by its key; one that is not here gets ``plain.plain_figures``."""

SHARES_OF = {"kwetsbare-instroom-aandeel": "kwetsbare-instroom"}
"""Indicators that are the shares of another one's counts."""

_NATIONAL = frozenset({"JOB", "DUO", "CBS", "MBO Raad"})
_LOCAL = frozenset({"beroepsopleiding"})


def invent(indicators: Mapping[str, Lines]) -> Iterator[Figure]:
    """All figures, by indicator and period. ``indicators``: the lines of each indicator key."""
    for key, lines in indicators.items():
        by_series = {line.series_id: line for line in lines}
        for arrival in lines.periods():
            some = lines.at(arrival.period.key)
            for figure in _figures(key, some, indicators, arrival):
                made = replace(figure, came=arrival.came)
                yield made
                if benchmark := _benchmark(by_series[made.series_id], made):
                    yield benchmark


def _figures(key: str, lines: Lines, indicators: Mapping[str, Lines], arrival: Arrival) -> Iterator[Figure]:
    if counted := indicators.get(SHARES_OF.get(key, "")):
        return plain.former_education_shares(lines, counted, arrival)
    return RECIPES.get(key, plain.plain_figures)(lines, arrival)


def _benchmark(line: Line, made: Figure) -> Figure | None:
    """What the invented national figure is beside the college's; ``None`` where there would be none."""
    if made.unit != COLLEGE or made.value is None or line.unit not in {"percent", "score5"}:
        return None
    if not _NATIONAL & set(line.sources) or _LOCAL & set(line.breakdown):
        return None
    if line.unit == "score5":
        value = bounded(
            made.value + wobble(Decimal("0.25"), "national", line.indicator, line.key), Decimal(1), Decimal(5)
        )
    else:
        gap = wobble(min(Decimal(5), made.value / 5), "national", line.indicator, line.part, line.key)
        value = bounded(made.value + gap, Decimal(0), HUNDRED)
    return replace(made, unit=BENCHMARK_CODE, value=line.rounded(value), n=None, sd=None)
