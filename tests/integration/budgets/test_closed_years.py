"""A rule or cost centre that alters what a closed book year came to says so; one that does not keeps silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.models import Agenda
from budgets.models import Booking, BudgetLine, CostCentre, LedgerRule, YearClosing
from budgets.services.closing import year_close, year_reopen
from budgets.services.mapping import (
    Takes,
    Years,
    cost_centre_save,
    ledger_rule_remove,
    ledger_rule_save,
    version_of_centre,
    version_of_rule,
)
from budgets.services.sums import sums_keep
from imports.models import Origin
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.roles import Role

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
WARNING = "Let op: boekjaar 2024 is afgesloten; de uitkomst van dat jaar is hierdoor veranderd."


def save(plan: Agenda, centre: str, code: str = "l-1", account: str = "", rule: LedgerRule | None = None):
    return ledger_rule_save(
        agenda=plan, takes=Takes(centre, account), shares={BudgetLine.objects.get(code=code).pk: Decimal(100)},
        rule=rule, version=version_of_rule(rule) if rule else "", by=BY,
    )  # fmt: skip


def logged() -> str | None:
    """What the newest event of the log says of closed years."""
    return AuditEvent.objects.latest("pk").details.get("closed_years")


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def closed(plan: Agenda) -> LedgerRule:
    """2024 is closed and 2025 open; K1 belongs to l-1, and K2, K0 (which comes to nothing) and LATER to no line."""
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="export.csv", actor_label="test")
    rows = [("K1", 2024, 1000), ("K2", 2024, 500), ("K0", 2024, 70), ("K0", 2024, -70), ("K1", 2025, 300)]
    for number, (centre, year, cents) in enumerate([*rows, ("LATER", 2025, 200)]):
        Booking.objects.create(
            cost_centre=centre, account="4000", year=year, period=3, cents=cents, place="rij", origin=origin,
            key=f"{number:064}", recorded_at=timezone.now(),
        )  # fmt: skip
    sums_keep([2024, 2025])
    rule, _ = save(plan, "K1")
    year_close(agenda=plan, year=2024, note="Klaar", on=date(2025, 5, 1), by=BY)
    return rule


@pytest.mark.parametrize(
    ("centre", "account", "altered"),
    [
        ("K2", "", (2024,)),
        ("K2", "4999", ()),  # takes nothing
        ("K0", "", ()),  # takes what comes to nothing
        ("LATER", "", ()),  # takes of an open year only
        ("K1", "4000", ()),  # more precise, and to the same line
    ],
)
def test_new_rule(plan: Agenda, closed: LedgerRule, centre: str, account: str, altered: Years) -> None:
    assert save(plan, centre, account=account)[1] == altered
    assert logged() == ("2024" if altered else None)


def test_rule_that_changes_and_goes(plan: Agenda, closed: LedgerRule) -> None:
    assert save(plan, "K1", rule=closed)[1] == ()
    assert save(plan, "K1", "l-2", rule=closed)[1] == (2024,)
    assert logged() == "2024"
    wider, altered = save(plan, "", "l-3", account="4000")
    assert altered == (2024,), "K2 falls under it"
    assert ledger_rule_remove(rule=closed, version=version_of_rule(closed), by=BY) == (2024,)
    assert logged() == "2024"
    event = AuditEvent.objects.get(verb="ledger_rule_remove")
    assert (event.object_id, event.object_label) == (str(closed.pk), "K1 / *")
    assert not LedgerRule.objects.exclude(pk=wider.pk).exists()
    later, _ = save(plan, "LATER")
    assert ledger_rule_remove(rule=later, version=version_of_rule(later), by=BY) == ()
    assert logged() is None


def test_cost_centre_that_goes_on_as_another(closed: LedgerRule) -> None:
    one, altered = cost_centre_save(code="K1", name="Techniek", by=BY)
    assert altered == () and logged() is None
    two, altered = cost_centre_save(code="K2", by=BY)
    assert altered == ()
    _, altered = cost_centre_save(code="K2", successor=one, centre=two, version=version_of_centre(two), by=BY)
    assert altered == (2024,) and logged() == "2024"


def test_year_that_is_open_or_reopened_is_no_matter(plan: Agenda, closed: LedgerRule) -> None:
    year_reopen(closing=YearClosing.objects.get(), reason="Nog een factuur", by=BY)
    assert save(plan, "K2")[1] == ()
    assert save(plan, "K1", "l-2", rule=closed)[1] == ()


def test_every_closed_year_is_told(plan: Agenda, closed: LedgerRule) -> None:
    year_close(agenda=plan, year=2025, note="Klaar", on=date(2026, 5, 1), by=BY)
    assert save(plan, "K1", "l-2", rule=closed)[1] == (2024, 2025)
    assert logged() == "2024 en 2025"


def test_pages_tell_it(closed: LedgerRule, client_of: Callable[[Role], Client]) -> None:
    client = client_of(Role.CONTROLLER)

    def post(name: str, fields: dict[str, object], pk: int | None = None) -> list[str]:
        address = reverse(f"budgets:{name}", args=[pk] if pk else [])
        return said(client.post(address, fields, follow=True))

    rule = {
        "cost_centre": "K2", "account_from": "", "account_until": "", "note": "", "version": "",
        "line_0": BudgetLine.objects.get(code="l-1").pk, "percent_0": "",
    }  # fmt: skip
    saved = "De toewijzingsregel is bewaard. De bedragen staan nu bij de begroting."
    assert post("rule_add", rule) == [saved, WARNING]
    assert post("rule_add", rule | {"cost_centre": "LATER"}) == [saved]
    made = LedgerRule.objects.get(cost_centre="K2")
    gone = post("rule_remove", {"version": version_of_rule(made)}, made.pk)
    assert gone == ["De toewijzingsregel is verwijderd. De boekingen zelf blijven staan.", WARNING]
    assert post("cost_centre_add", {"code": "K1"}) == ["De kostenplaats is bewaard."]
    successor = CostCentre.objects.get().pk
    assert post("cost_centre_add", {"code": "K2", "successor": successor}) == [
        "De kostenplaats is bewaard.",
        WARNING,
    ]
