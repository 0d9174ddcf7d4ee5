"""A large export beside a sum that shares no code with ours: pandas adds the same file, to the cent.

``LEDGER_ROWS=200000 pytest -s`` makes it large, and prints what it cost.
"""

from __future__ import annotations

import io
import os
import resource
from decimal import Decimal
from time import perf_counter

import pandas as pd
import pytest
from django.core.files.base import ContentFile

from agenda.models import Agenda
from budgets.booked import Unmapped, booked
from budgets.models import BudgetLine, LedgerRule, LedgerShare
from imports import services
from imports.models import Batch
from organisation.access import CommandActor
from tests.built.ledger import CODES, many

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
ROWS = int(os.environ.get("LEDGER_ROWS", "2000"))
THIRDS = (Decimal("33.333333"), Decimal("33.333333"), Decimal("33.333334"))


def loaded(content: bytes) -> Batch:
    batch = services.batch_upload(
        reader="ledger", file=ContentFile(content, "groot.csv"), name="groot.csv", by=BY, queued=False
    )
    services.check_run(job_id=batch.job_id)
    return services.batch_approve(batch=Batch.objects.get(pk=batch.pk), by=BY)


def rule(agenda: Agenda, takes: dict[str, str], **shares: Decimal) -> None:
    made = LedgerRule.objects.create(agenda=agenda, **takes)
    for code, percent in shares.items():
        line = BudgetLine.objects.get(code=code.replace("_", "-"))
        LedgerShare.objects.create(rule=made, line=line, percent=percent)


def net(one: Unmapped) -> int:
    return one.balance.debit - one.balance.credit


def cents_of(text: str) -> int:
    """One amount, read in a way of its own."""
    minus = text[0] in "(-" or text[-1] == "-"
    whole, _, rest = text.strip("()-").partition(",")
    return (-1 if minus else 1) * int(whole.replace(".", "") + rest)


def test_large_export_is_what_pandas_makes_of_it(plan: Agenda):
    content = many(ROWS).getvalue()
    # Half of the cost centres have a rule; one range is divided in three; income has a rule for any.
    for code in CODES[:30]:
        rule(plan, {"cost_centre": code, "account_from": "4000", "account_until": "4290"}, l_1=Decimal(100))
    rule(
        plan,
        {"account_from": "4300", "account_until": "4390"},
        **dict(zip(("l_1", "l_2", "l_3"), THIRDS, strict=True)),
    )
    rule(plan, {"account_from": "8000", "account_until": "8999"}, b_1=Decimal(100))
    started, memory = perf_counter(), _peak()
    batch = loaded(content)
    imported = perf_counter()
    found = booked(plan)
    print(  # noqa: T201 - for whoever asks for many rows
        f"\n{batch.rows} bookings: import {imported - started:.1f} s, sums {perf_counter() - imported:.1f} s, "
        f"peak {memory:.0f} -> {_peak():.0f} MB"
    )

    frame = pd.read_csv(io.BytesIO(content), sep=";", dtype=str)
    frame["cents"] = frame["Bedrag"].map(cents_of)
    account = frame["Rekening"].astype(int)
    income, divided = account >= 8000, account.between(4300, 4390)
    alone = account.between(4000, 4290) & frame["Kostenplaats"].isin(CODES[:30])
    unmapped = frame[~(income | divided | alone)]
    assert batch.rows == len(frame)
    assert sum(one.count for one in found.unmapped) == len(unmapped)
    assert sum(net(one) for one in found.unmapped) == unmapped["cents"].sum()
    by_pair = unmapped.groupby(["Kostenplaats", "Rekening"])["cents"].sum().to_dict()
    assert {(one.cost_centre, one.account): net(one) for one in found.unmapped} == by_pair
    lines = {line.code: line.pk for line in BudgetLine.objects.all()}
    for year in (2024, 2025):
        of_year = frame["Boekjaar"] == str(year)
        got = {code: found.actual.get((pk, year), 0) for code, pk in lines.items()}
        assert got["b-1"] == -frame[of_year & income]["cents"].sum()
        whole, parts = frame[of_year & alone]["cents"].sum(), frame[of_year & divided]["cents"]
        # Three equal parts of every balance: the cents left over go to the last, then the first.
        assert got["l-1"] + got["l-2"] + got["l-3"] == whole + parts.sum()
        assert abs(got["l-2"] * 3 - parts.sum()) <= 3 * len(parts)
    assert loaded(content).new == 0


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
