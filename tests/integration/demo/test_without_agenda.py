"""Before an agenda is loaded there is nothing to give an example of."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from demo.exceptions import DemoRefusedError
from demo.services import demo_load
from organisation.models import Unit
from tests.integration.demo.conftest import BY, ON

pytestmark = pytest.mark.django_db


def test_demo_load_without_an_agenda_is_refused() -> None:
    with pytest.raises(DemoRefusedError, match="load_agenda"):
        demo_load(on=ON, by=BY)
    assert not Unit.objects.exists()


@pytest.mark.parametrize(("name", "remedy"), [("demo_load", "load_agenda"), ("demo_accounts", "demo_load")])
def test_commands_without_an_agenda_say_what_comes_first(name: str, remedy: str) -> None:
    with pytest.raises(CommandError, match=remedy):
        call_command(name)
