"""Every address with every role: the one table in ``organisation.access`` decides, and reading never writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisation.access import ALLOWED, Action, requires
from organisation.models import RoleAssignment, User
from organisation.roles import Role
from tests.addresses import (
    ANSWERS,
    ARGUMENTS,
    OPEN,
    OWN,
    PATTERNS,
    POST_ONLY,
    REDIRECTS_WHEN_SIGNED_IN,
    REFUSE_WITHIN,
    action_of,
)

pytestmark = pytest.mark.first_database

Browse = Callable[[Role | None], Client]
SIGN_IN = "/aanmelden/"


def writes_of(asked: CaptureQueriesContext) -> list[str]:
    """The statements that change a row, those of the session left out."""
    verbs = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    return [
        query["sql"] for query in asked.captured_queries
        if query["sql"].lstrip().upper().startswith(verbs) and Session._meta.db_table not in query["sql"]
    ]  # fmt: skip


def counts() -> dict[str, int]:
    """How many rows every table has, but those of sign-ins."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models(include_auto_created=True)
        if model is not Session and model._meta.app_label != "axes" and model._meta.managed
    }


def expected(name: str, role: Role) -> int:
    action = action_of(name)
    if action is not None and role not in ALLOWED[action]:
        return 403
    if name in POST_ONLY:
        return 405
    if name in {"reporting:report", "reporting:compare"} and role not in ALLOWED[Action.READ_CONCEPTS]:
        return 404  # the one of the example is a concept
    return 302 if name in REDIRECTS_WHEN_SIGNED_IN else ANSWERS.get(name, 200)


def test_every_address_is_in_the_table():
    assert set(ARGUMENTS) == set(PATTERNS)


def test_every_view_names_its_action_or_is_known_to_need_none():
    without = {name for name in PATTERNS if action_of(name) is None}
    assert without == OPEN | OWN


def test_every_action_opens_some_page():
    assert {action_of(name) for name in PATTERNS} - {None} == set(Action)


@pytest.mark.parametrize("role", Role)
def test_every_address_follows_the_table_of_rights_and_writes_nothing(role: Role, addresses, browse: Browse):
    client = browse(role)
    before = counts()
    wrong = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as asked:
            status = client.get(address).status_code
        wanted = expected(name, role)
        if status != wanted and not (name in POST_ONLY and {status, wanted} == {403, 405}):
            wrong[name] = (status, wanted)
        if written := writes_of(asked):
            wrong[name] = written
    assert not wrong
    assert counts() == before


def test_every_address_asks_a_stranger_to_sign_in(addresses, browse: Browse):
    client = browse(None)
    before = counts()
    for name, address in addresses.items():
        for method in (client.get, client.post):
            answer = method(address)
            if name in OPEN:
                assert answer.status_code != 500, name
            else:
                assert answer.status_code == 302, name
                assert answer.url.startswith(SIGN_IN), name
    assert counts() == before


def test_open_pages_answer_a_stranger(addresses, browse: Browse):
    for name in OPEN:
        answer = browse(None).get(addresses[name], follow=True)
        assert answer.status_code == 200, name
        assert b"<h1" in answer.content, name


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_buttons_do_nothing_on_get(name: str, addresses, browse: Browse):
    before = counts()
    assert browse(Role.ADMIN).get(addresses[name]).status_code == 405
    assert browse(Role.ADMIN).head(addresses[name]).status_code == 405
    assert counts() == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_posting_to_what_one_may_not_do_changes_nothing(role: Role, addresses, browse: Browse):
    client = browse(role)
    before = counts()
    for name, address in addresses.items():
        action = action_of(name)
        if action is not None and role not in ALLOWED[action]:
            assert client.post(address, {"name": "x"}).status_code in {403, 405}, name
    assert counts() == before


def test_pages_that_only_read_refuse_a_post(addresses, browse: Browse):
    """A page with a form is on its own list; any other one has nothing to post."""
    before = counts()
    for name in READ_ONLY:
        assert browse(Role.ADMIN).post(addresses[name]).status_code == 405, name
    assert counts() == before


READ_ONLY = {
    name for name in ARGUMENTS
    if name.split(":")[0] in {"dashboards", "indicators", "measures", "budgets", "operations"}
    and not name.startswith(("indicators:figure", "indicators:mapping", "indicators:question_", "indicators:spelling"))
    and not name.startswith(("budgets:rule", "budgets:cost_centre", "budgets:hand", "budgets:forecast"))
    and name not in {"indicators:question", "indicators:crebo_forget"}
    and name not in {"budgets:shares", "budgets:year", "budgets:word_forget"}
    and not name.startswith("measures:round_")
    and not name.startswith(("measures:decision_", "measures:milestone"))
    and not name.startswith(("measures:mine", "measures:report", "measures:draft", "measures:unchanged"))
    and not name.startswith(("measures:assign", "measures:evidence"))
    and name != "operations:mails_again"
} | {"planfile:findings", "planfile:download", "planfile:edit", "planfile:items",
     "reporting:index", "reporting:report", "reporting:preview", "reporting:document",
     "organisation:people", "organisation:person", "organisation:units", "organisation:unit", "organisation:profile",
     "organisation:password_forgotten_done"}  # fmt: skip


def test_somebody_without_a_role_sees_a_page_that_says_so_and_nothing_else(addresses, client, site):
    person = User.objects.create_user("zonder@voorbeeld.test", name="Zonder Rol", password=None)
    client.force_login(person)
    assert "geen rol" in client.get("/").content.decode()
    for name, address in addresses.items():
        if action_of(name) is not None:
            refused = {404, 405} if name in REFUSE_WITHIN else {403, 405}
            assert client.get(address).status_code in refused, name


def test_ended_role_closes_every_page(addresses, site, browse: Browse):
    RoleAssignment.objects.filter(user=site.people[Role.BOARD]).update(
        valid_until=timezone.localdate().replace(year=2025)
    )
    assert browse(Role.BOARD).get(addresses["dashboards:glance"]).status_code == 403


def test_a_new_view_is_known_by_its_action():
    """What the walk above leans on."""

    @requires(Action.READ_AUDIT)
    def view(request):
        raise AssertionError

    assert view.action is Action.READ_AUDIT
