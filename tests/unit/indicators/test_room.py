"""What is printed leaves every hidden number of people room: tried with all tables that print the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.facts import StoredFact
from indicators.hiding import hidden_figures
from indicators.models import Indicator
from indicators.suppression import Hidden
from tests.unit.indicators.enumeration import Name, Tables
from tests.unit.indicators.versions import COLLEGE, Part, a_fact

THRESHOLD = 5
LEAVERS, WORKING, SHARE = "uitstromers", "werknemers", ""
PATHS, LEVELS = ("leerweg=BBL", "leerweg=BOL"), ("niveau=2", "niveau=3", "niveau=4")
Pair = tuple[str, str]
"""A row and a column; empty: all of them."""
Cell = tuple[str, Pair]
"""A part and where in the table."""


@dataclass(frozen=True)
class Leavers:
    """Who left and who of them works, by what is least: a pair of a row and a column.

    ``rows`` are paths of the college or teams below it; ``columns`` levels. ``decimals``: those of the shares;
    ``None``: shares are not printed. ``with_n``: whether the number that a share is of stands beside it.
    """

    counts: Mapping[Pair, tuple[int, int]]
    decimals: int | None
    with_n: bool = True
    teams: bool = False

    @property
    def sums(self) -> dict[Pair, list[Pair]]:
        """Every cell of the table with the pairs that it is the sum of; an empty row or column is the whole of it."""
        rows, columns = ({pair[side] for pair in self.counts} for side in (0, 1))
        found = {
            (row, column): [
                pair for pair in sorted(self.counts) if row in ("", pair[0]) and column in ("", pair[1])
            ]
            for row in sorted({"", *rows})
            for column in sorted({"", *columns})
        }
        return {cell: pairs for cell, pairs in found.items() if pairs}

    def number(self, part: str, cell: Pair) -> int:
        return sum(self.counts[pair][part == WORKING] for pair in self.sums[cell])

    def share(self, cell: Pair) -> Decimal | None:
        """The percentage as it is published; ``None`` where nobody left."""
        leavers, working = self.number(LEAVERS, cell), self.number(WORKING, cell)
        if self.decimals is None or not leavers:
            return None
        return (Decimal(working * 100) / leavers).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)

    def place(self, cell: Pair) -> tuple[int, str]:
        """Of which unit a cell is, and with which breakdown."""
        row, column = cell
        if self.teams:
            return (COLLEGE + int(row) if row else COLLEGE), column
        return COLLEGE, ";".join(filter(None, (row, column)))

    def facts(self) -> dict[Cell, StoredFact]:
        found = {}
        for cell in self.sums:
            unit, _ = self.place(cell)
            for part in (LEAVERS, WORKING):
                value = Decimal(self.number(part, cell))
                found[part, cell] = replace(a_fact(unit, 0, None), value=value, absence="")
            if (share := self.share(cell)) is not None:
                n = self.number(LEAVERS, cell) if self.with_n else None
                found[SHARE, cell] = replace(
                    a_fact(unit, 0, n), value=share, n=n, absence="", decimals=self.decimals
                )
        return found

    def hidden(self) -> dict[Cell, Hidden]:
        """What is hidden, as any page decides it."""
        facts = self.facts()
        parts = sorted({Part(part, self.place(cell)[1], "count" if part else "") for part, cell in facts})
        numbered = {(one.part, one.key): number for number, one in enumerate(parts)}
        places = {
            (part, cell): (*self.place(cell)[:1], numbered[part, self.place(cell)[1]]) for part, cell in facts
        }
        rows = [replace(fact, series_id=places[key][1]) for key, fact in facts.items()]
        what = Indicator(pk=1, unit="percent")
        found = hidden_figures(
            rows, {pk: (what, part) for pk, part in enumerate(parts)}, college=COLLEGE, threshold=THRESHOLD,
            parents={place[0]: COLLEGE for place in places.values() if place[0] != COLLEGE},
        )  # fmt: skip
        by_place = {(unit, pk): why for (unit, pk, _), why in found.items()}
        return {key: by_place[place] for key, place in places.items() if place in by_place}

    def tables(self, hidden: Mapping[Cell, Hidden], *, words: bool = False) -> Tables:
        """All tables that print what is not hidden."""
        cells = {
            (part, *cell): [(part, *pair) for pair in pairs]
            for part in (LEAVERS, WORKING)
            for cell, pairs in self.sums.items()
        }
        # Without a share nothing says that the one are among the other.
        shares = [] if self.decimals is None else [cell for cell in self.sums if self.share(cell) is not None]
        within = [((WORKING, *cell), (LEAVERS, *cell)) for cell in (self.sums if shares else ())]
        most = self.number(LEAVERS, ("", "")) + 2 * THRESHOLD
        found = Tables(cells, most, within=within)
        for name in cells:
            part, cell = name[0], (name[1], name[2])
            why = hidden.get((part, cell))
            if why is None:
                found.print_number(name, self.number(part, cell))
            elif words:
                found.know(name, *((0, THRESHOLD - 1) if why is Hidden.SMALL else (THRESHOLD, most)))
        for cell in self.sums:
            share = self.share(cell)
            if share is None or (SHARE, cell) in hidden or self.decimals is None:
                continue
            if self.with_n:
                found.print_number((LEAVERS, *cell), self.number(LEAVERS, cell))
            if self.with_n or (LEAVERS, cell) not in hidden:
                found.print_share(
                    (WORKING, *cell), self.number(LEAVERS, cell), Fraction(share), self.decimals
                )
        return found


def roomy(tables: Tables, name: Name, why: Hidden, value: int) -> bool:
    """Whether a hidden number has room: a small one all numbers below the threshold and one above, others a second."""
    wanted = [*((number, number) for number in range(THRESHOLD)), (THRESHOLD, tables.most)]
    if why is Hidden.SMALL:
        return all(tables.can_be(name, *ends) for ends in wanted)
    return tables.can_be(name, 0, value - 1) or tables.can_be(name, value + 1, tables.most)


def too_narrow(table: Leavers) -> list[Name]:
    """The hidden counts that what is printed leaves too little room, and that something else hidden could help."""
    hidden = table.hidden()
    others = {
        (part, cell)
        for part in (LEAVERS, WORKING, SHARE)
        for cell in table.sums
        if table.place(cell)[0] != COLLEGE
    }
    plain, worded = table.tables(hidden), table.tables(hidden, words=True)
    # What the college's own page settles, its teams cannot change.
    helped = table.tables({**dict.fromkeys(others, Hidden.COMPLEMENTARY), **hidden})
    found = []
    for (part, cell), why in hidden.items():
        name, value = (part, *cell), table.number(part or LEAVERS, cell)
        if part == SHARE or (table.teams and not roomy(helped, name, why, value)):
            continue
        if not roomy(plain, name, why, value):
            found.append(name)
        elif not table.teams and not roomy(worded, name, Hidden.COMPLEMENTARY, value):
            found.append((*name, "in words"))
    return found


def leavers(**levels: str) -> dict[Pair, tuple[int, int]]:
    """Of each path its levels with who left and who of them works, as ``1: 65/31``."""
    return {
        (f"leerweg={path}", f"niveau={level}"): (int(left), int(working))
        for path, told in levels.items()
        for level, numbers in (one.split(": ") for one in told.split(", "))
        for left, working in [numbers.split("/")]
    }


EXAMPLE = Leavers(
    leavers(
        BBL="1: 65/31, 2: 307/238, 3: 401/358, 4: 293/261",
        BOL="1: 41/16, 2: 246/141, 3: 398/297, 4: 1027/816",
        EX="2: 20/13, 3: 9/0, 4: 28/25",
    ),
    decimals=0,
)
"""Indicator 2b of the example data, 2022/2023."""
SMALL = (WORKING, ("leerweg=EX", "niveau=3"))
BLOCK = [(path, level) for path in ("leerweg=BOL", "leerweg=EX") for level in ("niveau=2", "niveau=3")]
EXTERNAL = [(SHARE, pair) for pair in BLOCK if pair[0] == "leerweg=EX"]


def test_rounded_shares_would_tell_a_number_that_no_sum_does():
    """57 % of 246 are at most 141, and with the totals of BOL and of niveau 2 and 3 nobody is left."""
    hidden = dict.fromkeys([*EXTERNAL, *((WORKING, pair) for pair in BLOCK)], Hidden.COMPLEMENTARY)
    tables = EXAMPLE.tables(hidden)
    for part, pair in hidden:
        if part == WORKING:
            value = EXAMPLE.number(WORKING, pair)
            assert tables.can_be((WORKING, *pair), value, value)
            assert not tables.can_be((WORKING, *pair), 0, value - 1)
            assert not tables.can_be((WORKING, *pair), value + 1, tables.most)


def test_rounded_shares_that_bound_hidden_counts_are_hidden():
    hidden = EXAMPLE.hidden()
    assert hidden.pop(SMALL) is Hidden.SMALL
    assert set(hidden) == {(part, pair) for pair in BLOCK for part in (WORKING, SHARE)} - {SMALL}
    assert too_narrow(EXAMPLE) == []


sizes = st.integers(0, 8) | st.integers(0, 30)


@st.composite
def tables(draw, teams: bool = False):
    rows = ("1", "2", "3")[: draw(st.integers(2, 3))] if teams else PATHS
    columns = LEVELS[: 2 if teams else draw(st.integers(2, 3))]
    decimals, counts = draw(st.sampled_from([None, 0, 1])), {}
    for row in rows:
        for column in columns:
            # Where nobody left there is no share, and a dash in its place says so, hidden or not.
            left = max(draw(sizes), int(teams and decimals is not None))
            counts[row, column] = (left, draw(st.integers(0, left)))
    return Leavers(counts, decimals, draw(st.booleans()), teams)


few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(tables())
def test_every_hidden_count_has_room_in_the_colleges_own_table(table):
    assert too_narrow(table) == []


@few
@given(tables(teams=True))
def test_every_hidden_count_has_room_in_the_tables_of_teams(table):
    assert too_narrow(table) == []
