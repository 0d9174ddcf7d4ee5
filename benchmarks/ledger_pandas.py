"""The rules that divide the ledger of the benchmark, and what pandas makes of them: it shares no code with ours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

CENTRES = [f"{number:04}" for number in range(60)]
INCOME = ("8000", "8010")
THIRDS = ("33.333333", "33.333333", "33.333334")
Filled = dict[str, Any]


def by_pandas(path: Path, mapped: list[Mapped]) -> Filled:
    """The same sums by pandas, straight from the file: shares no code with what it is compared with."""
    import pandas as pd

    frame = pd.read_csv(path, sep=";", dtype=str)
    plain = frame["Bedrag"].str.replace(r"[^0-9]", "", regex=True).astype("int64")
    frame["cents"] = plain.where(~frame["Bedrag"].str.contains(r"[-(]", regex=True), -plain)
    by_centre = {one.centre: one for one in mapped if one.centre}
    anywhere = next(one for one in mapped if not one.centre)
    keys = ["Kostenplaats", "Rekening", "Boekjaar"]
    lines: Counter[str] = Counter()
    left: dict[str, list[int]] = {}
    for (centre, account, year), group in frame.groupby(keys)["cents"]:
        rule = by_centre.get(centre) or (anywhere if account in INCOME else None)
        if rule is None:
            there = left.setdefault(f"{centre}/{account}", [0, 0, 0])
            there[0] += len(group)
            there[1] += int(group[group > 0].sum())
            there[2] -= int(group[group < 0].sum())
            continue
        for code, part in rule.parts(int(group.sum())):
            lines[f"{code} {year}"] += rule.sign * part
    return {"lines": dict(lines), "left": left}


def differences(found: Filled, wanted: Filled) -> list[str]:
    """Where the two do not agree to the cent; empty when they do."""
    return [
        f"{what} {key}: {found[what].get(key)} and {wanted[what].get(key)}"
        for what in ("lines", "left")
        for key in sorted({*found[what], *wanted[what]})
        if found[what].get(key) != wanted[what].get(key)
    ]


@dataclass(frozen=True)
class Mapped:
    """A rule as it was made. ``centre`` empty: income of any. ``codes``: one line, or three that share it equally."""

    centre: str
    codes: tuple[str, ...]
    sign: int = 1

    def parts(self, cents: int) -> list[tuple[str, int]]:
        """Largest remainders of three times a third, the last of which is a millionth more; of one line all."""
        if len(self.codes) == 1:
            return [(self.codes[0], cents)]
        exact = [
            Fraction(abs(cents)) * weight / 100_000_000 for weight in (33_333_333, 33_333_333, 33_333_334)
        ]
        parts = [int(one) for one in exact]
        order = sorted(range(3), key=lambda place: (parts[place] - exact[place], place))
        for place in order[: abs(cents) - sum(parts)]:
            parts[place] += 1
        return [(code, part if cents >= 0 else -part) for code, part in zip(self.codes, parts, strict=True)]


def rules() -> list[Mapped]:
    """Half of the cost centres at a line of the plan, every tenth divided over three, and all income at another."""
    from agenda.models import Agenda
    from budgets.models import BudgetLine, LedgerRule, LedgerShare, Side

    agenda = Agenda.objects.get()
    costs = list(BudgetLine.objects.filter(agenda=agenda, side=Side.COST).order_by("order"))
    income = BudgetLine.objects.filter(agenda=agenda, side=Side.INCOME).earliest("order")
    wanted = []
    for number, centre in enumerate(CENTRES[::2]):
        share = 3 if number % 10 == 0 else 1
        wanted.append((centre, [costs[(number + step) % len(costs)] for step in range(share)]))
    made = []
    for centre, lines in [*wanted, ("", [income])]:
        takes = {"cost_centre": centre} if centre else {"account_from": INCOME[0], "account_until": "8999"}
        rule = LedgerRule.objects.create(agenda=agenda, **takes)
        for line, percent in zip(lines, THIRDS if len(lines) > 1 else ["100"], strict=True):
            LedgerShare.objects.create(rule=rule, line=line, percent=Decimal(percent))
        made.append(Mapped(centre, tuple(line.code for line in lines), 1 if centre else -1))
    return made
