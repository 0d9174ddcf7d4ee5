"""Texts as a database can keep them. Pure: no Django."""

from __future__ import annotations


def storable(text: str) -> str:
    """A text without what PostgreSQL cannot keep: the character 0, and half of a pair of code units."""
    if text.isascii() and "\0" not in text:  # nearly every text
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def one_line(text: str) -> str:
    """A text on one line: without signs that nobody sees, and with one space between words."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
