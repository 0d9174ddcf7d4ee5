"""Two people approve files of the ledger in the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from django.core.files.base import ContentFile
from django.db import connections

from budgets.models import Booking, StagedBooking
from imports import services
from imports.exceptions import NotNow, Outdated
from imports.models import Batch
from organisation.access import Actor
from organisation.models import Unit
from organisation.roles import Role
from tests import factories
from tests.built.ledger import booking, ledger_csv

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

MARCH = [booking(stuknummer=f"M-{number}", bedrag=f"{number},00") for number in range(1, 5)]
APRIL = [booking(stuknummer=f"A-{number}", bedrag=f"{number},00", periode="4") for number in range(1, 4)]
CORRECTED = [*MARCH[:3], booking(stuknummer="M-5", bedrag="5,00")]


@pytest.fixture
def people(college: Unit) -> list[Actor]:
    return [
        factories.actor(factories.make_holder(Role.CONTROLLER, college, name)) for name in ("Een", "Twee")
    ]


@pytest.fixture
def check(people) -> Callable[..., Batch]:
    """``check(rows)``: a file with these bookings, uploaded and checked."""

    def check(rows: Sequence[Sequence[str]], name: str = "maart.csv") -> Batch:
        file = ContentFile(ledger_csv(*rows).getvalue(), name)
        batch = services.batch_upload(reader="ledger", file=file, name=name, by=people[0], queued=False)
        services.check_run(job_id=batch.job_id)
        return Batch.objects.get(pk=batch.pk)

    return check


def approved_at_once(batches: Sequence[Batch], people: Sequence[Actor]) -> list[str]:
    """Each approves a file, all in one moment; what each was told, ``gelukt`` or the kind of refusal, in order.

    What is neither is the test's to see: it ends up in the list by its own name.
    """
    ready, said = threading.Barrier(len(people)), []

    def run(batch: Batch, person: Actor) -> None:
        try:
            ready.wait(timeout=30)
            services.batch_approve(batch=batch, by=person)
            said.append("gelukt")
        except Exception as error:  # noqa: BLE001 - a thread's error fails the test through the list
            said.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=pair, daemon=True) for pair in zip(batches, people, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return sorted(said)


def standing() -> list[str]:
    """The documents of the bookings that hold now."""
    return sorted(Booking.objects.filter(superseded_at__isnull=True).values_list("document", flat=True))


def test_one_file_approved_twice_at_once_is_stored_once(check, people):
    batch = check(MARCH)
    assert approved_at_once([batch, batch], people) == [NotNow.__name__, "gelukt"]
    assert standing() == ["M-1", "M-2", "M-3", "M-4"]
    assert Booking.objects.count() == 4
    assert not StagedBooking.objects.exists()
    assert Batch.objects.get().state == "applied"


def test_two_files_of_one_month_at_once_one_is_outdated(check, people):
    """Both were checked against an empty month; who comes second must look again."""
    batches = [check(MARCH), check(CORRECTED, "maart-2.csv")]
    assert approved_at_once(batches, people) == [Outdated.__name__, "gelukt"]
    states = {one.file_name: one.state for one in Batch.objects.all()}
    assert sorted(states.values()) == ["applied", "checked"]
    first = states["maart.csv"] == "applied"
    assert standing() == ["M-1", "M-2", "M-3", "M-4" if first else "M-5"]
    assert Booking.objects.count() == 4


def test_files_of_two_months_at_once_both_apply(check, people):
    """They wait for each other, and neither is refused."""
    batches = [check(MARCH), check(APRIL, "april.csv")]
    assert approved_at_once(batches, people) == ["gelukt", "gelukt"]
    assert standing() == ["A-1", "A-2", "A-3", "M-1", "M-2", "M-3", "M-4"]
