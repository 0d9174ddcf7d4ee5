"""Signing in and out, being locked out, and passwords by mail: through the pages and the mail text."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from axes.utils import reset as axes_reset
from django.conf import settings as django_settings
from django.core import mail
from django.shortcuts import render
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from operations.models import AuditEvent, OutboxMail
from operations.services import outbox_send
from organisation import services
from organisation.models import User
from organisation.roles import Role
from tests import factories

SIGN_IN = reverse("organisation:sign_in")
PROFILE = reverse("organisation:profile")
NEW_PASSWORD = "een-heel-nieuw-woord-7"


@pytest.fixture(autouse=True)
def _no_earlier_failures(db):
    axes_reset()


@pytest.fixture
def person(school):
    user = factories.make_person("Jan Jansen", email="jan@example.nl")
    factories.give_role(user, Role.SCHOOL_DIRECTOR, school)
    return user


def sign_in(client, email="jan@example.nl", password=factories.PASSWORD, to=PROFILE):
    return client.post(f"{SIGN_IN}?next={to}", {"username": email, "password": password, "next": to})


def mailed_path():
    """The address of the link in the last mail that went out."""
    outbox_send()
    link = re.search(rf"{django_settings.SITE_URL}(/\S+)", mail.outbox[-1].body)
    assert link
    return link[1]


def choose(client, path, password=NEW_PASSWORD):
    page = client.get(path, follow=True)
    return client.post(page.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


def may_enter(password, email="jan@example.nl"):
    client = Client()
    sign_in(client, email, password)
    return client.get(PROFILE).status_code == 200


def test_sign_in_page_is_dutch_and_open(client, db):
    page = client.get(SIGN_IN)
    assert page.status_code == 200
    for word in ("Aanmelden", "E-mailadres", "Wachtwoord", 'autocomplete="username"'):
        assert word in page.text


@pytest.mark.parametrize("email", ["jan@example.nl", "JAN@Example.NL"])
def test_sign_in_goes_on_to_the_page_that_was_asked_for(client, person, email):
    assert client.get(PROFILE).url == f"{SIGN_IN}?next={PROFILE}"
    assert sign_in(client, email).url == PROFILE
    assert "Jan Jansen" in client.get(PROFILE).text


def test_sign_in_never_goes_to_another_site(client, person):
    answer = sign_in(client, to="https://evil.example/")
    assert answer.status_code == 302
    assert "evil" not in answer.url


def test_sign_in_says_the_same_whatever_is_wrong(client, person):
    factories.make_person(email="weg@example.nl", is_active=False)
    factories.make_person(email="nieuw@example.nl", password=None)
    texts = set()
    for email, password in [
        ("jan@example.nl", "fout"),
        ("niemand@example.nl", "fout"),
        ("weg@example.nl", factories.PASSWORD),
        ("nieuw@example.nl", "fout"),
    ]:
        page = Client().post(SIGN_IN, {"username": email, "password": password})
        assert page.status_code == 200
        texts.add(re.sub(r'value="[^"]*"', "", page.text))
    assert len(texts) == 1
    assert "horen niet bij elkaar" in texts.pop()


def test_sign_in_too_often_wrong_locks_out_whatever_the_capitals(client, person):
    for attempt in range(django_settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, ["jan@example.nl", "Jan@Example.nl"][attempt % 2], "fout")
    assert answer.status_code == 429
    assert "kwartier" in answer.text
    assert timedelta(hours=django_settings.AXES_COOLOFF_TIME) == timedelta(minutes=15)
    assert sign_in(client).status_code == 429
    assert client.get(PROFILE).status_code == 302


def test_lock_out_ends_with_a_new_password(client, person):
    for _ in range(django_settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="fout")
    client.post(reverse("organisation:password_forgotten"), {"email": "jan@example.nl"})
    choose(client, mailed_path())
    assert may_enter(NEW_PASSWORD)


def test_sign_out_is_a_post(signed_in, person):
    client = signed_in(person)
    assert client.get(reverse("organisation:sign_out")).status_code == 405
    assert client.get(PROFILE).status_code == 200
    assert client.post(reverse("organisation:sign_out")).url == SIGN_IN
    assert client.get(PROFILE).status_code == 302


def test_somebody_deactivated_is_out_at_once(signed_in, person, by):
    client = signed_in(person)
    services.person_deactivate(user=person, by=by)
    assert client.get(PROFILE).status_code == 302
    assert not may_enter(factories.PASSWORD)


def test_password_forgotten_by_mail_from_start_to_end(client, person):
    answer = client.post(reverse("organisation:password_forgotten"), {"email": "Jan@example.nl"})
    assert answer.url == reverse("organisation:password_forgotten_done")
    path = mailed_path()
    assert mail.outbox[-1].to == ["jan@example.nl"]
    assert "Nieuw wachtwoord" in mail.outbox[-1].subject
    answer = choose(client, path)
    assert answer.url == SIGN_IN
    assert "wachtwoord is ingesteld" in client.get(SIGN_IN).text
    assert may_enter(NEW_PASSWORD)
    assert not may_enter(factories.PASSWORD)
    assert AuditEvent.objects.get().verb == "password_choose"


def test_password_forgotten_says_the_same_to_a_stranger(client, person):
    answers = []
    for email in ("jan@example.nl", "niemand@example.nl"):
        answer = client.post(reverse("organisation:password_forgotten"), {"email": email}, follow=True)
        answers.append((answer.redirect_chain, answer.text))
    assert answers[0] == answers[1]
    assert OutboxMail.objects.count() == 1


def test_password_forgotten_keeps_to_our_own_address(client, person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        reverse("organisation:password_forgotten"),
        {"email": "jan@example.nl"},
        headers={"host": "evil.example"},
    )
    body = OutboxMail.objects.get().body
    assert "evil" not in body
    assert django_settings.SITE_URL in body


def test_password_link_works_once(client, person):
    client.post(reverse("organisation:password_forgotten"), {"email": "jan@example.nl"})
    path = mailed_path()
    choose(client, path)
    page = Client().get(path)
    assert page.status_code == 200
    assert "werkt niet meer" in page.text
    assert "new_password1" not in page.text


def test_password_link_in_two_tabs_sets_one_password(person, client):
    client.post(reverse("organisation:password_forgotten"), {"email": "jan@example.nl"})
    path = mailed_path()
    first, second = Client(), Client()
    pages = [tab.get(path, follow=True).request["PATH_INFO"] for tab in (first, second)]
    first.post(pages[0], {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    late = second.post(
        pages[1], {"new_password1": "iets-anders-lang-3", "new_password2": "iets-anders-lang-3"}
    )
    assert "werkt niet meer" in late.text
    assert may_enter(NEW_PASSWORD)


def test_password_link_ends_after_three_days(client, person):
    client.post(reverse("organisation:password_forgotten"), {"email": "jan@example.nl"})
    path = mailed_path()
    with time_machine.travel(timezone.localtime() + timedelta(days=3, minutes=1), tick=False):
        assert "werkt niet meer" in Client().get(path).text
    with time_machine.travel(timezone.localtime() + timedelta(days=2), tick=False):
        assert "new_password1" in Client().get(path, follow=True).text


@pytest.mark.parametrize("name", ["password_set", "invitation"])
@pytest.mark.parametrize(
    "parts", [("x", "y"), ("MQ", "abc-def"), ("OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "a-b"), ("MQ", "kiezen")]
)
def test_password_link_that_is_nonsense_says_so(client, person, name, parts):
    page = client.get(reverse(f"organisation:{name}", args=parts))
    assert page.status_code == 200
    assert "werkt niet meer" in page.text


@pytest.mark.parametrize("password", ["kort", "wachtwoord", "jan@example.nl"])
def test_password_that_is_too_easy_is_refused_in_dutch(client, person, password):
    client.post(reverse("organisation:password_forgotten"), {"email": "jan@example.nl"})
    path = mailed_path()
    page = choose(client, path, password)
    assert page.status_code == 200
    assert "errorlist" in page.text
    assert User.objects.get(pk=person.pk).check_password(factories.PASSWORD)
    assert choose(client, path).status_code == 302


def test_invitation_from_start_to_end(client, by, college):
    services.person_invite(email="nieuw@example.nl", name="Nina", role=Role.READER, unit=college, by=by)
    path = mailed_path()
    assert "Uitnodiging" in mail.outbox[-1].subject
    page = client.get(path, follow=True)
    assert "Welkom" in page.text
    assert path.split("/")[-2] not in page.request["PATH_INFO"]
    choose(client, path)
    assert may_enter(NEW_PASSWORD, "nieuw@example.nl")
    assert "werkt niet meer" in Client().get(path).text


def test_invitation_that_expired_comes_again_on_request(client, by, college):
    services.person_invite(email="nieuw@example.nl", name="Nina", role=Role.READER, unit=college, by=by)
    client.post(reverse("organisation:password_forgotten"), {"email": "nieuw@example.nl"})
    choose(client, mailed_path())
    assert len(mail.outbox) == 2
    assert may_enter(NEW_PASSWORD, "nieuw@example.nl")


def test_password_change_keeps_this_browser_in_and_throws_others_out(signed_in, person):
    here, elsewhere = signed_in(person), signed_in(person)
    answer = here.post(
        reverse("organisation:password_change"),
        {"old_password": factories.PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    )
    assert answer.url == PROFILE
    assert "is gewijzigd" in here.get(PROFILE).text
    assert elsewhere.get(PROFILE).status_code == 302
    assert AuditEvent.objects.get().verb == "password_change"


def test_password_change_with_a_wrong_old_one_is_refused(signed_in, person):
    page = signed_in(person).post(
        reverse("organisation:password_change"),
        {"old_password": "fout", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
    )
    assert page.status_code == 200
    assert User.objects.get(pk=person.pk).check_password(factories.PASSWORD)


def test_profile_shows_roles_and_who_stands_in(signed_in, person):
    today = timezone.localdate()
    factories.make_deputy(person.roles.get(), factories.make_person("Wim Waarnemer"), today, today)
    boss = factories.give_role(factories.make_person("Els Baas"), Role.BOARD, factories.make_unit("college"))
    factories.make_deputy(boss, person, today, today)
    text = signed_in(person).get(PROFILE).text
    for word in ("School voor Techniek", "schooldirecteur", "Wim Waarnemer", "Els Baas", "bestuurder"):
        assert word in text


def test_profile_of_somebody_without_a_role_says_so(signed_in, db):
    page = signed_in(factories.make_person()).get(PROFILE)
    assert page.status_code == 200
    assert "geen eigen rol" in page.text


def test_no_role_page_names_the_person(rf, db):
    user = factories.make_person("Nora Nieuw")
    request = rf.get("/")
    request.user, request.actor = user, factories.actor(user)
    assert "Nora Nieuw" in render(request, "organisation/no_role.html").text


def test_sign_in_remembers_the_last_visit_on_an_earlier_day(person, client):
    for moment in ("2026-03-02 09:00Z", "2026-03-09 08:00Z", "2026-03-09 16:00Z"):
        with time_machine.travel(moment, tick=False):
            assert sign_in(Client()).status_code == 302
    person.refresh_from_db()
    assert person.previous_login.isoformat() == "2026-03-02T09:00:00+00:00"
    assert person.last_login.isoformat() == "2026-03-09T16:00:00+00:00"


def test_first_sign_in_has_no_earlier_visit(person, client):
    sign_in(client)
    person.refresh_from_db()
    assert person.previous_login is None
