"""One cell of a college's own table: whose figure, of which part, final or not. Nothing is guessed. Pure: no Django."""

from __future__ import annotations

import json
import re

from imports.cells import (
    CellError,
    absence_of,
    is_total,
    read_brin,
    read_level,
    read_programme,
    read_route,
    text_of,
)
from imports.reading import UnitRef
from imports.sheets import Value, squashed
from indicators.breakdowns import BREAKDOWNS, PROGRAMME
from indicators.readers.figures import NATIONAL
from indicators.readers.table_plan import name

PART = "onderdeel"
"""How a breakdown in an export calls the part of an indicator."""
_GROUP = "vgl-"
_NATIONAL = {"landelijk", "nederland", "nl"}
_BRIN = re.compile(r"\d\d[A-Za-z]{2}", re.ASCII)
_EXACT = {"niveau": read_level, "leerweg": read_route, PROGRAMME: read_programme}
_PAIRS = re.compile(r"\s*[;,&|]\s*")
_YES = {"true", "waar", "ja", "j", "1", "definitief"}
_NO = {"false", "onwaar", "nee", "n", "0", "voorlopig"}
_HOW = "schrijf bijvoorbeeld niveau=2;leerweg=BOL, en niets voor het geheel"


def unit_of(value: Value, units: str) -> UnitRef:
    """Whose figure it is; ``units``: a key of ``table_plan.UNITS``. Raises ``CellError``."""
    if units == "brin":
        return UnitRef("college", read_brin(value))
    text = name(text_of(value))
    if absence_of(text):
        raise CellError("er staat geen eenheid")
    if units != "any":
        return UnitRef("unit", text)
    if _BRIN.fullmatch(text):
        return UnitRef("college", text.upper())
    if text.casefold() in _NATIONAL:
        return NATIONAL
    if text.casefold().startswith(_GROUP):
        return UnitRef("group", text[len(_GROUP) :])
    return UnitRef("unit", text)


def part_of(key: str, value: Value) -> str:
    """A value of a breakdown as the site writes it. Raises ``CellError``, also for an empty cell."""
    text = name(text_of(value))
    if not text:
        raise CellError(f"{key} is leeg; schrijf 'totaal' voor het geheel")
    if read := _EXACT.get(key):
        return read(value)
    known = {one.casefold(): one for one in BREAKDOWNS[key] or ()}
    if text.casefold() not in known:
        raise CellError(f"'{text}' is geen waarde van {key}; kies uit: {', '.join(known.values())}")
    return known[text.casefold()]


def breakdown_of(value: Value) -> dict[str, str]:
    """A whole breakdown in one cell: ``{"niveau": "2"}``, ``niveau=2;leerweg=BOL``, ``niveau 2`` or ``BOL``.

    Empty, ``{}`` and ``totaal`` are the whole. ``PART`` may be among the keys. Raises ``CellError``.
    """
    text = name(text_of(value))
    if not text or is_total(text):
        return {}
    if text.startswith("{"):
        return _checked(_from_json(text), text)
    if "=" in text or ":" in text:
        pairs = [re.split(r"\s*[=:]\s*", pair, maxsplit=1) for pair in _PAIRS.split(text) if pair]
        if any(len(pair) != 2 for pair in pairs):
            raise CellError(f"'{text}' is geen uitsplitsing; {_HOW}")
        if len({key for key, _ in pairs}) != len(pairs):
            raise CellError(f"'{text}' noemt een uitsplitsing twee keer")
        return _checked({pair[0]: pair[1] for pair in pairs}, text)
    return _in_words(text)


def flag_of(value: Value) -> bool | None:
    """Yes or no; ``None`` for an empty cell. Raises ``CellError``."""
    text = squashed(text_of(value))
    if not text:
        return None
    if text in _YES | _NO:
        return text in _YES
    raise CellError(f"'{text_of(value)}' is geen ja of nee")


def _from_json(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CellError(f"'{text[:60]}' is geen uitsplitsing; {_HOW}") from error
    if not isinstance(found, dict) or any(
        isinstance(one, dict | list) or one is None for one in found.values()
    ):
        raise CellError(f"'{text[:60]}' is geen uitsplitsing; {_HOW}")
    return {str(key): str(one) for key, one in found.items()}


def _checked(pairs: dict[str, str], text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for written, said in pairs.items():
        key = written.strip().casefold()
        if key == PART:
            found[PART] = name(said)
        elif key not in BREAKDOWNS:
            raise CellError(
                f"'{written}' in '{text[:60]}' is geen uitsplitsing; bekend zijn: {', '.join(BREAKDOWNS)}"
            )
        elif not is_total(said) or key == "instroom":
            found[key] = part_of(key, said)
    return found


def _in_words(text: str) -> dict[str, str]:
    """``niveau 2``, ``BOL`` or ``niveau 2 BOL``: nothing else says by itself what it is."""
    first, _, last = text.rpartition(" ")
    for level, route in ((text, ""), ("", text), (first, last)):
        try:
            found = {"niveau": read_level(level)} if level else {}
            return found | ({"leerweg": read_route(route)} if route else {})
        except CellError:
            continue
    raise CellError(f"'{text[:60]}' is geen uitsplitsing; {_HOW}")
