"""One cell of a survey: an answer, a weight, a level or route. Nothing is guessed. Pure: no Django."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from imports.cells import absence_of, read_level, read_route, text_of
from imports.sheets import Value
from indicators.readers.feeds import ANSWERS

_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,17})?", re.ASCII)
_LIKE_NUMBER = re.compile(r"[-+]?[\d.,]{1,20}", re.ASCII)
_WORDS = {words: answer for answer, words in ANSWERS.items()}
_NO_ANSWER = frozenset(
    {"niet van toepassing", "weet ik niet", "weet niet", "geen mening", "geen antwoord", "niet ingevuld"}
    | {"wil ik niet zeggen", "zeg ik liever niet"}
)
UNANSWERED = 99
"""How a survey codes that somebody did not answer."""


def answer_of(cell: Value, *, most: int) -> int | None:
    """The answer in a cell, 1 to ``most``; ``None``: none was given. A scale of 5 may also be in words.

    Raises ``ValueError`` with a Dutch message.
    """
    return _answer(text_of(cell).casefold(), most)


@lru_cache(maxsize=256)
def _answer(text: str, most: int) -> int | None:
    """Remembers the few texts that answers have; what is no answer raises, and is not remembered."""
    if absence_of(text) or text in _NO_ANSWER:
        return None
    number = _number(text)
    if number == UNANSWERED:
        return None
    if number is not None and number == int(number) and 1 <= number <= most:
        return int(number)
    if most == 5 and text in _WORDS:
        return _WORDS[text]
    raise ValueError(
        f"{_shown(text)} is geen antwoord van 1 tot en met {most}; maak de cel leeg als er geen antwoord is"
    )


def weight_of(cell: Value) -> Decimal:
    """How heavily a respondent counts. A weight is about 1, so that a point or comma in it is its decimal mark.

    Raises ``ValueError`` with a Dutch message; a missing weight is never 1.
    """
    text = text_of(cell).casefold()
    if absence_of(text):
        raise ValueError("het gewicht ontbreekt")
    number = _number(text)
    if number is None:
        raise ValueError(f"{_shown(text)} is geen gewicht; dat is een getal vanaf 0")
    return number


def level_of(cell: Value) -> str:
    """``"1"`` to ``"4"``, ``""`` where the row does not say. Raises ``ValueError`` (Dutch) for anything else."""
    return "" if absence_of(text_of(cell)) else read_level(cell)


def route_of(cell: Value) -> str:
    """``BOL``, ``BBL`` or ``EX``, ``""`` where the row does not say. Raises ``ValueError`` (Dutch)."""
    return "" if absence_of(text_of(cell)) else read_route(cell)


def _number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _shown(text: str) -> str:
    """A cell in a message. Words are not repeated: in a survey they may tell about somebody."""
    return f"'{text}'" if _LIKE_NUMBER.fullmatch(text) else "deze tekst"
