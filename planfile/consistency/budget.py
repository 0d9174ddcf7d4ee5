"""The budget: specifications, stated totals, income against costs, shares and years. Amounts in euros."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from planfile.consistency.finding import Finding
from planfile.consistency.rows import listed, money, number, years_text
from planfile.document import Budget, Cost, Document, Income, StatedTotal

Amounts = dict[int, Decimal]
HUNDRED = Decimal(100)


def check(document: Document) -> Iterator[Finding]:
    budget = document.budget
    for cost in budget.costs:
        yield from _specification(cost)
        yield from _shares(cost)
    sums = _sums(budget)
    for total in budget.stated_totals:
        yield from _stated_total(total, sums)
    yield from _balance(sums)
    priorities = {objective.code: priority.code for priority, objective in document.objectives()}
    years = range(document.agenda.starts.year, document.agenda.ends.year + 1)
    lines: tuple[Income | Cost, ...] = (*budget.income, *budget.costs)
    for line in lines:
        yield from _priority(line, priorities)
        yield from _years(line, years)


def _name(line: Income | Cost) -> str:
    return f"{'batenregel' if isinstance(line, Income) else 'lastenregel'} {line.code} ({line.title})"


def _add(lines: Iterable[Income | Cost]) -> Amounts:
    together: Amounts = {}
    for line in lines:
        for year, amount in line.amounts.items():
            together[year] = together.get(year, Decimal(0)) + amount
    return together


def _by_amount(amounts: Mapping[int, Decimal]) -> str:
    """``3.700.000 (2024) en 3.400.000 (2025-2027)``."""
    years: dict[Decimal, list[int]] = {}
    for year in sorted(amounts):
        years.setdefault(amounts[year], []).append(year)
    return listed((f"{money(amount)} ({years_text(which)})" for amount, which in years.items()), limit=99)


def _specification(cost: Cost) -> Iterator[Finding]:
    """The parts against each year's amount. A part without an amount can only make the sum larger."""
    if not cost.specification:
        return
    given = [part.amount for part in cost.specification if part.amount is not None]
    together, whole = sum(given, Decimal(0)), len(given) == len(cost.specification)
    wrong = {
        year: amount
        for year, amount in cost.amounts.items()
        if together > amount or (whole and together < amount)
    }
    if given and wrong:
        right = [year for year in cost.amounts if year not in wrong]
        fits = f"; voor {years_text(right)} klopt het" if right and whole else ""
        yield Finding(
            "specificatie-telt-niet-op",
            cost.code,
            (money(together), *dict.fromkeys(money(wrong[year]) for year in sorted(wrong))),
            f"{_name(cost)}: de onderdelen zijn samen {money(together)}, "
            f"de regel is {_by_amount(wrong)}{fits}.",
        )


def _sums(budget: Budget) -> dict[str, Amounts]:
    """The real sums, by scope; ``income:CODE`` is the income of a priority, ``instrument:NAAM`` of an instrument."""
    sums = {"income": _add(budget.income), "costs": _add(budget.costs)}
    for group in dict.fromkeys(cost.group for cost in budget.costs if cost.group):
        sums[f"group:{group}"] = _add(cost for cost in budget.costs if cost.group == group)
    for code in dict.fromkeys(cost.priority for cost in budget.costs if cost.priority):
        sums[f"priority:{code}"] = _add(cost for cost in budget.costs if cost.priority == code)
    for code in dict.fromkeys(line.priority for line in budget.income if line.priority):
        sums[f"income:{code}"] = _add(line for line in budget.income if line.priority == code)
    for line in budget.income:
        for year, name in line.instruments.items():
            if year in line.amounts:
                under = sums.setdefault(f"instrument:{name}", {})
                under[year] = under.get(year, Decimal(0)) + line.amounts[year]
    return sums


def _scope(scope: str) -> str:
    kind, _, code = scope.partition(":")
    words = {
        "income": f"de batenregels van prioriteit {code}" if code else "alle batenregels",
        "costs": "alle lastenregels",
        "group": f"de lastenregels van groep {code.replace('_', '-')}",
        "priority": f"de lastenregels van prioriteit {code}",
        "instrument": f"de batenregels onder instrument '{code}'",
    }
    return words[kind]


def _stated_total(total: StatedTotal, sums: dict[str, Amounts]) -> Iterator[Finding]:
    """A stated total against the lines of its scope; where it is the sum of others, that is said."""
    if total.scope not in sums and not total.scope.startswith(("group:", "priority:", "instrument:")):
        return
    own = sums.get(total.scope, {})
    wrong = {year: amount for year, amount in total.amounts.items() if own.get(year, Decimal(0)) != amount}
    if not wrong:
        return
    real = {year: own.get(year, Decimal(0)) for year in wrong}
    others = [
        scope
        for scope, amounts in sums.items()
        if scope != total.scope and all(amounts.get(year) == amount for year, amount in total.amounts.items())
    ]
    said = f"; het is wel de som van {' en van '.join(_scope(scope) for scope in others)}" if others else ""
    values = [text for year in sorted(wrong) for text in (money(wrong[year]), money(real[year]))]
    yield Finding(
        "totaal-klopt-niet",
        total.scope.partition(":")[2] or total.scope,
        tuple(dict.fromkeys(values)),
        f"{total.where} noemt {_by_amount(wrong)}, "
        f"maar {_scope(total.scope)} zijn samen {_by_amount(real)}{said}.",
    )


def _balance(sums: dict[str, Amounts]) -> Iterator[Finding]:
    """Per year; years with the same difference and amounts together."""
    income, costs = sums["income"], sums["costs"]
    if not income or not costs:
        return
    found: dict[tuple[Decimal, Decimal], list[int]] = {}
    for year in sorted({*income, *costs}):
        pair = (income.get(year, Decimal(0)), costs.get(year, Decimal(0)))
        if pair[0] != pair[1]:
            found.setdefault(pair, []).append(year)
    for (comes, goes), years in found.items():
        what = "meer" if goes > comes else "minder"
        yield Finding(
            "baten-en-lasten",
            "begroting",
            (money(comes), money(goes)),
            f"in {years_text(years)} zijn de baten {money(comes)} en de lasten {money(goes)}: "
            f"{money(abs(goes - comes))} {what} lasten dan baten.",
        )


def _shares(cost: Cost) -> Iterator[Finding]:
    if not cost.objectives:
        yield Finding(
            "regel-zonder-doelstelling",
            cost.code,
            tuple(dict.fromkeys(money(cost.amounts[year]) for year in sorted(cost.amounts))),
            f"{_name(cost)} hoort bij geen doelstelling.",
        )
        return
    together = sum(cost.objectives.values(), Decimal(0))
    if together != HUNDRED:
        parts = listed((f"{code} {number(share, 0)} %" for code, share in cost.objectives.items()), limit=99)
        yield Finding(
            "aandelen-niet-100",
            cost.code,
            (number(together, 0), "100"),
            f"{_name(cost)}: de aandelen ({parts}) zijn samen {number(together, 0)} %.",
        )


def _priority(line: Income | Cost, priorities: dict[str, str]) -> Iterator[Finding]:
    """Objectives of another priority than the line's. A line for the whole has no priority to differ from."""
    if line.priority is None:
        return
    strange = [code for code in line.objectives if priorities.get(code, line.priority) != line.priority]
    if strange:
        homes = listed(f"{code} hoort bij prioriteit {priorities[code]}" for code in strange)
        yield Finding(
            "andere-prioriteit",
            line.code,
            (line.priority, *strange),
            f"{_name(line)} staat bij prioriteit {line.priority}, maar doelstelling {homes}.",
        )


def _years(line: Income | Cost, years: range) -> Iterator[Finding]:
    missing = [year for year in years if year not in line.amounts]
    outside = [year for year in line.amounts if year not in years]
    texts = []
    if not line.amounts:
        texts.append("er staat geen enkel bedrag bij")
    elif missing:
        texts.append(f"er is geen bedrag voor {years_text(missing)}")
    if outside:
        texts.append(f"{years_text(outside)} valt buiten de agenda")
    if texts:
        yield Finding(
            "begroting-jaren",
            line.code,
            tuple(str(year) for year in sorted({*missing, *outside})),
            f"{_name(line)}: {' en '.join(texts)}.",
        )
