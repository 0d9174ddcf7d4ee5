"""One way to write a snapshot, so that the same facts give the same bytes and so the same hash. Pure: no Django.

A snapshot holds texts, whole numbers, booleans, ``None``, lists and dictionaries with texts as keys. Numbers with
decimals are texts ("85.5"), days are ISO texts, moments are ISO texts in UTC. A float has no place in it.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from core.numbers import plain, round_half_up
from reporting.exceptions import SnapshotError

Json = dict[str, Any]
FORMAT = 1
"""Goes up when a snapshot gets another shape; readers refuse what they do not know."""
CHARTS = "charts"
"""Under this key stand drawings, each by the sha256 of its text."""
COMPUTED = 6
"""So many decimals are kept of what was worked out: more would be the accident of a division."""


def number(value: Decimal | None) -> str | None:
    """A stored number, exact: ``Decimal("85.50")`` -> ``"85.5"``; nothing stays ``None``."""
    return None if value is None else _unsigned_zero(plain(value))


def computed(value: Decimal | None) -> str | None:
    """A number that was worked out, rounded to ``COMPUTED`` decimals."""
    return None if value is None else number(round_half_up(value, COMPUTED))


def day(value: date | None) -> str | None:
    """``2025-12-31``. A moment is no day: it would depend on where one stands."""
    if isinstance(value, datetime):
        raise TypeError("a moment is no day")
    return None if value is None else value.isoformat()


def moment(value: datetime) -> str:
    """``2026-02-01T08:30:00.000000+00:00``. Raises ``ValueError`` for one without a time zone."""
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(snapshot: Json) -> bytes:
    """The bytes of a snapshot: UTF-8, keys in order, no spaces, texts in NFC, one newline at the end.

    Raises ``TypeError`` for anything that a snapshot may not hold, and ``ValueError`` when two keys become one.
    """
    _check(snapshot)
    text = _written(snapshot)
    # What is normal as a whole is so in every part; only a snapshot with other texts is gone through again.
    return (text if unicodedata.is_normalized("NFC", text) else _written(_normal(snapshot))).encode()


def fingerprint(content: bytes) -> str:
    """The sha256 of a snapshot's bytes, 64 characters."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> Json:
    """A snapshot out of its bytes. Raises ``SnapshotError`` for what is no snapshot of this format."""
    try:
        found = json.loads(content, parse_float=_no_float)
    except (ValueError, RecursionError) as error:
        raise SnapshotError("Dit bestand is geen momentopname: het is geen leesbare JSON.") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise SnapshotError(f"Dit bestand is geen momentopname van vorm {FORMAT}.")
    try:
        same = canonical(found) == content
    except (TypeError, ValueError) as error:
        raise SnapshotError("Deze momentopname bevat wat er niet in hoort.") from error
    if not same:
        raise SnapshotError(
            "Deze momentopname is veranderd: de bytes zijn niet zoals het systeem ze schrijft."
        )
    if not _has_its_charts(found):
        raise SnapshotError("Een grafiek in deze momentopname is niet de grafiek die erin is bewaard.")
    return found


def _has_its_charts(found: Json) -> bool:
    """Whether every drawing is the one of its hash, and every one that is named is there. Older ones keep none."""
    kept = found.get(CHARTS, {})
    charts = [row["chart"] for row in found.get("indicators", []) if row.get("chart")]
    named = {chart["drawing"] for chart in charts if "drawing" in chart}
    return named <= kept.keys() and all(fingerprint(svg.encode()) == name for name, svg in kept.items())


def _no_float(text: str) -> None:
    raise ValueError(f"a number with decimals: {text}")


def _written(snapshot: Json) -> str:
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{text}\n"


def _check(value: Any) -> None:
    """Raises ``TypeError`` for what a snapshot cannot hold."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("a key of a snapshot is a text")
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif not (value is None or isinstance(value, str | bool) or type(value) is int):
        raise TypeError(f"a snapshot cannot hold {type(value).__name__}")


def _normal(value: Any) -> Any:
    """The same with every text in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    if isinstance(value, dict):
        found = {unicodedata.normalize("NFC", key): _normal(item) for key, item in value.items()}
        if len(found) != len(value):
            raise ValueError("two keys of a snapshot are the same text")
        return found
    return value


def _unsigned_zero(text: str) -> str:
    return "0" if text == "-0" else text
