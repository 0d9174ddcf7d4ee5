"""Legal instruments: entries that no line uses, lines that use one outside its term; and fte of specifications."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgets.words import term_label
from planfile.consistency.finding import Finding
from planfile.consistency.rows import number, years_text
from planfile.document import Cost, Document, Income, Instrument


def check(document: Document) -> Iterator[Finding]:
    budget = document.budget
    used = {name for line in budget.income for name in line.instruments.values()}
    known = {one.name: one for one in budget.instruments}
    for name in known:
        if name not in used:
            yield Finding(
                "instrument-zonder-regel", name, (), f"geen enkele batenregel komt onder instrument '{name}'."
            )
    for line in budget.income:
        yield from _outside(line, known)
    for cost in budget.costs:
        yield from _fte(cost)


def _outside(line: Income, known: dict[str, Instrument]) -> Iterator[Finding]:
    """Years that lie wholly outside the term; half a year within it is within it."""
    years: dict[str, list[int]] = {}
    for year, name in sorted(line.instruments.items()):
        one = known.get(name)
        if one and ((one.starts and year < one.starts.year) or (one.ends and year > one.ends.year)):
            years.setdefault(name, []).append(year)
    for name, outside in years.items():
        term = term_label(known[name].starts, known[name].ends)
        yield Finding(
            "instrument-buiten-looptijd",
            line.code,
            tuple(map(str, outside)),
            f"batenregel {line.code} ({line.title}) noemt in {years_text(outside)} instrument '{name}', "
            f"maar dat loopt {term if term.startswith(('vanaf', 'tot')) else f'van {term}'}.",
        )


def _fte(cost: Cost) -> Iterator[Finding]:
    """A part without fte may be no people, so parts can only be too many."""
    together = sum((part.fte for part in cost.specification if part.fte is not None), Decimal(0))
    less: dict[Decimal, list[int]] = {}
    for year, fte in sorted(cost.fte.items()):
        if together > fte:
            less.setdefault(fte, []).append(year)
    for fte, years in less.items():
        yield Finding(
            "fte-telt-niet-op",
            cost.code,
            (number(together, 0), number(fte, 0)),
            f"lastenregel {cost.code} ({cost.title}): de onderdelen zijn samen {number(together, 0)} fte, "
            f"de regel is {number(fte, 0)} fte in {years_text(years)}.",
        )
