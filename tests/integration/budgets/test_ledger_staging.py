"""How bookings are stored on their way: texts as they are, keys as they were, in the order of the file."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile

from budgets import ledger_staging
from budgets.ledger_import import LedgerHandler
from budgets.ledger_staging import AT_ONCE, FACT
from budgets.models import Booking, StagedBooking
from budgets.readers import ledger
from core.bulk import insert_rows
from imports import services
from imports.exceptions import Outdated, Superseded
from imports.models import Batch
from imports.reading import Options
from organisation.access import CommandActor
from tests.built.ledger import booking, ledger_csv

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
MARCH = [booking(stuknummer=f"M-{number}", bedrag=f"{number},00") for number in range(1, 5)]
APRIL = [booking(stuknummer=f"A-{number}", bedrag=f"{number},00", periode="4") for number in range(1, 4)]


def checked(*rows: tuple[str, ...]) -> Batch:
    file = ContentFile(ledger_csv(*rows).getvalue(), "maart.csv")
    batch = services.batch_upload(reader="ledger", file=file, name="maart.csv", by=BY, queued=False)
    services.check_run(job_id=batch.job_id)
    return Batch.objects.get(pk=batch.pk)


def loaded(*rows: tuple[str, ...]) -> Batch:
    return services.batch_approve(batch=checked(*rows), by=BY)


def standing(field: str) -> list[str]:
    rows = Booking.objects.filter(superseded_at__isnull=True).order_by("pk")
    return list(rows.values_list(field, flat=True))


@pytest.mark.parametrize(
    "text", ["", "\\", "\\N", "\\.", "a\\tb", "a\tb", "a\nb", "a\r\nb", "\t", "'\"", "%s", "é €", "\x1f"]
)
def test_any_text_is_stored_as_it_is(text):
    batch = checked(*MARCH)
    names = ("batch", "run", "key", "place", *FACT)
    own = ("k", "rij 1", "actual", "0815", text, 2025, 3, -(10**15), text, "na")
    insert_rows(StagedBooking, names, [((batch.pk, "proef"), own)])
    row = StagedBooking.objects.get(run="proef")
    assert (row.account, row.description, row.document, row.cents) == (text, text, "na", -(10**15))


def test_descriptions_with_signs_of_their_own_come_through():
    texts = ["\\N", "C:\\temp\\n", "50 % \\. korting", "één €"]
    loaded(*(booking(omschrijving=text) for text in texts))
    assert standing("description") == texts


def test_key_is_the_one_that_earlier_files_were_stored_with():
    """Were it another one, the first file after an update would replace all that it has in common with the last."""
    loaded(MARCH[0], MARCH[0])
    said = "\x1f".join(("actual", "0815", "4310", "2025", "3", "100", "Inhuur docent", "M-1"))
    expected = [hashlib.sha256(f"{said}\x1f{number}".encode()).hexdigest() for number in (0, 1)]
    assert standing("key") == expected


def test_bookings_keep_the_order_and_the_rows_of_the_file():
    rows = [*MARCH, *APRIL][::-1]
    loaded(*rows)
    assert standing("document") == [row[-1] for row in rows]
    assert standing("place") == [f"rij {number}" for number in range(2, 9)]


def test_undo_keeps_the_order_too():
    loaded(*MARCH)
    batch = loaded(booking(stuknummer="M-9"), *MARCH[2:])
    services.batch_undo(batch=batch, by=BY)
    assert sorted(standing("document")) == ["M-1", "M-2", "M-3", "M-4"]
    assert [one for one in standing("document") if one in ("M-1", "M-2")] == ["M-1", "M-2"]


def test_more_bookings_than_are_stored_at_once():
    rows = [booking(stuknummer=f"M-{number}") for number in range(AT_ONCE + 1)]
    batch = checked(*rows)
    assert (batch.rows, batch.new, StagedBooking.objects.count()) == (AT_ONCE + 1, AT_ONCE + 1, AT_ONCE + 1)


def test_reading_that_another_worker_took_over_is_never_seen(monkeypatch):
    """What it had stored lies beside what holds, until the file is applied or read again."""
    batch = checked(*MARCH)
    monkeypatch.setattr(ledger_staging, "AT_ONCE", 2)

    def taken_over(rows: int) -> None:
        raise Superseded

    items = ledger.read(ledger_csv(*APRIL), Options())
    with pytest.raises(Superseded):
        LedgerHandler().plan(batch, items, taken_over)
    assert StagedBooking.objects.count() == 6
    services.batch_approve(batch=batch, by=BY)
    assert standing("document") == ["M-1", "M-2", "M-3", "M-4"]
    assert not StagedBooking.objects.exists()


def test_a_file_outdates_another_of_its_months_only():
    other, same = checked(*APRIL), checked(*MARCH[:3])
    loaded(*MARCH)
    with pytest.raises(Outdated):
        services.batch_approve(batch=same, by=BY)
    services.batch_approve(batch=other, by=BY)
    assert len(standing("pk")) == 7


def test_as_many_other_bookings_outdate_a_file_as_well():
    """One went and one came: how many there are says nothing."""
    loaded(*MARCH)
    waiting = checked(*MARCH)
    loaded(*MARCH[:3], booking(stuknummer="M-9"))
    with pytest.raises(Outdated):
        services.batch_approve(batch=waiting, by=BY)


def test_what_went_outdates_a_file_as_well():
    loaded(*MARCH)
    waiting = checked(*MARCH)
    loaded(*MARCH[:3])
    with pytest.raises(Outdated):
        services.batch_approve(batch=waiting, by=BY)


def test_file_of_one_month_leaves_the_others_and_the_commitments():
    head = (
        "Kostenplaats",
        "Rekening",
        "Boekjaar",
        "Periode",
        "Bedrag",
        "Omschrijving",
        "Stuknummer",
        "Soort",
    )
    rows = [(*row, "Boeking") for row in (*MARCH, *APRIL)] + [(*MARCH[0], "Verplichting")]
    file = ContentFile(ledger_csv(*rows, head=head).getvalue(), "alles.csv")
    batch = services.batch_upload(reader="ledger", file=file, name="alles.csv", by=BY, queued=False)
    services.check_run(job_id=batch.job_id)
    services.batch_approve(batch=Batch.objects.get(pk=batch.pk), by=BY)
    assert loaded(*MARCH[:2]).changed == 2
    assert sorted(standing("document")) == ["A-1", "A-2", "A-3", "M-1", "M-1", "M-2"]
    assert standing("kind").count("commitment") == 1


def test_file_without_bookings_changes_nothing():
    loaded(*MARCH)
    batch = checked(("Totaal", "", "", "", "10,00", "", ""))
    assert (batch.rows, batch.new, batch.changed) == (0, 0, 0)
    services.batch_approve(batch=batch, by=BY)
    assert len(standing("pk")) == 4
