"""Inviting, changing, and no longer letting in; passwords by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from operations.models import AuditEvent, OutboxMail
from organisation import services
from organisation.exceptions import LastAdminError, LinkError, PersonError, RoleError
from organisation.models import User
from organisation.roles import Role
from organisation.tokens import invitation_tokens, reset_tokens
from tests import factories

TODAY = timezone.localdate()


def invite(by, unit, **changes):
    return services.person_invite(
        **{
            "email": "jan@example.nl",
            "name": "Jan Jansen",
            "role": Role.READER,
            "unit": unit,
            "by": by,
            **changes,
        }
    )


def test_person_invite_makes_a_person_with_a_role_and_a_mail(by, college):
    user, link = invite(by, college, email=" Jan@Example.NL ", name="  Jan   Jansen ")
    assert (user.email, user.name) == ("jan@example.nl", "Jan Jansen")
    assert not user.has_usable_password()
    assert [(row.role, row.unit, row.valid_from) for row in user.roles.all()] == [
        (Role.READER, college, TODAY)
    ]
    mail = OutboxMail.objects.get()
    assert mail.to == "jan@example.nl"
    assert link in mail.body
    assert link.startswith("http://localhost:8000/uitnodiging/")
    verbs = set(AuditEvent.objects.filter(actor=by.user).values_list("verb", flat=True))
    assert verbs == {"person_invite", "role_give", "invitation_send"}


def test_person_invite_with_a_known_address_in_other_capitals_is_refused(by, college):
    factories.make_person("Jan de Oude", email="jan@example.nl")
    with pytest.raises(PersonError, match="Jan de Oude") as refusal:
        invite(by, college, email="JAN@example.nl")
    assert refusal.value.field == "email"


def test_person_invite_with_an_inactive_persons_address_says_so(by, college):
    factories.make_person(email="jan@example.nl", is_active=False)
    with pytest.raises(PersonError, match="niet actief"):
        invite(by, college)


def test_person_invite_refused_leaves_nothing_behind(by, college, school):
    with pytest.raises(RoleError):
        invite(by, school, role=Role.ADMIN)
    assert not User.objects.filter(email="jan@example.nl").exists()
    assert not OutboxMail.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("email", "geen adres"), ("email", ""), ("name", "  "), ("name", "x" * 121)]
)
def test_person_invite_with_bad_input_names_the_field(by, college, field, value):
    with pytest.raises(PersonError) as refusal:
        invite(by, college, **{field: value})
    assert refusal.value.field == field


def test_person_change_writes_old_and_new(by, college):
    user = factories.make_person("Jan", email="jan@example.nl")
    services.person_change(user=user, name="Jan Bakker", email="Bakker@example.nl", by=by)
    user.refresh_from_db()
    assert (user.name, user.email) == ("Jan Bakker", "bakker@example.nl")
    event = AuditEvent.objects.get()
    assert event.details["old"] == {"name": "Jan", "email": "jan@example.nl"}


def test_person_change_without_a_change_writes_no_event(by):
    user = factories.make_person("Jan", email="jan@example.nl")
    services.person_change(user=user, name="Jan", email="jan@example.nl", by=by)
    assert not AuditEvent.objects.exists()


def test_person_change_to_a_taken_address_is_refused(by):
    factories.make_person(email="piet@example.nl")
    with pytest.raises(PersonError):
        services.person_change(user=factories.make_person(), name="Jan", email="PIET@example.nl", by=by)


def test_person_change_of_address_makes_an_old_link_worthless(by, college):
    user, _ = invite(by, college)
    token = invitation_tokens.make_token(user)
    changed = services.person_change(user=user, name=user.name, email="ander@example.nl", by=by)
    assert not invitation_tokens.check_token(changed, token)


def test_person_deactivate_ends_roles_and_standing_in(by, school, college):
    user = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    future = factories.give_role(user, Role.READER, college, TODAY + timedelta(days=5))
    ended = factories.give_role(user, Role.CONTROLLER, college, valid_until=TODAY - timedelta(days=9))
    other = factories.give_role(factories.make_person(), Role.READER, college)
    stands_in = factories.make_deputy(other, user, TODAY - timedelta(days=2), TODAY + timedelta(days=2))
    services.person_deactivate(user=user, by=by)
    user.refresh_from_db()
    stands_in.refresh_from_db()
    yesterday = TODAY - timedelta(days=1)
    assert not user.is_active
    assert user.roles.get(role=Role.SCHOOL_DIRECTOR).valid_until == yesterday
    assert user.roles.get(pk=ended.pk).valid_until == TODAY - timedelta(days=9)
    assert not user.roles.filter(pk=future.pk).exists()
    assert stands_in.valid_until == yesterday
    assert not factories.actor(user).roles


def test_person_deactivate_ends_only_that_persons_sessions(by):
    leaver, stays = factories.make_person(), factories.make_person()
    for user in (leaver, leaver, stays):
        Client().force_login(user, "django.contrib.auth.backends.ModelBackend")
    services.person_deactivate(user=leaver, by=by)
    assert [row.get_decoded()["_auth_user_id"] for row in Session.objects.all()] == [str(stays.pk)]


def test_person_deactivate_of_oneself_is_refused(by, admin, college):
    factories.make_holder(Role.ADMIN, college)
    with pytest.raises(PersonError, match="uzelf"):
        services.person_deactivate(user=admin, by=by)
    admin.refresh_from_db()
    assert admin.is_active


def test_person_deactivate_of_the_last_admin_is_refused_and_undone(admin, college):
    somebody = factories.actor(factories.make_holder(Role.DATA_STEWARD, college))
    with pytest.raises(LastAdminError):
        services.person_deactivate(user=admin, by=somebody)
    admin.refresh_from_db()
    assert admin.is_active
    assert admin.roles.get().valid_until is None


def test_person_deactivate_does_not_count_an_inactive_admin(admin, college):
    factories.give_role(factories.make_person(is_active=False), Role.ADMIN, college)
    somebody = factories.actor(factories.make_person())
    with pytest.raises(LastAdminError):
        services.person_deactivate(user=admin, by=somebody)


def test_person_deactivate_twice_is_refused(by):
    user = factories.make_person()
    services.person_deactivate(user=user, by=by)
    with pytest.raises(PersonError, match="al niet actief"):
        services.person_deactivate(user=user, by=by)


def test_person_activate_brings_no_roles_back(by, school):
    user = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    services.person_deactivate(user=user, by=by)
    services.person_activate(user=user, by=by)
    user.refresh_from_db()
    assert user.is_active
    assert not factories.actor(user).roles
    with pytest.raises(PersonError, match="al actief"):
        services.person_activate(user=user, by=by)


def test_invitation_send_again_waits_a_minute(by, college):
    user, _ = invite(by, college)
    with pytest.raises(PersonError, match="net verstuurd"):
        services.invitation_send(user=user, by=by)
    User.objects.filter(pk=user.pk).update(invited_at=timezone.now() - timedelta(minutes=2))
    services.invitation_send(user=user, by=by)
    assert OutboxMail.objects.count() == 2


def test_invitation_send_to_somebody_with_a_password_is_refused(by):
    with pytest.raises(PersonError, match="al een wachtwoord"):
        services.invitation_send(user=factories.make_person(), by=by)


def test_invitation_send_to_somebody_inactive_is_refused(by):
    with pytest.raises(PersonError, match="niet actief"):
        services.invitation_send(user=factories.make_person(password=None, is_active=False), by=by)


def test_password_request_mails_a_reset_link_once(db):
    user = factories.make_person(email="jan@example.nl")
    services.password_request(email="JAN@example.nl ")
    services.password_request(email="jan@example.nl")
    mail = OutboxMail.objects.get()
    assert mail.to == user.email
    assert "/wachtwoord/" in mail.body


def test_password_request_of_somebody_invited_mails_the_invitation(db):
    factories.make_person(email="jan@example.nl", password=None)
    services.password_request(email="jan@example.nl")
    assert "/uitnodiging/" in OutboxMail.objects.get().body


@pytest.mark.parametrize("email", ["niemand@example.nl", "weg@example.nl", ""])
def test_password_request_of_who_may_not_enter_does_nothing(db, email):
    factories.make_person(email="weg@example.nl", is_active=False)
    services.password_request(email=email)
    assert not OutboxMail.objects.exists()


def test_password_choose_works_once(db):
    user = factories.make_person(password=None)
    choice = {"user": user, "token": invitation_tokens.make_token(user), "tokens": invitation_tokens}
    services.password_choose(**choice, password="eerste-keus-12345")
    with pytest.raises(LinkError):
        services.password_choose(**choice, password="tweede-keus-12345")
    user.refresh_from_db()
    assert user.check_password("eerste-keus-12345")


def test_tokens_of_one_kind_do_not_open_the_other(db):
    user = factories.make_person()
    assert not reset_tokens.check_token(user, invitation_tokens.make_token(user))
    assert not invitation_tokens.check_token(user, reset_tokens.make_token(user))


def test_tokens_die_when_the_person_is_no_longer_active(db):
    user = factories.make_person()
    token = reset_tokens.make_token(user)
    user.is_active = False
    assert not reset_tokens.check_token(user, token)
