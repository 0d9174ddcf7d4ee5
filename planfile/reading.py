"""What one reading of a file gathers. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from planfile.source import Problem


@dataclass
class Reading:
    """What one reading of a file gathers: problems, and on which line each record and key stood."""

    problems: list[Problem] = field(default_factory=list)
    lines: dict[int, dict[str, int]] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    def problem(self, line: int, key: str, message: str) -> None:
        self.problems.append(Problem(line, key, message))

    def remember(self, record: Any, line: int, keys: dict[str, int]) -> None:
        self.kept.append(record)  # keeps the id from being used again
        self.lines[id(record)] = {"": line, **keys}

    def line_of(self, record: Any, key: str = "") -> int:
        """Line of a record's key, or of the record itself where the key is not written; 1 for a built record."""
        lines = self.lines.get(id(record), {})
        return lines.get(key) or lines.get("", 1)
