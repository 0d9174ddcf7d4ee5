from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.models import Agenda
from budgets.models import BudgetLine
from organisation.roles import Role

PAGE = "/begroting/plan/"
WITHOUT_BUDGET = {Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER}


def text_of(client: Client, **query: str) -> str:
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("role", list(Role))
def test_only_roles_of_the_whole_college_read_the_budget(
    role: Role, plan: Agenda, client_of: Callable[[Role], Client]
) -> None:
    assert client_of(role).get(PAGE).status_code == (403 if role in WITHOUT_BUDGET else 200)


def test_budget_needs_a_signed_in_person(plan: Agenda) -> None:
    assert Client().get(PAGE).status_code == 302


def test_budget_shows_totals_differences_and_what_is_not_linked(
    plan: Agenda, client_of: Callable[[Role], Client]
) -> None:
    text = text_of(client_of(Role.CONTROLLER))
    for shown in (
        "€ 1.950",
        "−50",
        "Niet aan een doelstelling gekoppeld",
        "Niet aan een prioriteit gekoppeld",
        "verschil € 200",
        "klopt",
        "€ 50 minder dan de regel in 2024-2025",
        "1 deel zonder bedrag",
        "subsidie (2024), lumpsum (2025)",
        'id="regel-l-3"',
        'href="#regel-l-3"',
        "welke regels dit zijn, is niet bekend",
    ):
        assert shown in text


def test_budget_of_one_year_leaves_the_others_out(plan: Agenda, client_of: Callable[[Role], Client]) -> None:
    text = text_of(client_of(Role.CONTROLLER), jaar="2024")
    assert "<h1>Begroting 2024</h1>" in text
    assert "€ 950" not in text
    assert "De baten zijn even hoog." in text


def test_budget_of_an_unknown_year_says_so(plan: Agenda, client_of: Callable[[Role], Client]) -> None:
    assert "Dit jaar staat niet in de begroting" in text_of(client_of(Role.CONTROLLER), jaar="<script>")


def test_budget_without_an_agenda_says_what_to_do(client_of: Callable[[Role], Client]) -> None:
    assert "Er is nog geen agenda" in text_of(client_of(Role.CONTROLLER))


def test_budget_of_an_agenda_without_lines_is_no_error(
    agenda: Agenda, client_of: Callable[[Role], Client]
) -> None:
    assert "De agenda heeft nog geen begroting" in text_of(client_of(Role.CONTROLLER))


def test_budget_with_shares_above_a_hundred_still_answers(
    plan: Agenda, add: Callable[..., BudgetLine], client_of: Callable[[Role], Client]
) -> None:
    add("cost", "l-te-veel", {2024: 100}, objectives={"1.1": 80, "1.2": 80})
    add("cost", "l-zonder", {}, objectives={"1.1": 100})
    assert "Regel l-te-veel" in text_of(client_of(Role.CONTROLLER))


def test_budget_writes_no_inline_style(plan: Agenda, client_of: Callable[[Role], Client]) -> None:
    text = text_of(client_of(Role.CONTROLLER))
    assert "style=" not in text
    assert "onclick" not in text


def test_queries_are_few_and_the_same_at_any_size(
    plan: Agenda, add: Callable[..., BudgetLine], client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)
    client.get(PAGE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    small = queries()
    for n in range(15):
        add("cost", f"x-{n}", {2024: n, 2025: n}, objectives={"1.1": 40, "2.2": 60}, parts={"a": 1, "b": 2})
        add("income", f"y-{n}", {2024: n}, instruments={2024: "subsidie"})
    assert queries() == small
    assert small <= 15


def test_every_line_of_the_plan_leads_to_its_page(plan: Agenda, client_of: Callable[[Role], Client]) -> None:
    client = client_of(Role.READER)
    shown = client.get("/begroting/plan/").content.decode()
    for side, code in (("lasten", "l-1"), ("baten", "b-1")):
        address = f"/begroting/regels/{side}/{code}/"
        assert f'href="{address}"' in shown
        assert client.get(address).status_code == 200
