"""What stands after loading the example of 21 November 2026."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.utils import timezone

from agenda.models import Agenda
from demo.exceptions import DemoRefusedError
from demo.selectors import demo_accounts
from demo.services import Loaded, demo_load, demo_remove
from demo.units import LEADERS, PASSWORD, PEOPLE
from imports.models import Origin
from indicators.models import Observation, Series
from indicators.services import Fact, observations_record
from organisation.models import Deputy, RoleAssignment, Unit, UnitAlias, UnitKind, User
from organisation.roles import Role
from tests.integration.demo.conftest import BY, ON, rows

pytestmark = pytest.mark.django_db
INVENTED = Origin.Kind.DEMO


def test_demo_load_twice_changes_no_row(example: Loaded) -> None:
    before = rows()
    assert demo_load(on=ON, by=BY) == Loaded(0, 0, 0)
    assert rows() == before


def test_demo_load_says_what_it_added(example: Loaded) -> None:
    assert (example.units, example.people) == (67, len(PEOPLE) + len(LEADERS))
    assert example.figures == Observation.objects.filter(origin__kind=INVENTED).count() > 3000


def test_demo_load_marks_everything(example: Loaded) -> None:
    assert Unit.objects.exclude(kind=UnitKind.COLLEGE).filter(demo=False).count() == 0
    assert User.objects.filter(demo=False).count() == 0
    made = Observation.objects.filter(origin__kind=INVENTED)
    assert set(made.values_list("place", "origin__label")) == {("verzonnen", "Voorbeeldgegevens")}


def test_every_role_has_an_account_that_signs_in(example: Loaded) -> None:
    assert set(RoleAssignment.objects.values_list("role", flat=True)) == set(Role.values)
    for account in demo_accounts():
        user = User.objects.get(email=account.email)
        assert user.is_active
        assert user.check_password(account.password)


def test_accounts_have_a_password_that_would_be_accepted(example: Loaded) -> None:
    for user in User.objects.filter(demo=True):
        validate_password(PASSWORD, user)


def test_somebody_stands_in_for_the_team_manager(example: Loaded) -> None:
    deputy = Deputy.objects.select_related("assignment").get()
    assert deputy.assignment.role == Role.TEAM_MANAGER
    assert deputy.user.email == "waarnemer@voorbeeld.test"
    assert deputy.valid_from <= ON <= deputy.valid_until


def test_every_objective_has_an_owner(example: Loaded) -> None:
    owners = dict(Agenda.objects.get().objectives.values_list("code", "owners__user__email"))
    assert owners["1.2"] == "doelstellingverantwoordelijke@voorbeeld.test"
    assert None not in owners.values()


def test_demo_remove_ends_the_sessions_of_who_goes(example: Loaded) -> None:
    client = Client()
    client.force_login(User.objects.get(email="lezer@voorbeeld.test"))
    real = User.objects.create_user("echt@example.nl", name="Echt")
    client_of_real = Client()
    client_of_real.force_login(real)
    demo_remove(by=BY)
    assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == [str(real.pk)]


def _real_figure(unit: Unit) -> None:
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="JOB", actor_label="x")
    series = Series.objects.get(indicator__key="veilig-op-school", key="")
    observations_record(subject=unit, facts=[Fact(series.pk, "2028", 80)], origin=origin, over=frozenset())


def _real_role(unit: Unit) -> None:
    user = User.objects.create_user("echt@example.nl", name="Echt")
    RoleAssignment.objects.create(user=user, role=Role.SCHOOL_DIRECTOR, unit=unit, valid_from=ON)


def _real_alias(unit: Unit) -> None:
    UnitAlias.objects.create(unit=unit, name="Zorg Noord")


@pytest.mark.parametrize("hang", [_real_figure, _real_role, _real_alias])
def test_demo_remove_with_real_work_on_an_invented_unit_is_refused(example: Loaded, hang) -> None:
    unit = Unit.objects.get(code="voorbeeld-01")
    hang(unit)
    with pytest.raises(DemoRefusedError, match=unit.name):
        demo_remove(by=BY)
    assert Unit.objects.filter(demo=True).count() == 67


def test_figures_are_known_since_they_came_in(example: Loaded) -> None:
    invented = Observation.objects.filter(origin__kind=INVENTED)
    assert not invented.filter(recorded_at__gt=timezone.now()).exists()
    assert not invented.filter(recorded_at__date__lt=F("period_start")).exists()
    assert invented.values("recorded_at__date").distinct().count() > 5


def test_figure_that_takes_the_place_of_another_is_known_after_it(example: Loaded) -> None:
    demo_load(on=ON + timedelta(days=400), by=BY)
    replaced = Observation.objects.filter(superseded_at__isnull=False, origin__kind=INVENTED)
    assert replaced.exists()
    for old in replaced:
        newer = Observation.objects.current().get(
            series=old.series_id, subject=old.subject_id, period=old.period
        )
        assert newer.recorded_at >= old.superseded_at
