"""Keeping the sums of the ledger true: made anew for a book year whenever its bookings change, never added to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import QuerySet

from budgets.models import Booking, PeriodSum, YearSum
from imports.models import Batch

LEDGER = "ledger"
_PERIODS = """
    INSERT INTO {periods} (kind, cost_centre, account, year, period, bookings, cents)
    SELECT kind, cost_centre, account, year, period, COUNT(*), SUM(cents) FROM {bookings}
    WHERE superseded_at IS NULL AND year = %s GROUP BY kind, cost_centre, account, year, period
"""
_YEARS = """
    INSERT INTO {years} (kind, cost_centre, account, year, bookings, debit, credit, periods)
    SELECT kind, cost_centre, account, year, COUNT(*), SUM(CASE WHEN cents > 0 THEN cents ELSE 0 END),
        SUM(CASE WHEN cents < 0 THEN cents ELSE 0 END), SUM(DISTINCT 1 << period) FROM {bookings}
    WHERE superseded_at IS NULL AND year = %s GROUP BY kind, cost_centre, account, year
"""


def ledger_hold() -> None:
    """Hold the ledger until the commit: who changes bookings or their sums does so one after the other."""
    first = Batch.objects.filter(reader=LEDGER).order_by("pk").values("pk")[:1]
    Batch.objects.select_for_update().filter(pk__in=list(first.values_list("pk", flat=True))).first()


@transaction.atomic
def sums_keep(years: Iterable[int]) -> None:
    """Make the sums of these book years from the bookings that hold now. Within the transaction that changes them."""
    names = {
        model: connection.ops.quote_name(table._meta.db_table)
        for model, table in (("periods", PeriodSum), ("years", YearSum), ("bookings", Booking))
    }
    with connection.cursor() as cursor:
        for year in sorted(set(years)):
            PeriodSum.objects.filter(year=year).delete()
            YearSum.objects.filter(year=year).delete()
            # The database adds whole cents exactly; a ledger is too long to fetch.
            for statement in (_PERIODS, _YEARS):
                cursor.execute(statement.format(**names), [year])


@transaction.atomic
def sums_rebuild() -> list[int]:
    """Make the sums that are wrong anew; the book years that they are of. No fact changes, so it is no audit event."""
    ledger_hold()
    wrong = years_that_differ()
    sums_keep(wrong)
    return wrong


def years_that_differ() -> list[int]:
    """The book years of which the sums do not say what the bookings do, compared outside the database."""
    bookings: Counter[tuple[object, ...]] = Counter()
    years: dict[tuple[object, ...], list[int]] = {}
    fields = ("kind", "cost_centre", "account", "year", "period", "cents")
    current = Booking.objects.filter(superseded_at__isnull=True).order_by()
    counts: Counter[tuple[object, ...]] = Counter()
    for *key, period, cents in current.values_list(*fields).iterator(2000):
        bookings[(*key, period)] += cents
        counts[(*key, period)] += 1
        whole = years.setdefault(tuple(key), [0, 0, 0, 0])
        whole[0 if cents > 0 else 1] += cents
        whole[2] += 1
        whole[3] |= 1 << period
    wanted = {(*key, counts[key], cents) for key, cents in bookings.items()}
    kept = set(_rows(PeriodSum.objects.all(), "period", "bookings", "cents"))
    whole_wanted = {(*key, *said) for key, said in years.items()}
    whole_kept = set(_rows(YearSum.objects.all(), "debit", "credit", "bookings", "periods"))
    return sorted({int(str(row[3])) for row in (wanted ^ kept) | (whole_wanted ^ whole_kept)})


def _rows(kept: QuerySet[PeriodSum] | QuerySet[YearSum], *fields: str) -> Iterable[tuple[object, ...]]:
    return kept.order_by().values_list("kind", "cost_centre", "account", "year", *fields)
