"""What a booking says may name somebody: who reads single bookings, and who only their sums."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from agenda.models import Agenda
from budgets.models import Booking
from organisation.roles import Role
from tests.integration.budgets.dividing import text_of

LINE = "/begroting/regels/lasten/l-2/"
HIDDEN = "De losse boekingen kunnen namen van personen bevatten."


def _download(kind: str) -> str:
    return f"{reverse(f'budgets:bookings_{kind}', args=['lasten', 'l-2'])}?jaar=2025"


@pytest.fixture
def booked(plan: Agenda, book_in_march: Callable[[str, int], None]) -> None:
    book_in_march("TECH", 123456)
    Booking.objects.update(description="Declaratie van J. Voorbeeld")


@pytest.mark.parametrize("role", [Role.BOARD, Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER, Role.CONTROLLER])
def test_who_accounts_for_the_money_reads_bookings(
    booked: None, client_of: Callable[[Role], Client], role: Role
) -> None:
    client = client_of(role)
    page = text_of(client, f"{LINE}?jaar=2025")
    assert "Declaratie van J. Voorbeeld" in page
    assert HIDDEN not in page
    assert "Voorbeeld" in b"".join(client.get(_download("csv")).streaming_content).decode()


@pytest.mark.parametrize("role", [Role.READER, Role.DATA_STEWARD, Role.ADMIN])
def test_others_read_their_sums_only(booked: None, client_of: Callable[[Role], Client], role: Role) -> None:
    client = client_of(role)
    page = text_of(client, f"{LINE}?jaar=2025&pagina=1")
    assert "J. Voorbeeld" not in page
    assert HIDDEN in page
    assert "maart" in page
    for kind in ("csv", "xlsx"):
        assert client.get(_download(kind)).status_code == 403
