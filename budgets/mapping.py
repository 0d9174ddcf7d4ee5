"""Which lines a booking belongs to, and for which part. Pure: no Django, no clock; amounts in whole cents.

The most precise rule counts: one that names the cost centre goes before one for any, and a narrow range of accounts
before a wide one. What no rule takes is unmapped; it is listed and counted, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import combinations

from budgets.cents import WHOLE, apportion

Rank = tuple[bool, int, str]
"""How accounts are ordered: see ``account_rank``."""


class RingError(Exception):
    """Cost centres that pass their bookings on in a ring. ``codes``: the ring, from the first to itself again."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(" → ".join(codes))
        self.codes = codes


@dataclass(frozen=True)
class Share:
    """Which part of a booking belongs to a line; ``percent`` of 100."""

    line: int
    percent: Decimal


@dataclass(frozen=True)
class Rule:
    """``cost_centre`` empty: any. ``low`` and ``high``: accounts, both included; ``low`` empty: any account.

    Without shares it takes nothing: what falls under it is unmapped.
    """

    pk: int
    cost_centre: str
    low: str
    high: str
    shares: tuple[Share, ...]

    def takes(self, cost_centre: str, account: str) -> bool:
        """Whether a booking falls under this rule."""
        if self.cost_centre and self.cost_centre != cost_centre:
            return False
        if not self.low:
            return True
        low, high = self._range
        return low <= account_rank(account) <= high

    @cached_property
    def width(self) -> tuple[bool, bool, int]:
        """The smaller, the more precise: a named cost centre, named accounts, few of them."""
        low, high = self._range
        return (not self.cost_centre, not self.low, high[1] - low[1])

    @cached_property
    def _range(self) -> tuple[Rank, Rank]:
        return account_rank(self.low), account_rank(self.high or self.low)


@lru_cache(maxsize=20_000)
def account_rank(account: str) -> Rank:
    """Accounts are numbers where they can be: 4000 comes before 12000. Others come after, as text."""
    text = account.strip()
    return (False, int(text), "") if text.isascii() and text.isdigit() else (True, 0, text)


@dataclass(frozen=True)
class Place:
    """Where a booking belongs. ``rule`` ``None``: unmapped; ``ring``: because its cost centres go round in a ring."""

    rule: Rule | None
    ring: str = ""


@dataclass
class Mapper:
    """Finds the shares of a cost centre and account; remembers what it found.

    ``successors``: where the bookings of a cost centre that is gone go.
    """

    rules: Sequence[Rule]
    successors: Mapping[str, str] = field(default_factory=dict)
    _places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def place(self, cost_centre: str, account: str) -> Place:
        """Where a booking belongs. Never raises: a ring of cost centres is told, and leaves it unmapped."""
        key = (cost_centre, account)
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = self._place(*key)
        return found

    def _place(self, cost_centre: str, account: str) -> Place:
        try:
            rule = self.rule_of(cost_centre, account)
        except RingError as error:
            return Place(None, str(error))
        return Place(rule if rule is not None and rule.shares else None)

    def rule_of(self, cost_centre: str, account: str) -> Rule | None:
        """The rule that takes a booking; ``None``: there is none. Raises ``RingError``."""
        centre = self.present(cost_centre)
        offered = (*self._by_centre.get(centre, ()), *self._by_centre.get("", ()))
        return next((rule for rule in offered if rule.takes(centre, account)), None)

    def present(self, cost_centre: str) -> str:
        """The cost centre that took over, after however many steps. Raises ``RingError``."""
        return follow(cost_centre, self.successors)

    @cached_property
    def _by_centre(self) -> dict[str, list[Rule]]:
        """The rules by the cost centre that they name, the most precise first; under ``""`` those for any."""
        found: dict[str, list[Rule]] = {}
        for rule in sorted(self.rules, key=lambda rule: (rule.width, rule.pk)):
            found.setdefault(rule.cost_centre, []).append(rule)
        return found


def follow(code: str, successors: Mapping[str, str]) -> str:
    """Who took over in the end; the code itself when nobody did. Raises ``RingError``."""
    path = [code]
    while (following := successors.get(path[-1])) is not None:
        if following in path:
            raise RingError((*path[path.index(following) :], following))
        path.append(following)
    return path[-1]


def whole(shares: Sequence[Share]) -> bool:
    """Whether the shares come to 100 together."""
    return sum((share.percent for share in shares), Decimal(0)) == WHOLE


def divided(cents: int, shares: Sequence[Share]) -> dict[int, int]:
    """What of an amount belongs to each line; together exactly the amount. Raises ``ValueError`` below or above 100."""
    if len(shares) == 1 and shares[0].percent == WHOLE:  # nearly every rule, and a ledger has many
        return {shares[0].line: cents}
    parts: dict[int, int] = {}
    for share, part in zip(shares, apportion(cents, [share.percent for share in shares]), strict=True):
        parts[share.line] = parts.get(share.line, 0) + part
    return parts


def doubles(rules: Iterable[Rule]) -> list[tuple[Rule, Rule]]:
    """Rules that overlap and are equally precise, so that only their order decides: a question to the controller."""
    ordered = sorted(rules, key=lambda rule: rule.pk)
    return [
        (first, second)
        for first, second in combinations(ordered, 2)
        if first.width == second.width and first.cost_centre == second.cost_centre and _overlap(first, second)
    ]


def _overlap(first: Rule, second: Rule) -> bool:
    if not first.low or not second.low:
        return first.low == second.low
    starts = max(account_rank(first.low), account_rank(second.low))
    ends = min(account_rank(first.high or first.low), account_rank(second.high or second.low))
    return starts <= ends
