"""Parts and wholes: a part above its whole, rows that do not add up, counts beside a percentage.

Which part is a share of which other part is not told by its name: it is read from the table itself. Counts
that are all tens were rounded to tens by their source, so each may be five off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import permutations

from indicators.breakdowns import BREAKDOWNS, PROGRAMME, breakdown_key
from planfile.consistency.finding import Finding
from planfile.consistency.rows import Row, rows_of
from planfile.document import Document

INFLOW, TOTAL, SWITCH = "instroom", "totaal", "switch"
# A person is in one value of these at a time, so that counts add up; of the others also shares average out.
ADDITIVE = ("niveau", "leerweg", PROGRAMME, "sector", "ondersteuning", "loonschaal", "antwoord")
AVERAGED = ("niveau", "leerweg", "sector", "ondersteuning")
ENOUGH = 3
HUNDRED = Decimal(100)

Cell = tuple[str, str]  # breakdown key, moment
Table = dict[Cell, tuple[Row, Decimal]]


def check(document: Document) -> Iterator[Finding]:
    for _, _, indicator in document.indicators():
        rows = rows_of(document, indicator)
        yield from _switch(rows)
        counts = _tables(row for row in rows if row.unit == "count")
        rates = _tables(row for row in rows if row.unit == "percent")
        yield from _counts_and_percentages(counts, rates)
        for tables in (counts, rates):
            yield from _parts_and_total(tables)
        for table in counts.values():
            yield from _rows(table)
        for unit in ("percent", "score5", "score10"):
            for table in _tables((row for row in rows if row.unit == unit), targets=True).values():
                yield from _averages(table)


def _tables(rows: Iterable[Row], *, targets: bool = False) -> dict[str | None, Table]:
    """The figures by part."""
    tables: dict[str | None, Table] = defaultdict(dict)
    for row in rows:
        for point in row.points(targets=targets):
            tables[row.part][row.key, point.moment] = (row, point.value)
    return dict(tables)


def _half(*tables: Table) -> Decimal:
    """How far the source's rounding can have moved a count: five where all are tens, else nothing."""
    values = {abs(value) for table in tables for _, value in table.values() if value}
    if not values or any(value != value.to_integral_value() for value in values):
        return Decimal(0)
    step = 1
    limit = 1000 if len(values) >= ENOUGH else 10
    while step < limit and all(value % (step * 10) == 0 for value in values):
        step *= 10
    return Decimal(step) / 2 if step > 1 else Decimal(0)


def _switch(rows: list[Row]) -> Iterator[Finding]:
    """Who switches within the college is part of the whole inflow."""
    wholes = {
        (breakdown_key({**row.breakdown, INFLOW: TOTAL}), row.part, row.unit, point.moment): point.value
        for row in rows
        if row.breakdown.get(INFLOW) == TOTAL
        for point in row.points()
    }
    for row in rows:
        if row.breakdown.get(INFLOW) != SWITCH or row.unit not in ("count", "percent"):
            continue
        for point in row.points():
            whole = wholes.get(
                (breakdown_key({**row.breakdown, INFLOW: TOTAL}), row.part, row.unit, point.moment)
            )
            if whole is not None and point.value > whole:
                values = (row.text(point.value), row.text(whole))
                yield row.finding(
                    "deel-boven-geheel",
                    values,
                    f"switch {values[0]} is meer dan de hele instroom, {values[1]}.",
                    moment=point.moment,
                )


def _counts_and_percentages(
    counts: dict[str | None, Table], rates: dict[str | None, Table]
) -> Iterator[Finding]:
    for part, table in rates.items():
        pairs = [pair for pair in permutations(counts, 2) if part not in pair]
        structure = part is None and len(counts) == 2 and len(rates) == 1
        for whole, some in pairs:
            if _is_share(counts[whole], counts[some], table, structure):
                yield from _disagreements(whole, some, counts, table)


def _is_share(wholes: Table, somes: Table, rates: Table, structure: bool) -> bool:
    """Whether the percentage is ``somes`` of ``wholes``: most cells say so, or it is all there is."""
    half = _half(wholes, somes)
    cells = [cell for cell in rates if cell in wholes and cell in somes and wholes[cell][1] > 0]
    if sum(wholes[cell][1] for cell in cells) < sum(somes[cell][1] for cell in cells):
        return False
    fitting = sum(_fits(wholes[cell][1], somes[cell][1], half, *rates[cell]) for cell in cells)
    if len(cells) >= ENOUGH:
        return fitting * 2 > len(cells)
    if not structure or not cells:
        return False
    # Equal counts: either may be the whole, so only the first in the file is taken.
    equal = sum(wholes[cell][1] for cell in cells) == sum(somes[cell][1] for cell in cells)
    return not equal or _first(wholes) == min(_first(wholes), _first(somes))


def _first(table: Table) -> int:
    row = next(iter(table.values()))[0]
    return next(place for place, series in enumerate(row.indicator.series) if series is row.series)


def _fits(whole: Decimal, some: Decimal, half: Decimal, row: Row, rate: Decimal) -> bool:
    low = max(some - half, Decimal(0)) / (whole + half) * HUNDRED
    high = (some + half) / (whole - half) * HUNDRED if whole > half else HUNDRED
    return low <= rate + row.half and rate - row.half <= max(high, low)


def _disagreements(
    whole: str | None, some: str | None, counts: dict[str | None, Table], rates: Table
) -> Iterator[Finding]:
    wholes, somes = counts[whole], counts[some]
    half = _half(wholes, somes)
    names = (some or "aantal", whole or "aantal")
    for cell, (row, value) in somes.items():
        if cell not in wholes:
            continue
        moment, of = cell[1], wholes[cell][1]
        values = (row.text(value), row.text(of))
        if value - half > of + half:
            yield row.finding(
                "deel-boven-geheel",
                values,
                f"{names[0]} {values[0]} is meer dan {names[1]} {values[1]}.",
                moment=moment,
            )
        elif cell in rates and of > 0 and not _fits(of, value, half, *rates[cell]):
            rate_row, rate = rates[cell]
            text = rate_row.text(rate)
            rounding = ", ook als de aantallen zijn afgerond" if half else ""
            yield rate_row.finding(
                "aantal-en-percentage",
                (*values, text),
                f"{names[0]} {values[0]} van {names[1]} {values[1]} is geen {text} %{rounding}.",
                moment=moment,
            )


def _parts_and_total(tables: dict[str | None, Table]) -> Iterator[Finding]:
    """Parts beside one called the total: none above it, and together equal where they mostly are."""
    totals = [part for part in tables if part and part.strip().lower() == TOTAL]
    parts = [part for part in tables if part is not None and part not in totals]
    if len(totals) != 1 or not parts:
        return
    half = _half(*(tables[part] for part in (*parts, *totals)))
    sums: list[tuple[Row, str, Decimal, Decimal, bool]] = []
    for cell, (row, total) in tables[totals[0]].items():
        found = [tables[part][cell] for part in parts if cell in tables[part]]
        reach = half * (len(found) + 1)
        if row.unit != "count":
            reach = row.half + sum((other.half for other, _ in found), Decimal(0))
        for other, value in found:
            if value - max(half, other.half * (other.unit != "count")) > total + max(
                half, row.half * (row.unit != "count")
            ):
                values = (other.text(value), row.text(total))
                yield other.finding(
                    "deel-boven-geheel",
                    values,
                    f"{values[0]} is meer dan het totaal {values[1]}.",
                    moment=cell[1],
                )
        if len(found) == len(parts) and len(parts) > 1:
            together = sum((value for _, value in found), Decimal(0))
            sums.append((row, cell[1], together, total, abs(together - total) <= reach))
    if sum(fits for *_, fits in sums) * 2 <= len(sums):
        return  # these parts are no division of the total
    for row, moment, together, total, fits in sums:
        if not fits:
            values = (row.text(total), row.text(together))
            yield row.finding(
                "delen-en-geheel",
                values,
                f"het totaal is {values[0]}, de delen zijn samen {values[1]}.",
                moment=moment,
            )


def _children(
    table: Table, dimensions: tuple[str, ...]
) -> Iterator[tuple[Cell, str, dict[str, tuple[Row, Decimal]]]]:
    """Every whole in the table with its parts in one dimension, by value."""
    found: dict[tuple[Cell, str], dict[str, tuple[Row, Decimal]]] = defaultdict(dict)
    for (_, moment), (row, value) in table.items():
        for dimension in dimensions:
            if dimension in row.breakdown:
                rest = {key: word for key, word in row.breakdown.items() if key != dimension}
                found[(breakdown_key(rest), moment), dimension][row.breakdown[dimension]] = (row, value)
    for (cell, dimension), parts in found.items():
        if cell in table:
            yield cell, dimension, parts


def _complete(dimension: str, parts: dict[str, tuple[Row, Decimal]]) -> bool:
    """Whether every value of the dimension is there; programmes are never known to be all."""
    return BREAKDOWNS[dimension] is not None and set(parts) >= set(BREAKDOWNS[dimension] or ())


def _rows(table: Table) -> Iterator[Finding]:
    """Counts of a breakdown against their whole: never more, and with every value there also not less."""
    half = _half(table)
    for cell, dimension, parts in _children(table, ADDITIVE):
        row, whole = table[cell]
        together = sum((value for _, value in parts.values()), Decimal(0))
        reach = half * (len(parts) + 1)
        if together - whole > reach or (_complete(dimension, parts) and whole - together > reach):
            values = (row.text(whole), row.text(together))
            yield row.finding(
                "delen-en-geheel",
                values,
                f"het geheel is {values[0]}, per {dimension} opgeteld is het {values[1]}.",
                moment=cell[1],
            )


def _averages(table: Table) -> Iterator[Finding]:
    """A share or mean of the whole lies between the lowest and the highest of its parts."""
    for cell, dimension, parts in _children(table, AVERAGED):
        if not _complete(dimension, parts):
            continue
        row, whole = table[cell]
        low = min(value - part.half for part, value in parts.values())
        high = max(value + part.half for part, value in parts.values())
        if whole + row.half < low or whole - row.half > high:
            values = sorted(value for _, value in parts.values())
            texts = (row.text(whole), row.text(values[0]), row.text(values[-1]))
            yield row.finding(
                "delen-en-geheel",
                texts,
                f"{texts[0]} voor het geheel kan niet: per {dimension} loopt het van {texts[1]} tot {texts[2]}.",
                moment=cell[1],
            )
