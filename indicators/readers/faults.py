"""Errors in cells, gathered so that one bad column does not fill the page. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator

from imports.reading import Problem, Severity
from imports.sheets import letters

SHOWN_PER_COLUMN = 20
_MOST = 100
"""Letters of a header in a place; a stored place has room for 120."""


class Faults:
    """Errors by column: the first ``SHOWN_PER_COLUMN`` with their row, of the rest how many there are."""

    def __init__(self) -> None:
        self._new: list[Problem] = []
        self._count: dict[int, int] = {}
        self._header: dict[int, str] = {}

    def add(self, row: int, index: int, header: str, message: str) -> None:
        """An error in the cell of ``row`` (as the file numbers it) and the column with ``index`` (from 0)."""
        self._count[index] = self._count.get(index, 0) + 1
        self._header[index] = header
        if self._count[index] <= SHOWN_PER_COLUMN:
            place = f"rij {row}, {column_place(index, header)}"
            self._new.append(Problem(place, Severity.ERROR, sentence(message)))

    def found(self) -> Iterator[Problem]:
        """The errors since the last time, each once."""
        yield from self._new
        self._new.clear()

    def rest(self) -> Iterator[Problem]:
        """What was not shown, one line a column."""
        for index, count in self._count.items():
            if count > SHOWN_PER_COLUMN:
                more = f"Nog {count - SHOWN_PER_COLUMN} cellen in deze kolom hebben een fout."
                yield Problem(column_place(index, self._header[index]), Severity.ERROR, more)


def column_place(index: int, header: str) -> str:
    """``kolom V: Voel je je veilig op school?``: where a figure comes from when its rows are not kept."""
    name = " ".join(header.split())
    if len(name) > _MOST:
        name = name[: _MOST - 1] + "…"
    return f"kolom {letters(index)}: {name}" if name else f"kolom {letters(index)}"


def sentence(text: str) -> str:
    """``dit is geen getal`` -> ``Dit is geen getal.``"""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
