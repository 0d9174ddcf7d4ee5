"""Adding up answers to one question. All that is kept of respondents: how many gave which answer, and their weight.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from core.numbers import round_half_up

DECIMALS = 6
"""Of what leaves this module: the scale at which measurements are stored."""


class Tally:
    """Answers (whole numbers) of a group of respondents to one question.

    ``counts``: answer -> how many people gave it. ``weights``: answer -> the sum of their weights.
    """

    __slots__ = ("counts", "weights")

    def __init__(self) -> None:
        self.counts: dict[int, int] = {}
        self.weights: dict[int, Decimal] = {}

    def add(self, answer: int, weight: Decimal) -> None:
        """Count one answer. ``weight`` is above 0."""
        self.counts[answer] = self.counts.get(answer, 0) + 1
        self.weights[answer] = self.weights.get(answer, Decimal(0)) + weight

    def take(self, other: Tally) -> None:
        """Add another group to this one."""
        for answer, count in other.counts.items():
            self.counts[answer] = self.counts.get(answer, 0) + count
            self.weights[answer] = self.weights.get(answer, Decimal(0)) + other.weights[answer]

    @property
    def n(self) -> int:
        """How many people answered, unweighted."""
        return sum(self.counts.values())

    @property
    def mean(self) -> Decimal | None:
        """The weighted mean, Σwx / Σw; ``None`` without answers."""
        exact = self._mean()
        return None if exact is None else round_half_up(exact, DECIMALS)

    @property
    def sd(self) -> Decimal | None:
        """The weighted standard deviation of the answers; ``None`` with fewer than two.

        √( Σw(x−m)² / Σw · n/(n−1) ), with m the weighted mean and n the unweighted number of answers. With equal
        weights this is the ordinary standard deviation of a sample.
        """
        middle, n = self._mean(), self.n
        if middle is None or n < 2:
            return None
        spread = sum(
            (weight * (answer - middle) ** 2 for answer, weight in self.weights.items()), start=Decimal(0)
        )
        return round_half_up((spread / self._weight() * n / (n - 1)).sqrt(), DECIMALS)

    def share(self, answers: Collection[int]) -> Decimal | None:
        """What weighted percentage (0-100) gave one of ``answers``; ``None`` without answers."""
        if not self.weights:
            return None
        part = sum((self.weights.get(answer, Decimal(0)) for answer in answers), start=Decimal(0))
        return round_half_up(part / self._weight() * 100, DECIMALS)

    def _weight(self) -> Decimal:
        return sum(self.weights.values(), start=Decimal(0))

    def _mean(self) -> Decimal | None:
        if not self.weights:
            return None
        total = sum((answer * weight for answer, weight in self.weights.items()), start=Decimal(0))
        return total / self._weight()


def together(tallies: Iterable[Tally]) -> Tally:
    """All groups as one."""
    whole = Tally()
    for tally in tallies:
        whole.take(tally)
    return whole
