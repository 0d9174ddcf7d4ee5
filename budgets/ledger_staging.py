"""Bookings of a file on their way in: stored beside the ledger, each with the key that tells it from every other."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from budgets.models import StagedBooking
from budgets.sums import LedgerSum
from core.bulk import Part, insert_rows
from core.texts import storable
from imports.models import Batch
from imports.reading import Item, Problem, Row

AT_ONCE = 10000
FACT = ("kind", "cost_centre", "account", "year", "period", "cents", "description", "document")
"""What a booking says; together with its number among equals it is the booking."""
Pair = tuple[str, str, str, int]
_COLUMNS = ("batch", "run", "key", "place", *FACT)


@dataclass
class Staged:
    """What was read so far. ``seen``: how often a booking came by, so that equal ones can be numbered.

    ``balances``: debit, credit and number of bookings by kind, cost centre, account and year.
    """

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    seen: dict[bytes, int] = field(default_factory=dict)
    balances: dict[Pair, list[int]] = field(default_factory=dict)

    def sums(self) -> list[LedgerSum]:
        """The balances as the ledger's own; of which periods they are is not said."""
        return [
            LedgerSum(*pair, debit, credit, count, periods=0)
            for pair, (debit, credit, count) in self.balances.items()
        ]

    def add(self, pair: Pair, cents: int) -> None:
        balance = self.balances.get(pair)
        if balance is None:
            balance = self.balances[pair] = [0, 0, 0]
        balance[0 if cents > 0 else 1] += cents
        balance[2] += 1


def stage(batch: Batch, run: str, items: Iterable[Item], beat: Callable[[int], None]) -> Staged:
    """Store every booking under ``run``, chunk by chunk, and collect every problem."""
    staged = Staged()
    shared: Part = (batch.pk, run)
    chunk: list[tuple[Part, Part]] = []
    for item in items:
        if isinstance(item, Problem):
            staged.problems.append(item)
            continue
        staged.rows += 1
        chunk.append((shared, _staged(item, staged)))
        if len(chunk) == AT_ONCE:
            insert_rows(StagedBooking, _COLUMNS, chunk)
            chunk.clear()
            beat(staged.rows)
    insert_rows(StagedBooking, _COLUMNS, chunk)
    return staged


def _staged(row: Row, staged: Staged) -> Part:
    """Key, place and what the booking says, in the order of ``FACT``."""
    said = row.fields
    centre, account = storable(said["cost_centre"]), storable(said["account"])
    description, document = storable(said["description"]), storable(said["document"])
    kind, year, period, cents = said["kind"], said["year"], said["period"], said["cents"]
    # Bookings that are stored have keys of this form: another one would make every file new.
    text = f"{kind}\x1f{centre}\x1f{account}\x1f{year}\x1f{period}\x1f{cents}\x1f{description}\x1f{document}"
    plain = hashlib.sha256(text.encode())
    digest = plain.digest()
    number = staged.seen.get(digest, 0)
    staged.seen[digest] = number + 1
    staged.add((kind, centre, account, year), cents)
    plain.update(b"\x1f%d" % number)
    return (
        plain.hexdigest(), row.place[:120], kind, centre, account, year, period, cents, description, document,
    )  # fmt: skip
