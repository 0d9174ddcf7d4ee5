"""One line of a history, and what a history is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agenda.models import Agenda

MOST_OF_A_KIND = 300
"""As many happenings of a kind are read, the newest."""


@dataclass(frozen=True)
class Happening:
    """Something that somebody said or did. ``text``: their own words, ``""`` for none. ``unit``: ``""`` for none."""

    at: datetime
    who: str
    what: str
    text: str = ""
    unit: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Scope:
    """What a history is about: one measure (``measure``), or all of an objective."""

    agenda: Agenda
    objective: str
    measure: str

    def filter(self, prefix: str) -> dict[str, Any]:
        """The same as a filter on a model whose way to the measure is ``prefix``."""
        wanted = {f"{prefix}__agenda": self.agenda}
        key = "code" if self.measure else "objective__code"
        return wanted | {f"{prefix}__{key}": self.measure or self.objective}
