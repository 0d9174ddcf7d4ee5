"""The commands: only their result on standard output, refusals with exit 1, and the real clock."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from budgets.models import Booking, Forecast
from demo.units import PASSWORD, PEOPLE
from indicators.models import Observation
from organisation.models import Unit
from tests.integration.demo.conftest import plan as plan

pytestmark = pytest.mark.django_db


def run(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("today", "surveys", "forecasts"),
    [
        (datetime(2025, 1, 10, 9, tzinfo=UTC), {"2024"}, 0),
        (datetime(2026, 11, 21, 9, tzinfo=UTC), {"2024", "2026"}, 74),
    ],
)
def test_demo_load_takes_today_from_the_clock(
    plan: None, today: datetime, surveys: set[str], forecasts: int
) -> None:
    with time_machine.travel(today, tick=True):
        said = run("demo_load")
        assert said.startswith("Voorbeeldgegevens: 67 eenheden, 73 accounts en ")
        bookings = Booking.objects.count()
        assert bookings
        assert said.endswith(f"; {bookings} boekingen en {forecasts} prognoses.\n")
        assert Forecast.objects.count() == forecasts
        assert run("demo_load") == (
            "Voorbeeldgegevens: 0 eenheden, 0 accounts en 0 metingen erbij; maatregelen 0 keer verdeeld, 0 meldingen; "
            "0 boekingen en 0 prognoses.\n"
        )
    made = Observation.objects.filter(origin__kind="demo", series__indicator__key="veilig-op-school")
    assert set(made.values_list("period", flat=True)) == surveys


def test_demo_accounts_lists_every_account_and_the_password(plan: None) -> None:
    run("demo_load")
    out = run("demo_accounts")
    assert [person.email for person in PEOPLE if person.email not in out] == []
    assert out.splitlines()[0].split() == ["Rol", "E-mailadres", "Bij"]
    assert PASSWORD in out.splitlines()[-1]


def test_demo_accounts_without_example_says_how_to_get_them(db: None) -> None:
    with pytest.raises(CommandError, match="demo_load"):
        run("demo_accounts")


def test_demo_remove_says_what_went(plan: None) -> None:
    run("demo_load")
    said = run("demo_remove")
    assert said.startswith("Verwijderd: 67 eenheden, 73 accounts en ")
    assert not said.rstrip().endswith("; 0 boekingen.")
    assert not Unit.objects.filter(demo=True).exists()


@pytest.mark.parametrize("name", ["demo_load", "demo_accounts"])
def test_commands_refuse_in_production(plan: None, settings, name: str) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="DJANGO_ENV=production"):
        run(name)
