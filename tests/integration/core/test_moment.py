"""A reader and a writer on connections of their own."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections, transaction

from core.moment import one_moment
from organisation.models import Unit, UnitKind

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def add_elsewhere() -> None:
    def add() -> None:
        Unit.objects.create(kind=UnitKind.BENCHMARK, code="vgl-laat", name="Laat")
        connections.close_all()

    other = threading.Thread(target=add)
    other.start()
    other.join()


def test_what_is_stored_meanwhile_is_not_seen():
    with one_moment():
        before = Unit.objects.count()
        add_elsewhere()
        assert Unit.objects.count() == before
    assert Unit.objects.count() == before + 1


def test_within_a_transaction_nothing_changes():
    with transaction.atomic():
        assert Unit.objects.count() == 0
        with one_moment():
            Unit.objects.create(kind=UnitKind.BENCHMARK, code="vgl-nu", name="Nu")
    assert Unit.objects.count() == 1
    assert not connection.in_atomic_block
