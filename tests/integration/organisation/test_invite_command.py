"""``manage.py invite``: the first admin of an empty site."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from operations.models import AuditEvent
from organisation.models import Unit, User
from organisation.roles import Role
from tests import factories

NEW_COLLEGE = ("jan@example.nl", "Jan", "--role", "admin", "--new-college", "Nieuw")


def invite(*arguments):
    out = StringIO()
    call_command("invite", *arguments, stdout=out)
    return out.getvalue()


def test_invite_makes_the_first_admin_of_an_empty_site(db):
    link = invite(
        "bea@example.nl",
        "Bea",
        *("--role", "admin", "--unit", "25LW", "--new-college", "Noorderpoort", "--brin", "25LW"),
    )
    assert Unit.objects.get().brin == "25LW"
    assert link.count("\n") == 1
    page = Client().get(link.strip().removeprefix("http://localhost:8000"), follow=True)
    assert "Welkom" in page.text
    assert factories.actor(User.objects.get()).roles == {Role.ADMIN}
    assert set(AuditEvent.objects.values_list("actor_label", flat=True)) == {"command:invite"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["jan@example.nl", "Jan", "--role", "admin", "--unit", "onbekend"], "onbekend.*techniek"),
        (["jan@example.nl", "Jan", "--role", "admin", "--unit", "techniek"], "hoort bij een instelling"),
        (["geen-adres", "Jan", "--role", "school_director", "--unit", "techniek"], "e-mailadres"),
        (["jan@example.nl", "Jan", "--role", "koning", "--unit", "techniek"], "koning"),
        (
            [*NEW_COLLEGE, "--unit", "techniek", "--brin", "30AA"],
            "(?i)code",
        ),
        ([*NEW_COLLEGE, "--unit", "30aa"], "--brin"),
        ([*NEW_COLLEGE, "--unit", "30aa", "--brin", "30"], "twee cijfers"),
        (["jan@example.nl", "Jan", "--role", "admin", "--unit", "25LW", "--brin", "25LW"], "--new-college"),
    ],
)
def test_invite_refused_says_why_and_leaves_nothing(school, arguments, message):
    with pytest.raises(CommandError, match=message):
        invite(*arguments)
    assert not User.objects.exists()
    assert Unit.objects.count() == 2
    assert not AuditEvent.objects.exists()
