"""What a reader of indicators yields: one figure, as the handler takes it. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from imports.cells import SUPPRESSED
from imports.columns import Reading
from imports.reading import Item, Problem, Row, Severity, UnitRef

NATIONAL = UnitRef("national", "nl", "Nederland")
MOST_ERRORS = 200


def figure(
    place: str,
    indicator: str,
    unit: UnitRef,
    period: str,
    reading: Reading,
    breakdown: Mapping[str, str] | None = None,
    *,
    final: bool = True,
) -> Row:
    """A figure read from a cell. ``indicator`` is the key of a definition; ``final=False`` for provisional periods."""
    return Row(
        place,
        {
            "indicator": indicator,
            "breakdown": dict(breakdown or {}),
            "unit": unit,
            "period": period,
            "value": reading.value,
            "absence": reading.absence,
            "final": reading.final and final,
            "note": reading.note,
        },
    )


def unless_few(said: Reading, people: Reading) -> Reading:
    """A figure, hidden where the source hides the number of people that it is about: those are few."""
    if people.absence != SUPPRESSED:
        return said
    return Reading(None, SUPPRESSED, said.final, f"aantal personen {people.note}".strip())


def error(place: str, message: object) -> Problem:
    """A problem that blocks the file; the message gets a capital and a full stop."""
    return Problem(place, Severity.ERROR, sentence(str(message)))


def warning(place: str, message: str) -> Problem:
    return Problem(place, Severity.WARNING, sentence(message))


def note(place: str, message: str) -> Problem:
    return Problem(place, Severity.NOTE, sentence(message))


def sentence(text: str) -> str:
    """``dit is geen getal`` -> ``Dit is geen getal.``"""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."


def capped(items: Iterable[Item]) -> Iterator[Item]:
    """The items with at most ``MOST_ERRORS`` errors; of the rest one line says how many there are."""
    errors = 0
    for item in items:
        if isinstance(item, Problem) and item.severity is Severity.ERROR:
            errors += 1
            if errors > MOST_ERRORS:
                continue
        yield item
    if errors > MOST_ERRORS:
        yield error("bestand", f"er zijn nog {errors - MOST_ERRORS} fouten die hier niet staan")
