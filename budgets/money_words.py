"""Money beside movement, in one sentence. Says what stands beside what; never that the one comes from the other.

Pure: no Django.
"""

from __future__ import annotations

from dataclasses import dataclass

from budgets.progress import Money
from core.numbers import format_percent
from indicators.counts import Standing
from indicators.verdict.judgement import Status

NOT_MEASURED = (Status.NOT_DUE, Status.MISSING)
WITHOUT_TARGET = (Status.NO_TARGET, Status.TARGET_OVERDUE)
NO_INDICATOR = "geen indicator met een streefwaarde; de voortgang blijkt uit de maatregelen"
NO_RELEASE = "de meetkalender noemt geen volgende meting"


@dataclass(frozen=True)
class Movement:
    """How far the indicators of an objective can tell that something moved.

    ``judged``: indicators with a target that holds and a figure after the start. ``waiting``: with a target and
    without such a figure. ``next_release``: ``JOB 2026``, ``""``: none is planned.
    """

    judged: int
    waiting: int
    on_course: int
    behind: int
    next_release: str

    @classmethod
    def of(cls, standing: Standing, next_release: str) -> Movement:
        """``standing``: the objective's indicators by status."""
        waiting = standing.of(*NOT_MEASURED)
        every = sum(row.count for row in standing.counts)
        judged = every - waiting - standing.of(*WITHOUT_TARGET)
        return cls(judged, waiting, standing.on_course, standing.behind, next_release)


def money_text(money: Money) -> str:
    """How much was spent of what was planned, as the beginning of a sentence."""
    if money.planned is None:
        return "Geen eigen budget" if money.actual is None else "Geboekt zonder begroting"
    if money.actual is None:
        return "Nog niets geboekt"
    if money.spent_percent is None:  # of a plan of nothing there is no part
        return "Begroot is nul, er is wel geboekt" if money.actual else "Begroot is nul, er is niets geboekt"
    return f"{format_percent(money.spent_percent, 0)} besteed"


def movement_text(movement: Movement) -> str:
    """What was measured so far, or when there will be something to measure."""
    if not movement.judged and not movement.waiting:
        return NO_INDICATOR
    if not movement.judged:
        coming = movement.next_release
        return f"nog geen beweging gemeten; {f'eerstvolgende meting {coming}' if coming else NO_RELEASE}"
    plural = "indicator" if movement.judged == 1 else "indicatoren"
    text = f"{movement.on_course} van {movement.judged} gemeten {plural} op koers"
    if movement.behind:
        text += f", {movement.behind} achter"
    if movement.waiting:
        text += f"; {movement.waiting} nog niet gemeten"
    return text


def beside_text(money: Money, movement: Movement) -> str:
    """``80 % besteed, nog geen beweging gemeten; eerstvolgende meting JOB 2026``."""
    return f"{money_text(money)}, {movement_text(movement)}"
