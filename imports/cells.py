"""One cell: text, the kinds of absence, levels, routes, codes and periods. Nothing is coerced silently.

Numbers are in ``imports/columns.py``: what a point means is decided over a whole column. Pure: no Django.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from core.numbers import MONTHS
from core.periods import FIRST_YEAR, Period, PeriodKind, parse_period
from imports.sheets import Broken, Value, plain_words, squashed

# The values of indicators' list of absences; a test keeps the two in step.
EMPTY, NOT_AVAILABLE, DOT, NOT_APPLICABLE, SUPPRESSED = "leeg", "nb", ".", "nvt", "onderdrukt"
_ABSENT = {
    "": EMPTY, "null": EMPTY,
    "nb": NOT_AVAILABLE, "n.b.": NOT_AVAILABLE, "n.b": NOT_AVAILABLE, "x": NOT_AVAILABLE,
    "-": NOT_AVAILABLE, "–": NOT_AVAILABLE, "—": NOT_AVAILABLE,
    ".": DOT,
    "nvt": NOT_APPLICABLE, "n.v.t.": NOT_APPLICABLE, "n.v.t": NOT_APPLICABLE,
}  # fmt: skip
_BELOW = re.compile(r"(?:<=?|≤)\s*\d+", re.ASCII)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})
_SIGNS = str.maketrans(dict.fromkeys("‘’`´", "'") | dict.fromkeys("\u2010\u2011\u2012\u2014", "-"))

_LEVEL = re.compile(r"(?:mbo)?\s*(?:niveau|niv|n)?\s*([1-4])(?: opleiding(?:en)?)?")
_NAMED_LEVEL = re.compile(r"(?:[a-z]+opleiding(?:en)?|entree) (?:mbo )?(?:niveau|niv|n) ?([1-4])")
_ENTREE = re.compile(r"(?:mbo )?entree ?(?:opleiding(?:en)?)?")
_ROUTES = {
    "bol": "BOL", "bolvt": "BOL", "boldt": "BOL", "bolvoltijd": "BOL", "boldeeltijd": "BOL", "boltotaal": "BOL",
    "totaalbol": "BOL", "beroepsopleidendeleerweg": "BOL", "beroepsopleidendeleerwegbol": "BOL",
    "bbl": "BBL", "bbltotaal": "BBL", "totaalbbl": "BBL", "beroepsbegeleidendeleerweg": "BBL",
    "beroepsbegeleidendeleerwegbbl": "BBL",
    "ex": "EX", "extranei": "EX", "extraneus": "EX", "extraneitotaal": "EX",
}  # fmt: skip
_TOTALS = frozenset(
    {"totaal", "totalen", "alle", "allen", "alleniveaus", "alleleerwegen", "totaalniveau", "totaalniveaus",
     "totaalleerweg", "totaalleerwegen", "totaalmbo", "mbototaal", "totaalmannenenvrouwen", "instelling"}
)  # fmt: skip
_BRIN = re.compile(r"\d{2}[A-Z]{2}", re.ASCII)
_PROGRAMME = re.compile(r"(?:bc)?0*(\d{1,3})", re.ASCII | re.IGNORECASE)

_YEARS = re.compile(r"(\d{4})\s*[-/–]\s*(\d{4})", re.ASCII)
_YEAR_AND_HALF = re.compile(r"(\d{4})\s*[-/–]\s*'?(\d{2})", re.ASCII)
_SHORT_YEARS = re.compile(r"'?(\d{2})\s*[-/–]\s*'?(\d{2})", re.ASCII)
_STATLINE = re.compile(r"(\d{4})(SJ|JJ|MM)(\d{2})", re.ASCII)
_PERIOD_PREFIX = re.compile(
    r"^(?:(?:schooljaar|studiejaar|cursusjaar|jaar)(?:\s*:\s*|\s+)|sj\s*)", re.IGNORECASE
)
_NAMED_MONTH = re.compile(rf"({'|'.join(MONTHS)})\s+(\d{{4}})", re.ASCII | re.IGNORECASE)
_MARKED = re.compile(r"(?:\s*(?:\*+|[¹²³]+|\(?voorlopig\)?)|\s+\d\))$", re.IGNORECASE)


class CellError(ValueError):
    """This cell cannot be read; the message is Dutch and names what it holds."""


def text_of(value: Value) -> str:
    """A cell as text without spaces around it; nothing is ``""``. A code typed as a number stays ``25180``.

    Raises ``CellError`` for a formula without an outcome, and other cells whose value is not known.
    """
    if type(value) is str:  # first, because nearly every cell is
        return value.strip() if value.isascii() else value.translate(_SPACES).strip()
    if isinstance(value, Broken):
        raise CellError(f"de cel bevat {value.text}" if not value.text.startswith("midden") else value.text)
    if value is None:
        return ""
    if isinstance(value, str):
        return value.translate(_SPACES).strip()
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(Decimal(repr(value)))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def absence_of(text: str) -> str:
    """The kind of absence that a text stands for, ``""`` when it stands for none."""
    bare = text.strip().casefold()
    if _BELOW.fullmatch(bare):
        return SUPPRESSED
    return _ABSENT.get(bare, "")


def without_mark(text: str) -> tuple[str, bool]:
    """Text without its asterisk or footnote sign, and whether it had one: ``0,6*`` -> (``0,6``, True)."""
    match = _MARKED.search(text)
    return (text[: match.start()].strip(), True) if match and match.start() else (text, False)


def is_total(value: Value) -> bool:
    """Does this cell stand for all levels, routes, ... together?"""
    return squashed(text_of(value)) in _TOTALS


def read_level(value: Value) -> str:
    """``"1"`` to ``"4"``; entree is 1. Raises ``CellError`` for anything else, totals too."""
    text = text_of(value)
    words = plain_words(text)
    if match := _LEVEL.fullmatch(words) or _NAMED_LEVEL.fullmatch(words):
        if "entree" in words and match[1] != "1":
            raise CellError(f"'{text}' is geen niveau: entree is niveau 1")
        return match[1]
    if _ENTREE.fullmatch(words):
        return "1"
    raise CellError(f"'{text}' is geen niveau; schrijf 1, 2, 3, 4 of entree")


def read_route(value: Value) -> str:
    """``BOL``, ``BBL`` or ``EX``; full time and part time BOL are one. Raises ``CellError``."""
    text = text_of(value)
    if route := _ROUTES.get(squashed(text)):
        return route
    raise CellError(f"'{text}' is geen leerweg; schrijf BOL, BBL of EX")


def read_brin(value: Value) -> str:
    """A BRIN as text with its leading zeros, such as ``00GT``. Raises ``CellError``."""
    text = text_of(value).upper()
    if isinstance(value, str) and _BRIN.fullmatch(text):
        return text
    raise CellError(f"'{text}' is geen BRIN; schrijf de vier tekens, zoals 25LW")


def read_programme(value: Value) -> str:
    """The code of a programme as the agenda writes it: ``BC113``, ``113`` and ``bc0113`` are ``bc113``."""
    text = text_of(value)
    if match := _PROGRAMME.fullmatch(text):
        return f"bc{int(match[1]):03d}"
    raise CellError(f"'{text}' is geen code van een beroepsopleiding, zoals bc113")


def is_provisional(value: Value) -> bool:
    """Does the cell carry an asterisk or a footnote, as in ``2022/'23*``?"""
    return isinstance(value, str) and without_mark(text_of(value))[1]


def read_period(value: Value, kind: PeriodKind | None = None) -> Period:
    """A period in any of the forms that sources use; see the table in the tests.

    ``kind`` decides what ``2011-12`` is, a month or a school year; without it that is refused. Raises ``CellError``.
    """
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        raise CellError(
            f"'{text_of(value)}' is een datum, geen periode; maak van de cel tekst, zoals 2022/2023"
        )
    written = text_of(value)
    text = _PERIOD_PREFIX.sub("", without_mark(written)[0], count=1).translate(_SIGNS)
    try:
        return _period(text, kind)
    except CellError as error:
        raise CellError(f"'{written}': {error}") from error
    except ValueError as error:
        raise CellError(str(error)) from error


def _period(text: str, kind: PeriodKind | None) -> Period:
    if match := _STATLINE.fullmatch(text.upper()):
        return _statline(match[1], match[2], match[3])
    if match := _NAMED_MONTH.fullmatch(text):
        return parse_period(f"{match[2]}-{MONTHS.index(match[1].casefold()) + 1:02d}")
    if match := _YEARS.fullmatch(text):
        return parse_period(f"{match[1]}/{match[2]}")
    if match := _YEAR_AND_HALF.fullmatch(text):
        first = int(match[1])
        follows = (first + 1) % 100 == int(match[2])
        if _could_be_month(text, match[2]):
            if follows and kind is None:
                raise CellError(
                    f"dit kan een maand of een schooljaar zijn; schrijf {first}/{first + 1} of een maandnaam"
                )
            if not follows or kind is not PeriodKind.SCHOOL_YEAR:
                return parse_period(text)
        if follows:
            return parse_period(f"{first}/{first + 1}")
    if match := _SHORT_YEARS.fullmatch(text):
        first = int(match[1]) + (1900 if int(match[1]) >= FIRST_YEAR % 100 else 2000)
        if (first + 1) % 100 == int(match[2]):
            return parse_period(f"{first}/{first + 1}")
    return parse_period(text)


def _could_be_month(text: str, digits: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII) is not None and 1 <= int(digits) <= 12


def _statline(year: str, form: str, rest: str) -> Period:
    """StatLine's keys: ``2023SJ00`` is the school year that begins in 2023."""
    if form == "MM":
        return parse_period(f"{year}-{rest}")
    if rest != "00":
        raise CellError("deze sleutel van StatLine is geen jaar of schooljaar")
    return parse_period(year if form == "JJ" else f"{year}/{int(year) + 1}")
