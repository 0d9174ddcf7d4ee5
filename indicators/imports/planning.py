"""What a row says, held against what stands there now. Pure: no Django.

A fact of a newer edition, one that a person entered or corrected, and a figure where the file only has an empty cell
stay as they are. Figures of the published plan and invented examples give way to a file.

Which of two editions is the newer can only be told within one source, so within one reader: of two sources the later
import counts. A newer edition that says what stands there confirms it, and an older one cannot change it any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any

from core.numbers import round_half_up
from core.periods import parse_period
from core.texts import storable
from indicators.breakdowns import PROGRAMME, breakdown_key, breakdown_problem
from indicators.imports.editions import is_newer
from indicators.wording import ABSENCES

DECIMALS, DIGITS = 6, 15
"""How a value is stored."""
_TOO_LARGE = Decimal(10) ** (DIGITS - DECIMALS)
_MOST_PEOPLE = 2_147_483_647
_BY_FILE_READER = "Dit is een fout in de lezer, niet in het bestand."


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    EQUAL = "equal"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why what stands there stays."""

    NEWER = "newer"
    BY_HAND = "by_hand"
    EMPTY = "empty"


class Remark(StrEnum):
    """What else is to be known of a row that is not refused."""

    CONFIRMS = "confirms"
    """A newer edition says what stands there."""
    OTHER_SOURCE = "source"
    """What gives way came from another reader."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one figure. ``value`` in the unit of its series at stored scale; ``None``: see ``absence``."""

    value: Decimal | None
    absence: str = ""
    n: int | None = None
    sd: Decimal | None = None
    decimals: int | None = None
    final: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A current fact: what it says, its kind of origin (``Origin.Kind``), and the newest edition that says so.

    ``reader``: whose edition that is; ``""``: of no file, such as the plan or an entry by hand.
    """

    said: Said
    kind: str
    edition: str
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Of what series and period a row is: a definition's key, a part of it, a breakdown key."""

    indicator: str
    part: str
    key: str
    period: str


def outcome_of(said: Said, standing: Standing | None, edition: str, reader: str = "") -> tuple[Outcome, str]:
    """What becomes of a row of an edition of a reader; with ``REFUSED`` a ``Refusal``, else a ``Remark`` or ``""``."""
    if standing is None:
        return Outcome.NEW, ""
    if standing.kind == "demo":  # also when equal: an equal example would go with the example data
        return Outcome.CHANGED, ""
    # Of what came from no file nobody can say that it is of another source.
    one_source = standing.reader in ("", reader)
    newer = one_source and is_newer(edition, standing.edition)
    if _says_no_more(said, standing.said):
        return Outcome.EQUAL, Remark.CONFIRMS if newer else ""
    if one_source and is_newer(standing.edition, edition):
        return Outcome.REFUSED, Refusal.NEWER
    if standing.kind == "manual" and not newer:
        return Outcome.REFUSED, Refusal.BY_HAND
    if said.absence == "leeg" and standing.said.value is not None:
        return Outcome.REFUSED, Refusal.EMPTY
    return Outcome.CHANGED, "" if one_source else Remark.OTHER_SOURCE


def _says_no_more(said: Said, standing: Said) -> bool:
    """Whether a row is what stands there, or the same with a part left out: a file that is silent changes nothing."""
    return said == replace(
        standing,
        n=None if said.n is None else standing.n,
        sd=None if said.sd is None else standing.sd,
        decimals=None if said.decimals is None else standing.decimals,
        note=standing.note if said.note else "",
    )


def said_of(fields: Mapping[str, Any]) -> Said:
    """What a row's fields say, at stored scale. Raises ``ValueError`` with a Dutch message."""
    value = measure(fields.get("value"))
    absence = str(fields.get("absence") or ("" if value is not None else "leeg"))
    if value is not None and absence:
        raise ValueError(
            f"er is een waarde én een reden waarom die er niet is ('{absence}'). {_BY_FILE_READER}"
        )
    if absence and absence not in ABSENCES:
        raise ValueError(f"'{absence}' is geen reden waarom een waarde ontbreekt. {_BY_FILE_READER}")
    return Said(
        value=value,
        absence=absence,
        n=_people(fields.get("n")),
        sd=measure(fields.get("sd")),
        decimals=_decimals(fields.get("decimals")),
        final=bool(fields.get("final", True)),
        note=storable(str(fields.get("note") or ""))[:300],
    )


def spot_of(fields: Mapping[str, Any]) -> Spot:
    """Of what series and period a row is. Raises ``ValueError`` with a Dutch message."""
    breakdown = tuple((fields.get("breakdown") or {}).items())
    return _spot(
        str(fields["indicator"]), str(fields.get("part") or ""), str(fields.get("period") or ""), breakdown
    )


@lru_cache(maxsize=8192)
def _spot(indicator: str, part: str, period: str, pairs: tuple[tuple[Any, Any], ...]) -> Spot:
    """Many rows of a file are about the same series and period: of other units."""
    breakdown = {str(key): str(value).strip() for key, value in pairs}
    if problem := breakdown_problem(breakdown, {breakdown.get(PROGRAMME, "")}):
        raise ValueError(problem)
    if any(not value or set(value) & {";", "="} for value in breakdown.values()):
        raise ValueError(f"'{breakdown}' kan geen uitsplitsing zijn")
    key, part = breakdown_key(breakdown), storable(part).strip()
    if len(key) > 160 or len(part) > 80:
        raise ValueError("de naam van deze reeks is te lang")
    return Spot(indicator, part, key, parse_period(period).key)


def measure(value: Any) -> Decimal | None:
    """A measured value as it is stored: six decimals, rounded as people do. Raises ``ValueError`` (Dutch)."""
    if value is None:
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"'{value}' is geen getal") from error
    if not number.is_finite():
        raise ValueError(f"'{value}' is geen getal")
    if abs(number) >= _TOO_LARGE:
        raise ValueError(f"{number} is te groot om te bewaren; kijk na of dit een cijfer is")
    return round_half_up(number, DECIMALS)


def _people(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or int(value) != value or not 0 <= int(value) <= _MOST_PEOPLE:
        raise ValueError(f"'{value}' is geen aantal personen")
    return int(value)


def _decimals(value: Any) -> int | None:
    if value is None:
        return None
    if not 0 <= int(value) <= DECIMALS:
        raise ValueError(f"'{value}' is geen aantal decimalen; kies 0 tot en met {DECIMALS}")
    return int(value)
