"""Giving and ending roles, and standing in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from operations.models import AuditEvent
from organisation import services
from organisation.access import Action
from organisation.exceptions import DeputyError, LastAdminError, RoleError
from organisation.models import Deputy, RoleAssignment, UnitKind
from organisation.roles import Role
from organisation.services.handover import uncovered
from organisation.services.roles import unit_kinds_of
from tests import factories

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def give(by, user, unit, role=Role.READER, valid_from=TODAY, **rest):
    return services.role_give(user=user, role=role, unit=unit, valid_from=valid_from, by=by, **rest)


@pytest.mark.parametrize("role", Role)
def test_role_give_fits_only_its_kind_of_unit(role, by, place_of, college, school, team):
    user = factories.make_person()
    for unit in (college, school, team):
        if unit == place_of(role):
            assert give(by, user, unit, role).unit == unit
        else:
            with pytest.raises(RoleError, match="hoort bij") as refusal:
                give(by, user, unit, role)
            assert refusal.value.field == "unit"
    assert place_of(role).kind in unit_kinds_of(role)


def test_team_manager_may_lead_a_service_and_then_reports_for_it(by, college):
    service = factories.make_unit(UnitKind.SERVICE, parent=college, code="oens", name="Dienst O&S")
    user = factories.make_person()
    give(by, user, service, Role.TEAM_MANAGER)
    assert service.pk in factories.actor(user).units_for(Action.REPORT_PROGRESS)
    with pytest.raises(RoleError, match="hoort bij een school"):
        give(by, user, service, Role.SCHOOL_DIRECTOR)


def test_role_give_writes_an_event(by, college):
    assignment = give(by, factories.make_person("Jan"), college)
    event = AuditEvent.objects.get()
    assert (event.verb, event.object_id) == ("role_give", str(assignment.pk))
    assert event.object_label == "Jan: lezer van Noorderpoort"


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        (date(2026, 1, 31), None, False),
        (date(2026, 2, 1), None, True),
        (date(2025, 1, 1), date(2025, 12, 31), True),
        (date(2025, 1, 1), date(2026, 1, 1), False),
        (date(2025, 1, 1), None, False),
    ],
)
def test_role_give_never_overlaps_the_same_role(by, college, start, end, fits):
    user = factories.make_person()
    factories.give_role(user, Role.READER, college, date(2026, 1, 1), date(2026, 1, 31))
    if fits:
        give(by, user, college, valid_from=start, valid_until=end)
        assert user.roles.count() == 2
    else:
        with pytest.raises(RoleError, match="in deze periode"):
            give(by, user, college, valid_from=start, valid_until=end)


def test_role_give_ending_before_it_begins_is_refused(by, college):
    with pytest.raises(RoleError) as refusal:
        give(by, factories.make_person(), college, valid_until=YESTERDAY)
    assert refusal.value.field == "valid_until"


def test_role_give_to_somebody_inactive_is_refused(by, college):
    with pytest.raises(RoleError, match="niet actief"):
        give(by, factories.make_person(is_active=False), college)


@pytest.mark.parametrize("window", [{"opened_on": TOMORROW}, {"closed_on": TOMORROW}])
def test_role_give_outside_the_units_days_is_refused(by, college, window):
    unit = factories.make_unit(UnitKind.SCHOOL, parent=college, **window)
    with pytest.raises(RoleError, match="bestaat"):
        give(by, factories.make_person(), unit, Role.SCHOOL_DIRECTOR)


def test_role_end_cuts_the_role_and_its_deputies(by, school):
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school)
    running = factories.make_deputy(role, factories.make_person(), YESTERDAY, TOMORROW)
    later = factories.make_deputy(role, factories.make_person(), TOMORROW, TOMORROW)
    services.role_end(assignment=role, last_day=TODAY, by=by)
    role.refresh_from_db()
    running.refresh_from_db()
    assert (role.valid_until, running.valid_until) == (TODAY, TODAY)
    assert not Deputy.objects.filter(pk=later.pk).exists()


def test_role_end_before_its_first_day_takes_it_back(by, school):
    role = factories.give_role(factories.make_person("Jan"), Role.SCHOOL_DIRECTOR, school, TOMORROW)
    services.role_end(assignment=role, last_day=TODAY, by=by)
    assert not RoleAssignment.objects.filter(pk=role.pk).exists()
    assert "Jan" in AuditEvent.objects.get(verb="role_end").object_label


def test_role_end_in_a_second_tab_is_refused(by, school):
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school, TOMORROW)
    services.role_end(assignment=role, last_day=TODAY, by=by)
    with pytest.raises(RoleError, match="al ingetrokken"):
        services.role_end(assignment=role, last_day=TODAY, by=by)


def test_role_end_of_an_ended_role_is_refused(by, school):
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school, valid_until=YESTERDAY)
    with pytest.raises(RoleError, match="eindigt al") as refusal:
        services.role_end(assignment=role, last_day=TODAY, by=by)
    assert refusal.value.field == "last_day"


def test_role_end_of_the_last_admin_is_refused_and_undone(by, admin):
    with pytest.raises(LastAdminError):
        services.role_end(assignment=admin.roles.get(), last_day=TODAY, by=by)
    assert admin.roles.get().valid_until is None
    assert not AuditEvent.objects.exists()


def test_role_end_of_an_admin_with_a_colleague_is_allowed(by, admin, college):
    factories.make_holder(Role.ADMIN, college)
    services.role_end(assignment=admin.roles.get(), last_day=TODAY, by=by)
    assert admin.roles.get().valid_until == TODAY


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(TODAY, TOMORROW), (TODAY + timedelta(days=40), None)],
    ids=["ends too", "begins later"],
)
def test_role_end_does_not_count_an_admin_who_will_not_be_there(by, admin, college, starts, ends):
    factories.give_role(factories.make_person(), Role.ADMIN, college, starts, ends)
    with pytest.raises(LastAdminError):
        services.role_end(assignment=admin.roles.get(), last_day=TODAY, by=by)


def test_deputy_add_lets_somebody_act(by, school):
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school)
    stand_in = factories.make_person()
    services.deputy_add(assignment=role, user=stand_in, valid_from=TODAY, valid_until=TOMORROW, by=by)
    assert factories.actor(stand_in).roles == {Role.SCHOOL_DIRECTOR}


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (TOMORROW, TODAY, "valid_until"),
        (YESTERDAY - timedelta(days=10), TODAY, "valid_from"),
        (TODAY, TOMORROW + timedelta(days=10), "valid_until"),
    ],
)
def test_deputy_add_stays_within_the_role(by, school, start, end, field):
    holder = factories.make_person()
    role = factories.give_role(holder, Role.SCHOOL_DIRECTOR, school, YESTERDAY, TOMORROW)
    with pytest.raises(DeputyError) as refusal:
        services.deputy_add(
            assignment=role, user=factories.make_person(), valid_from=start, valid_until=end, by=by
        )
    assert refusal.value.field == field


def test_deputy_add_of_the_holder_or_somebody_inactive_is_refused(by, school):
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school)
    for user in (role.user, factories.make_person(is_active=False)):
        with pytest.raises(DeputyError):
            services.deputy_add(assignment=role, user=user, valid_from=TODAY, valid_until=TODAY, by=by)


def test_deputy_add_twice_for_a_day_is_refused(by, school):
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school)
    window = {"assignment": role, "user": factories.make_person(), "by": by}
    services.deputy_add(**window, valid_from=TODAY, valid_until=TOMORROW)
    with pytest.raises(DeputyError, match="al waar"):
        services.deputy_add(**window, valid_from=TOMORROW, valid_until=TOMORROW)


def test_deputy_end_cuts_or_takes_back(by, school):
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school)
    running = factories.make_deputy(role, factories.make_person(), YESTERDAY, TOMORROW)
    later = factories.make_deputy(role, factories.make_person(), TOMORROW, TOMORROW)
    for deputy in (running, later):
        services.deputy_end(deputy=deputy, last_day=TODAY, by=by)
    running.refresh_from_db()
    assert running.valid_until == TODAY
    for deputy, message in ((running, "eindigt al"), (later, "al ingetrokken")):
        with pytest.raises(DeputyError, match=message):
            services.deputy_end(deputy=deputy, last_day=TODAY, by=by)


numbers = st.integers(0, 20)
stretches = st.tuples(numbers, st.none() | numbers).filter(lambda s: s[1] is None or s[1] >= s[0])


def _days(stretch: tuple[date, date | None]) -> set[int]:
    last = 40 if stretch[1] is None else (stretch[1] - TODAY).days
    return set(range((stretch[0] - TODAY).days, last + 1))


def _stretch(numbers: tuple[int, int | None]) -> tuple[date, date | None]:
    return (TODAY + timedelta(numbers[0]), None if numbers[1] is None else TODAY + timedelta(numbers[1]))


@given(wanted=stretches, held=st.lists(stretches, max_size=4))
def test_uncovered_is_what_is_wanted_and_not_held(wanted, held):
    gaps = uncovered(*_stretch(wanted), [_stretch(item) for item in held])
    left = _days(_stretch(wanted)).difference(*(_days(_stretch(item)) for item in held))
    assert [day for gap in gaps for day in sorted(_days(gap))] == sorted(left)
