"""What is left of a legal instrument when its term is over. Pure: no Django; euros as ``Decimal``.

Costs are not tied to instruments. So what is left is said only where it follows: the income may go to these
objectives and nowhere else, and no other income may go there. Where that is not so, the reasons are said instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from budgets.compared import divided_money
from budgets.progress import Money
from budgets.totals import Line, Share, add, subtract

NO_TERM = "de looptijd staat niet of niet helemaal in de agenda"
OUTSIDE = "de looptijd ligt niet helemaal binnen de jaren van de agenda"
PART_OF_A_YEAR = "de looptijd begint of eindigt midden in een jaar, en de begroting telt per kalenderjaar"
EVERYWHERE = "geld zonder prioriteit of doelstelling kan overal aan zijn besteed: {lines}"
SHARED = "ook ander geld kan dezelfde lasten betalen: {lines}"
UNDIVIDED = "niet te zeggen is welk deel van deze lasten erbij hoort: {lines}"
UNMAPPED = "er zijn boekingen die nog bij geen regel horen"
NOT_RECEIVED = "er zijn nog geen baten geboekt"
NOT_SPENT = "er zijn nog geen lasten geboekt"
NAMED = 3


@dataclass(frozen=True)
class Terms:
    """What the agenda says of an instrument; ``None`` and ``""``: nothing.

    ``carry_over``: whether money that is left may be kept after ``ends``.
    """

    name: str
    starts: date | None = None
    ends: date | None = None
    carry_over: bool | None = None
    repayment: str = ""
    note: str = ""

    @property
    def years(self) -> range | None:
        """The calendar years of the term; ``None`` where one of its ends is not known."""
        return range(self.starts.year, self.ends.year + 1) if self.starts and self.ends else None

    def holds_in(self, year: int) -> bool:
        """Whether some of the year lies within the term; an end that is not known leaves nothing out."""
        return not (self.starts and year < self.starts.year) and not (self.ends and year > self.ends.year)


@dataclass(frozen=True)
class Flow:
    """A line with its money by year; ``instruments``: of income, under which its money comes."""

    line: Line
    money: Mapping[int, Money]
    instruments: Mapping[int, str]

    def moves(self, year: int) -> bool:
        """Whether anything is planned or booked in a year."""
        found = self.money.get(year, Money())
        return bool(found.planned or found.actual)


@dataclass(frozen=True)
class Plan:
    """``homes``: the priority of each objective. ``closed``: years that the controller closed."""

    years: Sequence[int]
    income: Sequence[Flow]
    costs: Sequence[Flow]
    homes: Mapping[str, str]
    closed: frozenset[int] = frozenset()
    unmapped: bool = False


@dataclass(frozen=True)
class Left:
    """Received less spent in euros. ``None``: cannot be said, and ``reasons`` says why.

    ``final``: every year of the term is closed; else it is how things stand so far.
    """

    amount: Decimal | None
    final: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reach:
    """What money may be spent on. ``priorities``: those that are meant as a whole."""

    objectives: frozenset[str] = frozenset()
    priorities: frozenset[str] = frozenset()
    everywhere: bool = False

    def meets(self, other: Reach) -> bool:
        """Whether some cost could be paid from both."""
        apart = self.objectives.isdisjoint(other.objectives) and self.priorities.isdisjoint(other.priorities)
        return self.everywhere or other.everywhere or not apart

    def __or__(self, other: Reach) -> Reach:
        return Reach(
            self.objectives | other.objectives,
            self.priorities | other.priorities,
            self.everywhere or other.everywhere,
        )


def reach_of(line: Line, homes: Mapping[str, str]) -> Reach:
    """The objectives of a line; without any those of its priority; without either everything."""
    if line.shares:
        return Reach(frozenset(share.objective for share in line.shares))
    if line.priority is None:
        return Reach(everywhere=True)
    inside = frozenset(code for code, home in homes.items() if home == line.priority)
    return Reach(inside, frozenset({line.priority}))


def left_of(terms: Terms, plan: Plan) -> Left:
    """What is left of an instrument, over all years of its term."""
    years = terms.years or [year for year in plan.years if _used(plan.income, terms.name, year)]
    own, others = [], []
    for flow in plan.income:
        named = [flow.instruments.get(year) == terms.name for year in years if flow.moves(year)]
        if any(named):
            own.append(flow)
        if not all(named):
            others.append(flow)
    pot = Reach()
    for flow in own:
        pot |= reach_of(flow.line, plan.homes)
    reasons = [*_term_reasons(terms, plan), *_reach_reasons(own, others, pot, plan)]
    spent, unclear = _spent(pot, plan, years)
    if unclear and not pot.everywhere:
        reasons.append(UNDIVIDED.format(lines=_names(unclear)))
    if plan.unmapped:
        reasons.append(UNMAPPED)
    received = add(
        flow.money[year].actual
        for flow in own
        for year in years
        if year in flow.money and flow.instruments.get(year) == terms.name
    )
    if received is None:
        reasons.append(NOT_RECEIVED)
    elif spent is None and not reasons:
        reasons.append(NOT_SPENT)
    if reasons:
        return Left(None, reasons=tuple(reasons))
    return Left(subtract(received, spent), final=plan.closed >= set(years))


def _used(income: Iterable[Flow], name: str, year: int) -> bool:
    return any(flow.instruments.get(year) == name for flow in income)


def _term_reasons(terms: Terms, plan: Plan) -> Iterator[str]:
    if terms.starts is None or terms.ends is None or terms.years is None:
        yield NO_TERM
        return
    if not set(terms.years) <= set(plan.years):
        yield OUTSIDE
    if (terms.starts.month, terms.starts.day, terms.ends.month, terms.ends.day) != (1, 1, 12, 31):
        yield PART_OF_A_YEAR


def _reach_reasons(own: Sequence[Flow], others: Sequence[Flow], pot: Reach, plan: Plan) -> Iterator[str]:
    general = [flow.line for flow in own if reach_of(flow.line, plan.homes).everywhere]
    if general:
        yield EVERYWHERE.format(lines=_names(general))
        return
    beside = [flow.line for flow in others if own and reach_of(flow.line, plan.homes).meets(pot)]
    if beside:
        yield SHARED.format(lines=_names(beside))


def _spent(pot: Reach, plan: Plan, years: Iterable[int]) -> tuple[Decimal | None, list[Line]]:
    """Booked costs of what is in reach, and the lines of which that cannot be said."""
    parts: list[Decimal | None] = []
    unclear: dict[str, Line] = {}
    for flow in plan.costs:
        for year in years:
            if not flow.moves(year):
                continue
            part = _part_in(flow.line, flow.money[year], pot, plan.homes)
            if part is None:
                unclear[flow.line.code] = flow.line
            else:
                parts.append(part.actual)
    return add(parts), list(unclear.values())


def _part_in(line: Line, money: Money, pot: Reach, homes: Mapping[str, str]) -> Money | None:
    """What of a cost line is within reach; ``None``: the plan does not say exactly."""
    inside = [share for share in line.shares if share.objective in pot.objectives]
    if not line.shares:
        if line.priority in pot.priorities:
            return money
        return None if line.priority in {homes.get(code) for code in pot.objectives} else Money()
    if not inside:
        return None if line.priority in pot.priorities else Money()
    return _exact(money, line.shares, inside)


def _exact(money: Money, shares: Sequence[Share], inside: Iterable[Share]) -> Money | None:
    """Shares that leave something over leave open where that belongs."""
    parts = divided_money(money, shares)
    if None in parts:
        return None
    return sum((parts.get(share.objective, Money()) for share in inside), Money())


def _names(lines: Sequence[Line]) -> str:
    titles = list(dict.fromkeys(line.title for line in lines))
    if len(titles) > NAMED:
        titles = [*titles[: NAMED - 1], f"nog {len(titles) - NAMED + 1}"]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} en {titles[-1]}"


def afterwards(terms: Terms) -> tuple[str, ...]:
    """What holds when the term is over, in sentences."""
    if terms.carry_over is None and not terms.repayment:
        return ("Niet vastgelegd wat er met een overschot mag.",)
    kept = {
        True: "Een overschot mag mee naar daarna.",
        False: "Een overschot mag niet mee naar daarna.",
        None: "Niet vastgelegd of een overschot mee mag naar daarna.",
    }
    back = f"Terugbetalen: {terms.repayment}" if terms.repayment else "Over terugbetalen is niets vastgelegd."
    return (kept[terms.carry_over], back)
