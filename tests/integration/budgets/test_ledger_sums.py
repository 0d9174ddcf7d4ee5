"""The kept sums of the ledger: always what the bookings say, whatever happens to these."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.models import Agenda
from budgets.booked import Booked, booked
from budgets.ledger_import import ADDS, COVERAGE, FILE, REPLACES
from budgets.line_page import line_page
from budgets.models import Booking, BudgetLine, LedgerRule, LedgerShare, PeriodSum, YearSum
from budgets.services.by_hand import Said, hand_booking_add, hand_booking_correct
from budgets.services.sums import sums_keep, years_that_differ
from budgets.sums import Scope
from imports import services
from imports.models import Batch, Origin
from organisation.access import CommandActor
from tests.built.ledger import HEAD, ledger_csv

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
ON = date(2026, 5, 1)
WITH_KIND = (*HEAD, "Soort")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["K1", "K2", "K3"]), st.sampled_from(["4000", "4310", "8000"]),
        st.sampled_from(["2024", "2025"]),
        st.sampled_from(["0", "1", "2", "12", "13"]), st.integers(-50_000, 50_000).map(lambda one: f"{one / 100:.2f}"),
        st.just("Boeking"), st.sampled_from(["M-1", "M-2"]), st.sampled_from(["Boeking", "Verplichting"]),
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip
STEPS = st.lists(
    st.one_of(ROWS.map(lambda rows: ("load", rows)), st.just(("undo", []))), min_size=1, max_size=6
)


def load(rows: list[tuple[str, ...]]) -> Batch:
    """A file that replaces or, when its number of rows is odd, adds."""
    content = ledger_csv(*rows, head=WITH_KIND).getvalue()
    batch = services.batch_upload(
        reader="ledger", file=ContentFile(content, "boekingen.csv"), name="boekingen.csv", by=BY, queued=False
    )
    services.check_run(job_id=batch.job_id)
    batch.refresh_from_db()
    if batch.problems.filter(severity="question").exists():
        answer = ADDS if len(rows) % 2 else REPLACES
        services.batch_answer(batch=batch, answers={(COVERAGE, FILE): answer}, by=BY, queued=False)
        services.check_run(job_id=Batch.objects.get(pk=batch.pk).job_id)
        batch.refresh_from_db()
    return services.batch_approve(batch=batch, by=BY)


def plain(found: Booked) -> tuple[object, ...]:
    """Everything that is added up, to compare."""
    return (
        found.actual, found.committed, found.periods, sorted(found.unmapped, key=str),
        {code: (one.actual, one.committed, one.counts) for code, one in found.centres.items()},
    )  # fmt: skip


@pytest.fixture
def mapped(plan: Agenda) -> Agenda:
    """K1 is l-1, K2 is divided in three, 8000 is income; K3 is nobody's."""
    lines = {line.code: line for line in BudgetLine.objects.all()}
    takes: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"cost_centre": "K1"}, {"l-1": "100"}),
        ({"cost_centre": "K2"}, {"l-1": "33.333333", "l-2": "33.333333", "l-3": "33.333334"}),
        ({"account_from": "8000"}, {"b-1": "100"}),
    ]
    for which, shares in takes:
        rule = LedgerRule.objects.create(agenda=plan, **which)
        for code, percent in shares.items():
            LedgerShare.objects.create(rule=rule, line=lines[code], percent=Decimal(percent))
    return plan


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_sums_are_what_the_bookings_say_after_every_step(steps, mapped: Agenda) -> None:
    """Applied, replaced, added, taken back and corrected by hand: kept sums and sums of bookings are the same."""
    applied: list[Batch] = []
    known: list[tuple[object, tuple[object, ...]]] = []
    line = BudgetLine.objects.get(code="l-1")
    for what, rows in steps:
        if what == "load":
            batch = load(rows)
            if batch.origin is not None:
                applied.append(batch)
            by_hand = hand_booking_add(
                line=line, year=2025, said=Said(Decimal(5), "x"), ground="omdat", by=BY
            )
            hand_booking_correct(booking=by_hand, said=Said(Decimal(len(rows)), "y"), ground="omdat", by=BY)
        elif applied:
            services.batch_undo(batch=applied.pop(), by=BY)
        assert years_that_differ() == []
        now = plain(booked(mapped))
        assert now == plain(booked(mapped, scope=Scope(known_at=timezone.now())))
        known.append((timezone.now(), now))
    for moment, then in known:
        assert plain(booked(mapped, scope=Scope(known_at=moment))) == then  # type: ignore[arg-type]


def test_command_says_what_differs_and_mends_it(mapped: Agenda, capsys: pytest.CaptureFixture[str]) -> None:
    load([("K1", "4000", "2025", "3", "12,50", "a", "M-1", "Boeking")])
    call_command("ledger_sums")
    assert "agree" in capsys.readouterr().out
    YearSum.objects.update(debit=1)
    PeriodSum.objects.all().delete()
    with pytest.raises(SystemExit):
        call_command("ledger_sums")
    assert "differ from the bookings in 2025" in capsys.readouterr().out
    out = io.StringIO()
    call_command("ledger_sums", "--rebuild", stdout=out)
    assert "Made anew: 2025" in out.getvalue()
    assert YearSum.objects.get().debit == 1250
    assert years_that_differ() == []


@pytest.fixture
def many_accounts(mapped: Agenda) -> BudgetLine:
    """l-1 booked on 1,500 cost centres that each have accounts of their own, and once more in K2, which is divided."""
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="export.csv", actor_label="test")
    line = BudgetLine.objects.get(code="l-1")
    rule = LedgerRule.objects.create(agenda=mapped, account_from="10000", account_until="99999")
    LedgerShare.objects.create(rule=rule, line=line, percent=Decimal(100))
    places = [(f"C{number}", str(10000 + number), number) for number in range(1500)]
    places += [("K2", "4000", number) for number in range(1500, 1600)]
    Booking.objects.bulk_create(
        Booking(
            cost_centre=centre, account=account, year=2025, period=1 + number % 12, cents=number + 1,
            key=f"{number:064}", place=f"rij {number}", origin=origin, recorded_at=timezone.now(),
        )
        for centre, account, number in places
    )  # fmt: skip
    sums_keep([2025])
    return line


def test_line_on_very_many_accounts_has_pages_that_come_to_the_line(
    many_accounts: BudgetLine, mapped: Agenda
) -> None:
    first = line_page(mapped, many_accounts, year=2025, number="1", on=ON)
    rows = []
    for number in first.pages.paginator.page_range:
        rows += line_page(mapped, many_accounts, year=2025, number=str(number), on=ON).bookings
    assert len(rows) == first.pages.paginator.count == 1600
    assert len({row.place for row in rows}) == 1600
    assert (
        sum(row.amount for row in rows) == first.now.money.actual == sum(row.actual for row in first.months)
    )


def test_no_page_of_bookings_asks_the_database_more(
    many_accounts: BudgetLine, mapped: Agenda, django_assert_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    with CaptureQueriesContext(connection) as captured:
        line_page(mapped, many_accounts, year=2025, number="1", on=ON)
    assert len(captured) <= 12
    with django_assert_num_queries(len(captured)):
        line_page(mapped, many_accounts, year=2025, number="20", on=ON)
