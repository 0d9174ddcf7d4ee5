"""How a number is written: signs, spaces, and which of its marks could be the decimal one. Pure: no Django."""

from __future__ import annotations

import re

from core.numbers import MINUS

NUMBER = re.compile(r"([+-]?)(\d[\d.,]*)(?:[eE]([+-]?\d{1,3}))?", re.ASCII)
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?", re.ASCII)
GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", re.ASCII) for mark in (".", ",")}


def digits_of(text: str) -> str:
    """Digits, marks and sign only: without spaces between thousands, euro and percent sign."""
    text = text.replace(MINUS, "-").removesuffix("%").strip().removeprefix("€").strip()
    sign = text[:1] if text[:1] in "+-" else ""
    rest = text[len(sign) :].strip()
    return sign + (rest.replace(" ", "") if _SPACED.fullmatch(rest) else rest)


def mark_in(digits: str) -> str:
    """The decimal mark that a number shows: ``,`` or ``.``; ``?`` when it could be either, ``""`` when it has none."""
    body = digits.lstrip("+-")
    exponent = re.search(r"[eE]", body)
    if exponent:
        body = body[: exponent.start()]
    commas, points = body.count(","), body.count(".")
    if not commas and not points:
        return ""
    if commas and points:
        return "," if body.rindex(",") > body.rindex(".") else "."
    mark, other = (",", ".") if commas else (".", ",")
    if commas + points > 1:
        return other
    whole, _, decimals = body.partition(mark)
    if len(decimals) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0") or exponent:
        return mark
    return "?"


def mark_name(mark: str) -> str:
    return "komma" if mark == "," else "punt"
