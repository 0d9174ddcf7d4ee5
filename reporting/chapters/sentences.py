"""Sentences of a report, in plain Dutch. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.numbers import format_euro, format_percent, round_half_up
from indicators.counts import ON_COURSE
from indicators.verdict.judgement import LABELS, Status
from reporting.canonical import Json

ON_COURSE_VALUES = frozenset(status.value for status in ON_COURSE)
WITHOUT_TARGET = frozenset({Status.NO_TARGET.value, Status.TARGET_OVERDUE.value})


_WHITE = re.compile(r"[ \t\r\n\f\v]+")


def joined(words: Iterable[str]) -> str:
    """``een, twee en drie``."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} en {last}" if first else last


def aside(value: str | int | None, before: str = "") -> str:
    """`` (in 2027)`` to stand behind something; ``""`` without a value."""
    return f" ({before}{value})" if value else ""


def lowered(text: str) -> str:
    """A sentence to stand behind a colon."""
    return text[:1].lower() + text[1:]


def raised(text: str) -> str:
    """With a capital at its beginning, and the rest as somebody wrote it."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """On one line, with something at its end. A space that holds a number and its unit together stays."""
    line = _WHITE.sub(" ", text).strip(" ")
    return line if line.endswith((".", "!", "?")) else f"{line}."


def number_of(count: int, one: str, more: str) -> str:
    """``1 maatregel``, ``3 maatregelen``."""
    return f"{count} {one if count == 1 else more}"


def statuses(counts: Sequence[Json]) -> str:
    """``2 achter, 1 op koers``: the worst first; ``""`` when there is nothing to count."""
    return ", ".join(f"{row['count']} {row['label']}" for row in counts)


def standing(counts: Sequence[Json]) -> str:
    """How many indicators with a target are on course and behind, in one sentence."""
    asked = [row for row in counts if row["status"] not in WITHOUT_TARGET]
    whole = sum(row["count"] for row in asked)
    if not whole:
        return "Geen van de indicatoren heeft een streefwaarde die nu geldt."
    course = sum(row["count"] for row in asked if row["status"] in ON_COURSE_VALUES)
    rest = [row for row in asked if row["status"] not in ON_COURSE_VALUES]
    many = "ligt er geen" if not course else f"{'ligt er' if course == 1 else 'liggen er'} {course}"
    head = f"Van {number_of(whole, 'indicator', 'indicatoren')} met een streefwaarde {many} op koers of op doelniveau."
    if not rest:
        return head
    return f"{head} De andere: {statuses(rest)}."


def carried(found: Json) -> str:
    """How many measures stand in which state, in one sentence."""
    if not found["total"]:
        return "Er is geen maatregel die hier wordt uitgevoerd."
    told = ", ".join(f"{row['count']} {row['label']}" for row in found["states"])
    return f"{number_of(found['total'], 'maatregel', 'maatregelen')}: {told}."


def money(row: Json, year: int, done: str = "besteed") -> str:
    """What was planned and realised in a year, and what the year comes to; what is not known is said.

    ``done``: what happened to it; income is not spent.
    """
    planned, actual = row.get("planned"), row.get("actual")
    if planned is None and actual is None:
        return f"Voor {year} is niets begroot en niets geboekt."
    parts = ["Er is niets begroot" if planned is None else f"Begroot: {_euros(planned)}"]
    if actual is None:
        parts.append("er is nog niets geboekt")
    else:
        share = row.get("spent_percent")
        part = "" if share is None else f" ({format_percent(Decimal(share), 0)} van de begroting)"
        parts.append(f"{done}: {_euros(actual)}{part}")
    if not row.get("closed") and row.get("forecast") is not None:
        parts.append(f"verwacht voor het hele jaar: {_euros(row['forecast'])}")
    return f"{'; '.join(parts)}."


DIFFERENT = frozenset({"onder", "boven", "zonder begroting"})
"""What calls for an explanation."""


def spending(row: Json) -> str:
    """How what is expected stands to the plan, in a few words."""
    words = {"onder": "lager dan begroot", "boven": "hoger dan begroot", "zonder begroting": "niet begroot"}
    return words.get(row["spending"], str(row["spending"]))


def status_word(value: str) -> str:
    return LABELS[Status(value)]


def _euros(amount: str) -> str:
    return format_euro(round_half_up(Decimal(amount), 0))
