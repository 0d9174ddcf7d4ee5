"""Cells of tables out of what a snapshot holds: shown in Dutch, typed for a sheet. Pure: no Django."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.numbers import MINUS, format_date, format_euro, format_number, format_percent, round_half_up
from reporting.blocks import Cell, Measured
from reporting.canonical import Json

DASH = "–"


def text(value: str | int | None) -> Cell:
    """Text as it is; nothing is an empty cell."""
    shown = "" if value is None else str(value)
    return Cell(shown, shown or None)


def count(value: int | None) -> Cell:
    return Cell(DASH) if value is None else Cell(format_number(value), value)


def euros(amount: str | None, *, cents: bool = False) -> Cell:
    """Whole euros for a table, exact in its value; ``cents``: as exact as it is. ``None`` is a dash, never 0."""
    if amount is None:
        return Cell(DASH)
    value = Decimal(amount)
    return Cell(format_euro(value if cents else round_half_up(value, 0)), value)


def gap(amount: str | None) -> Cell:
    """A difference in euros, its sign before the euro sign: ``+€ 5.724``, ``−€ 143.989``, ``€ 0``."""
    if amount is None:
        return Cell(DASH)
    value = Decimal(amount)
    whole = round_half_up(value, 0)
    sign = "+" if whole > 0 else MINUS if whole < 0 else ""
    return Cell(f"{sign}{format_euro(abs(whole))}", value)


def percent(value: str | None, decimals: int = 0) -> Cell:
    return Cell(DASH) if value is None else Cell(format_percent(Decimal(value), decimals), Decimal(value))


def day(value: str | None) -> Cell:
    if value is None:
        return Cell("")
    found = date.fromisoformat(value)
    return Cell(format_date(found), found)


def yes(value: bool) -> Cell:
    return Cell("ja" if value else "nee", "ja" if value else "nee")


def figure(found: Json | None, unit: str) -> Cell:
    """A figure as pages show it, with its period and whether it is provisional; ``None``: there is none."""
    if found is None:
        return Cell(DASH)
    value = None if found["value"] is None else Decimal(found["value"])
    measured = Measured(unit, found["decimals"], found["period"], found["final"])
    return Cell(figure_text(found), value, source=found["source"], measured=measured)


def figure_text(found: Json) -> str:
    """``86 % (2024, voorlopig)``."""
    around = [found["period"]] if found["period"] else []
    if not found["final"]:
        around.append("voorlopig")
    return f"{found['text']} ({', '.join(around)})" if around else str(found["text"])


def status(found: Json | None) -> Cell:
    """The mark and word of a status; ``None``: there is nothing to judge."""
    if found is None:
        return Cell("geen reeks")
    return Cell(found["label"], found["label"], status=found["status"])


def mark(found: Json | None) -> Cell:
    """The same for an indicator, with how many of its parts stand so."""
    if found is None or found["total"] <= 1:
        return status(found)
    return Cell(
        f"{found['label']} ({found['count']} van {found['total']})", found["label"], status=found["status"]
    )
