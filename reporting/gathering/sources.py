"""The list of sources of a snapshot: every file, entry and plan that a figure in it comes from, each with a number."""

from __future__ import annotations

from imports.models import Origin
from indicators.facts import Source
from reporting.canonical import Json


class Sources:
    """Gives every source its number, in the order in which a snapshot first names them."""

    def __init__(self) -> None:
        self._numbers: dict[Source, str] = {}

    def number(self, source: Source) -> str:
        """``b-1``: how figures refer to a source."""
        return self._numbers.setdefault(source, f"b-{len(self._numbers) + 1}")

    def listed(self) -> list[Json]:
        """All of them. ``file_sha256``: of the bytes that were read, ``""`` where there was no file."""
        return [
            {
                "number": number,
                "kind": source.kind,
                "kind_label": str(Origin.Kind(source.kind).label),
                "label": source.label,
                "edition": source.edition,
                "file_sha256": source.sha256,
                "demo": source.is_demo,
            }
            for source, number in self._numbers.items()
        ]
