"""How the budget's keys and years read in Dutch. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from core.numbers import MONTHS, format_date

SCOPES = {"income": "alle baten", "costs": "alle lasten"}
SIDE_SLUGS = {"income": "baten", "cost": "lasten"}
"""How a side is called in an address."""
SIDES = {slug: side for side, slug in SIDE_SLUGS.items()}
YEAR_END = "jaarafsluiting"
OPENING = "beginbalans"


def month_label(year: int, month: int) -> str:
    """``maart 2026``; ``month`` is 1 to 12."""
    return f"{MONTHS[month - 1]} {year}"


def period_label(period: int) -> str:
    """A period of the ledger: a month, or what a year opens or closes with."""
    if period == 0:
        return OPENING
    return MONTHS[period - 1] if period <= len(MONTHS) else f"{YEAR_END} ({period})"


def until_label(year: int, months: Sequence[int]) -> str:
    """To which month a year is booked, by the months that have bookings: ``maart 2026``; ``""`` without any.

    A gap is told, or one booking in December would pass for a year: ``december 2026, zonder januari tot en met mei``.
    """
    if not months:
        return ""
    told = month_label(year, months[-1])
    lacking = [month for month in range(1, months[-1]) if month not in months]
    return f"{told}, zonder {months_label(lacking)}" if lacking else told


def months_label(months: Sequence[int]) -> str:
    """``januari, maart tot en met mei en juli``: months in a row joined."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    texts = [
        MONTHS[run[0] - 1] if len(run) == 1 else f"{MONTHS[run[0] - 1]} tot en met {MONTHS[run[-1] - 1]}"
        for run in runs
    ]
    return _listed(texts)


def years_label(years: Iterable[int]) -> str:
    """``2024``, ``2025-2027``, ``2024 en 2026-2027``: runs of years joined."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return _listed(texts)


def _listed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} en {texts[-1]}" if texts else ""


def years_listed(years: Sequence[int]) -> str:
    """``2024``, ``2024 en 2025``, ``2024, 2025 en 2027``: each year by itself, in the order given."""
    return _listed([str(year) for year in years])


def closed_years_altered(years: Sequence[int]) -> str:
    """The warning that a change altered what closed book years, at least one, came to."""
    if len(years) == 1:
        return f"Let op: boekjaar {years[0]} is afgesloten; de uitkomst van dat jaar is hierdoor veranderd."
    listed = years_listed(years)
    return f"Let op: de boekjaren {listed} zijn afgesloten; de uitkomst van die jaren is hierdoor veranderd."


def term_label(starts: date | None, ends: date | None) -> str:
    """``1 januari 2024 tot en met 31 december 2027``; half of it where only one day is known, else ``""``."""
    if starts and ends:
        return f"{format_date(starts)} tot en met {format_date(ends)}"
    return f"vanaf {format_date(starts)}" if starts else f"tot en met {format_date(ends)}" if ends else ""


def group_label(group: str) -> str:
    """``niet_verplicht`` -> ``niet verplicht``; a line without a group stands under ``zonder groep``."""
    return group.replace("_", " ").strip() or "zonder groep"


def scope_label(scope: str) -> str:
    """What a stated total is about, in words; a scope that is not known comes back as it is."""
    kind, _, name = scope.partition(":")
    if kind == "group" and name:
        return f"lasten, {group_label(name)}"
    if kind == "priority" and name:
        return f"lasten, prioriteit {name}"
    if kind == "instrument" and name:
        return f"baten, instrument {name}"
    return SCOPES.get(scope, scope)


def by_value(values: Mapping[int, str]) -> tuple[tuple[str, str], ...]:
    """Values with the years in which they hold: ``(("kwaliteitsafspraken", "2024"), ("lumpsum", "2025-2027"))``."""
    years: dict[str, list[int]] = {}
    for year in sorted(values):
        years.setdefault(values[year], []).append(year)
    return tuple((value, years_label(held)) for value, held in years.items())
