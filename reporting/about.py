"""What a report is about within its year: the whole of it, a round, or a day. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.numbers import format_date
from reporting.kinds import ReportKind


@dataclass(frozen=True)
class About:
    """``on``: the day on which is judged. ``round``: what the round is called ("4 maanden"), ``""``: none."""

    on: date
    round: str = ""

    @property
    def is_whole_year(self) -> bool:
        return not self.round and (self.on.month, self.on.day) == (12, 31)

    @property
    def words(self) -> str:
        """``4 maanden 2026``, ``20 april 2026``, and of a whole year ``2026``: how a title ends."""
        if self.round:
            return f"{self.round} {self.on.year}"
        return str(self.on.year) if self.is_whole_year else format_date(self.on)

    @property
    def stem(self) -> str:
        """``2026-4-maanden``, ``2026-04-20``, ``2026``: the same in the name of a file."""
        if self.round:
            return f"{self.on.year}-{self.round.replace(' ', '-')}"
        return str(self.on.year) if self.is_whole_year else self.on.isoformat()


def whole_year(year: int) -> About:
    return About(date(year, 12, 31))


def unless_said(kind: ReportKind, year: int, today: date) -> About:
    """What a report is about when nobody says: an interim one about today, as long as the year runs."""
    whole = whole_year(year)
    return About(min(whole.on, max(today, date(year, 1, 1)))) if kind.is_interim else whole


def round_name(kind: str) -> str:
    """``4_maanden`` -> ``4 maanden``."""
    return kind.replace("_", " ")
