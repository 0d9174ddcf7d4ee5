"""What a spreadsheet must not take for something else."""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet may take for a formula."""


def is_risky(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula."""
    return text.startswith(_RISKY)


def harmless(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula; a negative number stays a number."""
    number = text.replace(",", "", 1).removeprefix("-").isdigit()
    return f"'{text}" if is_risky(text) and not number else text
