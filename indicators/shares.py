"""Which count is a share of which other number, and what is at most what, as the numbers say. Pure: no Django.

Counts and shares of one unit with one breakdown, in parts of one indicator. What has no share in the same indicator
has none here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from core.numbers import round_half_up
from indicators.printed import Limit, Ratio
from indicators.sums import Breakdowns, Key, Sum
from indicators.suppression import Cell, Link, has_figure

_NEAREST = Decimal("0.5")
Also = Mapping[Key, Collection[Decimal]]
"""Other values of some cells: of a figure that was restated over as many people."""
_Named = Mapping[tuple[str, frozenset[tuple[str, str]]], int]
"""The series by their part and breakdown."""


def share_links(
    cells: Mapping[Key, Cell],
    breakdowns: Breakdowns,
    also: Also | None = None,
) -> list[Link]:
    """The counts that a percentage of the same unit and breakdown gives, where the numbers say so.

    A percentage times its own n; without an n, times a count that may be the number of people. ``also``: other values
    of the same cells (a figure restated over as many people).
    """
    found = []
    for keys in _alike(cells, breakdowns):
        shares = [key for key in keys if cells[key].unit == "percent"]
        counts = (
            {key: _values(key, cells, also) for key in keys if cells[key].unit == "count"} if shares else {}
        )
        for share in shares:
            n = cells[share].n
            for count, numbers in counts.items():
                over = [n] if n is not None else [b for key in counts if key != count for b in counts[key]]
                values = _values(share, cells, also)
                if any(
                    _gives(value, base, number) for value in values for base in over for number in numbers
                ):
                    found.append(Link(share, count))
    return found


def _alike(cells: Collection[Key], breakdowns: Breakdowns) -> Iterable[list[Key]]:
    """The cells of one unit with one breakdown; none where the indicator has no parts."""
    found: dict[tuple[int, frozenset[tuple[str, str]]], list[Key]] = defaultdict(list)
    if len({part for part, _ in breakdowns.values()}) > 1:
        for unit, series in sorted(cells):
            found[unit, frozenset(breakdowns[series][1].items())].append((unit, series))
    return found.values()


def _values(key: Key, cells: Mapping[Key, Cell], also: Also | None) -> set[Decimal]:
    first = cells[key].value
    return {first, *(also or {}).get(key, ())} if first is not None else set()


def _gives(percentage: Decimal, people: int | Decimal, count: Decimal) -> bool:
    """Whether a percentage of so many people, to the nearest whole one, is the count."""
    return abs(percentage * people / 100 - count) <= _NEAREST


def share_ratios(cells: Mapping[Key, Cell], breakdowns: Breakdowns, also: Also | None = None) -> list[Ratio]:
    """Between which numbers each count lies by a percentage of the same unit and breakdown, as it was rounded.

    Wherever the numbers say so: for most breakdowns of the unit that have these parts, and for this one. A count that
    its source kept back is taken to be such a share where the others are.
    """
    votes: Counter[tuple[int, ...]] = Counter()
    held: list[tuple[tuple[int, ...], Ratio]] = []
    parts = {part: number for number, part in enumerate(sorted({part for part, _ in breakdowns.values()}))}
    for keys in _alike(cells, breakdowns):
        for share, count, base in _may_be_shares(keys, cells):
            kind = (share[0], *(parts[breakdowns[key[1]][0]] for key in (share, count, base)))
            people, whole = cells[count].people, cells[base].people
            ratios = [
                Ratio(share, count, base, *ends)
                for value in sorted(_values(share, cells, also))
                for ends in _rounded(value, cells[share].decimals)
            ]
            if people is None or whole is None:
                held += [(kind, one) for one in ratios]
                continue
            fits = [one for one in ratios if one.low * whole <= people <= one.high * whole]
            held += [(kind, one) for one in fits]
            votes[kind] += 1 if fits else -1
    return [ratio for kind, ratio in held if kind in votes and votes[kind] >= 0]


def _may_be_shares(keys: Collection[Key], cells: Mapping[Key, Cell]) -> Iterator[tuple[Key, Key, Key]]:
    """A percentage, a count, and of what the count may be that percentage: the people of the share, or a count."""
    counts = [key for key in keys if cells[key].is_count and has_figure(cells[key])]
    for share in keys if counts else ():
        n = cells[share].n
        if cells[share].unit != "percent" or cells[share].value is None:
            continue
        bases = counts if n is None else [share, *(key for key in counts if cells[key].people == n)]
        yield from ((share, count, base) for count in counts for base in bases if base != count)


def _rounded(value: Decimal, decimals: int) -> Iterator[tuple[Fraction, Fraction]]:
    """Between which shares of the whole a percentage was before it was rounded: as a page prints it and as a file does.

    A file has it as precisely as it is stored.
    """
    stored = value.normalize().as_tuple().exponent
    finest = max(decimals, -stored if isinstance(stored, int) else 0)
    for digits in sorted({decimals, finest}):
        printed, half = Fraction(round_half_up(value, digits)), Fraction(1, 2 * 10**digits)
        yield max((printed - half) / 100, Fraction(0)), min((printed + half) / 100, Fraction(1))


def part_limits(
    cells: Mapping[Key, Cell], breakdowns: Breakdowns, sums: Collection[Sum], ratios: Collection[Ratio]
) -> list[Limit]:
    """What is at most what: a breakdown its whole, where no sum says more, and a count what it is a share of."""
    there = {
        key for key, cell in cells.items() if has_figure(cell) and (cell.people is not None or cell.withheld)
    }
    summed = {(part, one.whole) for one in sums for part in one.parts}
    named = {(part, frozenset(breakdown.items())): series for series, (part, breakdown) in breakdowns.items()}
    wider = [(series, whole) for series, some in _wider(named).items() for whole in some]
    pairs = dict.fromkeys(_shared(ratios, breakdowns, named))
    for unit in sorted({key[0] for key in there}):
        pairs |= dict.fromkeys(((unit, series), (unit, whole)) for series, whole in wider)
    return [
        Limit(part, whole)
        for part, whole in pairs
        if part in there and whole in there and (part, whole) not in summed
        if _may_be_within(cells[part].people, cells[whole].people)
    ]


def _shared(ratios: Collection[Ratio], breakdowns: Breakdowns, named: _Named) -> Iterator[tuple[Key, Key]]:
    """What is a share of what for some breakdowns of a unit is so for all, also where nobody prints the share."""
    of_parts = {(one.count[0], breakdowns[one.count[1]][0], breakdowns[one.base[1]][0]) for one in ratios}
    for unit, count, base in sorted(of_parts):
        for (part, breakdown), series in named.items():
            if part == count and (whole := named.get((base, breakdown))) is not None:
                yield (unit, series), (unit, whole)


def _may_be_within(part: int | None, whole: int | None) -> bool:
    return part is None or whole is None or part <= whole


def _wider(named: _Named) -> dict[int, list[int]]:
    """Of every series those of the same part that it is within."""
    found: dict[int, list[int]] = defaultdict(list)
    for (part, pairs), series in named.items():
        for size in range(len(pairs)):
            for kept in combinations(sorted(pairs), size):
                if (whole := named.get((part, frozenset(kept)))) is not None:
                    found[series].append(whole)
    return found
