"""A file of the ledger through the import: what it changes, what it leaves, and what taking it back restores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db.models import Sum
from django.utils.html import strip_tags

from agenda.models import Agenda
from budgets.booked import booked
from budgets.models import Booking, BudgetLine, LedgerRule, LedgerShare, LedgerWord, StagedBooking
from budgets.readers.ledger_kinds import KIND
from budgets.services.closing import year_close
from budgets.services.words import word_remove
from imports import services
from imports.exceptions import ImportRefused, NotNow, Outdated, UndoRefused
from imports.models import Batch
from organisation.access import Actor
from organisation.roles import Role
from tests import factories
from tests.built.ledger import HEAD, booking, ledger_csv
from tests.integration.budgets.dividing import text_of

pytestmark = pytest.mark.django_db
WITH_KIND = (*HEAD, "Soort")
MARCH = [booking(stuknummer=f"M-{number}", bedrag=f"{number},00") for number in range(1, 5)]
APRIL = [booking(stuknummer=f"A-{number}", bedrag=f"{number},00", periode="4") for number in range(1, 4)]
Row = Sequence[str]


@pytest.fixture
def controller(holder_of) -> Actor:
    return factories.actor(holder_of(Role.CONTROLLER))


@pytest.fixture
def check(controller: Actor) -> Callable[..., Batch]:
    """``check(rows)``: a file with these bookings, uploaded and checked."""

    def check(rows: Sequence[Row], head: Row = HEAD) -> Batch:
        content = ledger_csv(*rows, head=head).getvalue()
        batch = services.batch_upload(
            reader="ledger", file=ContentFile(content, "maart.csv"), name="maart.csv", by=controller, queued=False
        )  # fmt: skip
        return checked(batch)

    return check


@pytest.fixture
def load(check, controller: Actor) -> Callable[..., Batch]:
    """``load(rows)``: checked and applied."""

    def load(rows: Sequence[Row], head: Row = HEAD) -> Batch:
        return services.batch_approve(batch=check(rows, head), by=controller)

    return load


def checked(batch: Batch) -> Batch:
    services.check_run(job_id=batch.job_id)
    return Batch.objects.get(pk=batch.pk)


def counts(batch: Batch) -> tuple[int, int, int]:
    return batch.new, batch.changed, batch.equal


def standing() -> list[tuple[str, int, str]]:
    """What holds now: document, cents and the file that it is from."""
    rows = Booking.objects.filter(superseded_at__isnull=True).order_by("document", "cents", "pk")
    return list(rows.values_list("document", "cents", "origin_id"))


def total() -> int | None:
    return Booking.objects.filter(superseded_at__isnull=True).aggregate(all=Sum("cents"))["all"]


def test_import_records_every_booking_and_again_changes_nothing(load, check, controller):
    batch = check(MARCH)
    assert (batch.state, counts(batch)) == ("checked", (4, 0, 0))
    assert not Booking.objects.exists()
    services.batch_approve(batch=batch, by=controller)
    assert total() == 1000
    assert not StagedBooking.objects.exists()
    again = load(MARCH)
    assert counts(again) == (0, 0, 4)
    assert again.origin is None
    assert Booking.objects.count() == 4


def test_corrected_month_replaces_what_it_no_longer_has(load):
    load([*MARCH, *APRIL])
    credit = booking(stuknummer="M-1", bedrag="(1,00)", omschrijving="Creditnota")
    changed = booking(stuknummer="M-4", bedrag="44,00")
    batch = load([MARCH[0], credit, *MARCH[1:2], MARCH[2], changed])
    assert counts(batch) == (2, 1, 3)
    assert total() == 100 - 100 + 200 + 300 + 4400 + 600
    gone = Booking.objects.get(superseded_at__isnull=False)
    assert (gone.document, gone.closed_by) == ("M-4", batch.origin)


def test_part_of_a_month_is_asked_about_and_may_be_added(load, check, controller):
    load([*MARCH, *APRIL])
    batch = check([*APRIL, booking(stuknummer="M-9", bedrag="9,00")])
    assert batch.state == "questions"
    question = batch.problems.get(severity="question")
    assert "Van maart 2025 zijn al 4 boekingen bekend; daarvan staan er 0" in question.message
    answer = {("coverage", "bestand"): "adds"}
    batch = checked(services.batch_answer(batch=batch, answers=answer, by=controller, queued=False))
    assert (batch.state, counts(batch)) == ("checked", (1, 0, 3))
    assert batch.known_reader.handler.sections(batch)[0].context["adds"]
    services.batch_approve(batch=batch, by=controller)
    assert total() == 1000 + 600 + 900
    services.batch_undo(batch=Batch.objects.get(pk=batch.pk), by=controller)
    assert total() == 1600


def test_part_of_a_month_may_replace(load, check, controller):
    load(MARCH)
    answer = {("coverage", "bestand"): "replaces"}
    batch = check([booking(stuknummer="M-9", bedrag="9,00")])
    batch = checked(services.batch_answer(batch=batch, answers=answer, by=controller, queued=False))
    assert counts(batch) == (1, 4, 0)
    services.batch_approve(batch=batch, by=controller)
    assert total() == 900


def test_equal_rows_are_as_many_bookings(load):
    load([MARCH[0], MARCH[0], MARCH[0]])
    assert total() == 300
    assert counts(load([MARCH[0], MARCH[0]])) == (0, 1, 2)
    assert total() == 200


def test_undo_restores_exactly(load, controller):
    load(MARCH)
    before = standing()
    batch = load([*MARCH[:3], booking(stuknummer="M-5", bedrag="5,00")])
    assert standing() != before
    services.batch_undo(batch=batch, by=controller)
    assert standing() == before


def test_files_are_undone_in_turn_the_last_first(load, controller):
    first = load(MARCH)
    other_month = load(APRIL)
    second = load([*MARCH, booking(stuknummer="M-5", bedrag="5,00")])
    with pytest.raises(UndoRefused, match="later toegepast en gaat over dezelfde maanden"):
        services.batch_undo(batch=first, by=controller)
    assert total() == 2100
    services.batch_undo(batch=second, by=controller)
    services.batch_undo(batch=first, by=controller)
    assert total() == 600
    services.batch_undo(batch=other_month, by=controller)
    assert total() is None


def test_undo_after_a_later_file_that_was_undone_itself(load, controller):
    """The bookings of the first file were closed and recorded again: they are still its own."""
    first = load(MARCH)
    second = load(MARCH[:3])
    services.batch_undo(batch=second, by=controller)
    assert total() == 1000
    services.batch_undo(batch=first, by=controller)
    assert total() is None


def test_approving_twice_and_what_is_outdated(check, controller):
    one, two = check(MARCH), check([*MARCH, booking(stuknummer="M-5", bedrag="5,00")])
    services.batch_approve(batch=one, by=controller)
    with pytest.raises(NotNow):
        services.batch_approve(batch=one, by=controller)
    with pytest.raises(Outdated):
        services.batch_approve(batch=two, by=controller)
    assert total() == 1000
    again = checked(services.batch_recheck(batch=Batch.objects.get(pk=two.pk), by=controller, queued=False))
    assert counts(again) == (1, 0, 4)


def test_file_that_changed_nothing_cannot_be_undone(load, controller):
    load(MARCH)
    with pytest.raises(ImportRefused, match="veranderde niets"):
        services.batch_undo(batch=load(MARCH), by=controller)


def test_closing_periods_belong_to_the_year(load, plan: Agenda):
    line = BudgetLine.objects.get(code="l-1")
    rule = LedgerRule.objects.create(agenda=plan, cost_centre="0815")
    LedgerShare.objects.create(rule=rule, line=line, percent=100)
    load([*MARCH, booking(periode="13", bedrag="-2,50"), booking(periode="0", bedrag="1,00")])
    found = booked(plan)
    assert found.actual == {(line.pk, 2025): 850}
    assert found.months(2025) == (3,)
    assert not found.unmapped


def test_commitments_are_a_stand_of_their_own(load, check, plan: Agenda):
    line = BudgetLine.objects.get(code="l-1")
    rule = LedgerRule.objects.create(agenda=plan, account_from="4000", account_until="4999")
    LedgerShare.objects.create(rule=rule, line=line, percent=100)
    ordered = [(*row, "Verplichting") for row in (*MARCH[:2], *APRIL)]
    load([*((*row, "Boeking") for row in MARCH), *ordered], WITH_KIND)
    found = booked(plan)
    assert (found.actual, found.committed) == ({(line.pk, 2025): 1000}, {(line.pk, 2025): 900})
    # Those of March were invoiced since: what is still open says so by leaving them out.
    batch = load(ordered[2:], WITH_KIND)
    assert counts(batch) == (0, 2, 3)
    found = booked(plan)
    assert (found.actual, found.committed) == ({(line.pk, 2025): 1000}, {(line.pk, 2025): 600})


def test_unmapped_bookings_are_listed_counted_and_kept(load, check, plan: Agenda):
    line = BudgetLine.objects.get(code="b-1")
    rule = LedgerRule.objects.create(agenda=plan, cost_centre="0815", account_from="8000")
    LedgerShare.objects.create(rule=rule, line=line, percent=Decimal(100))
    income = booking(rekening="8000", bedrag="-100,00")
    batch = check([*MARCH, income])
    months, unmapped = batch.known_reader.handler.sections(batch)
    assert not months.context["adds"]
    assert [(one["name"], one["rows"], one["gone"]) for one in months.context["months"]] == [
        ("maart 2025", 5, 0)
    ]
    assert [(one.account, one.count, one.balance.costs) for one in unmapped.context["rows"]] == [
        ("4310", 4, Decimal("10.00"))
    ]
    load([*MARCH, income])
    found = booked(plan)
    assert found.actual == {(line.pk, 2025): 10000}
    assert [(one.account, one.count, one.balance.debit) for one in found.unmapped] == [("4310", 4, 1000)]


def test_preview_explains_a_credit_note_as_the_page_of_the_ledger_does(check, plan: Agenda, client_of):
    batch = check([MARCH[3], booking(bedrag="-1,00")])
    page = strip_tags(text_of(client_of(Role.CONTROLLER), f"/import/{batch.pk}/"))
    assert "Samen lasten € 4,00, baten € 1,00. Lasten is wat debet is geboekt, baten wat credit" in page


def test_line_that_left_the_plan_leaves_its_bookings_unmapped(load, plan: Agenda):
    """Its share went with it. What is left of the rule is no division, and a sum never leaves cents out."""
    rule = LedgerRule.objects.create(agenda=plan, cost_centre="0815")
    for code, percent in (("l-1", 60), ("l-3", 40)):
        LedgerShare.objects.create(rule=rule, line=BudgetLine.objects.get(code=code), percent=percent)
    load(MARCH)
    assert sum(booked(plan).actual.values()) == 1000
    BudgetLine.objects.get(code="l-3").delete()
    found = booked(plan)
    assert found.actual == {}
    assert [one.balance.debit for one in found.unmapped] == [1000]


def test_broken_file_is_blocked_with_its_places(check):
    batch = check([booking(bedrag="twaalf"), booking(periode="17"), booking(kostenplaats="")])
    assert batch.state == "blocked"
    said = {(one.place, one.severity) for one in batch.problems.all()}
    assert {place for place, severity in said if severity == "error"} == {
        "rij 2, kolom Bedrag", "rij 3, kolom Periode", "rij 4, kolom Kostenplaats",
    }  # fmt: skip


def test_budget_rows_in_an_export_are_no_bookings(load):
    load([(*MARCH[0], "Begroting"), (*MARCH[1], "Boeking")], WITH_KIND)
    assert total() == 200


def test_kind_of_booking_is_asked_once_and_can_be_forgotten(check, controller):
    rows = [(*booking(), "Inkooporder")]
    batch = check(rows, WITH_KIND)
    assert batch.state == "questions"
    services.batch_answer(
        batch=batch, answers={(KIND, "inkooporder"): "commitment"}, by=controller, queued=False
    )
    services.batch_approve(batch=checked(Batch.objects.get(pk=batch.pk)), by=controller)
    assert set(Booking.objects.values_list("kind", flat=True)) == {"commitment"}
    again = [(*booking(), "INKOOPORDER")]
    assert check(again, WITH_KIND).state == "checked"
    word_remove(row=LedgerWord.objects.get(), by=controller)
    asked = check(again, WITH_KIND).problems.filter(severity="question")
    assert list(asked.values_list("question_kind", "question_key")) == [(KIND, "inkooporder")]


def test_file_for_a_closed_year_says_so(check, load, plan: Agenda, controller):
    rule = LedgerRule.objects.create(agenda=plan, account_from="4000", account_until="4999")
    LedgerShare.objects.create(rule=rule, line=BudgetLine.objects.get(code="l-1"), percent=100)
    load(MARCH)
    year_close(agenda=plan, year=2025, note="Alles was in maart.", on=date(2026, 2, 1), by=controller)
    assert not check(MARCH).problems.filter(severity="warning").exists()
    [said] = check(APRIL).problems.filter(severity="warning")
    assert "boekjaar 2025 is afgesloten" in said.message
