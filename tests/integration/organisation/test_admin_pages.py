"""The beheerder's pages: who may open them, what they show, what they change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from operations.models import AuditEvent, OutboxMail
from operations.services import audit_record
from organisation import services
from organisation.models import Deputy, RoleAssignment, Unit, UnitAlias, UnitKind, UnitParent, User
from organisation.roles import Role
from organisation.urls import urlpatterns
from tests import factories

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
MODELS = (User, Unit, UnitParent, UnitAlias, RoleAssignment, Deputy, AuditEvent, OutboxMail)
POST_ONLY = {"person_deactivate", "person_activate", "invitation_send", "alias_remove"}


def day(value):
    return value.isoformat()


@pytest.fixture
def person(school):
    user = factories.make_person("Jan Jansen", email="jan@example.nl")
    factories.give_role(user, Role.SCHOOL_DIRECTOR, school)
    return user


@pytest.fixture
def addresses(person, school):
    """Every address of these pages, by name."""
    role = person.roles.get()
    deputy = factories.make_deputy(role, factories.make_person(), TODAY, TOMORROW)
    alias = UnitAlias.objects.create(unit=school, name="Techniek")
    people = ["person", "person_change", "role_give", "hand_over", *sorted(POST_ONLY - {"alias_remove"})]
    units = ["unit", "unit_change", "unit_move", "unit_close", "alias_add"]
    arguments = {
        **{name: [] for name in ("people", "person_invite", "units", "unit_add")},
        **{name: [person.pk] for name in people},
        **{name: [person.pk, role.pk] for name in ("role_end", "deputy_add")},
        "deputy_end": [person.pk, deputy.pk],
        **{name: [school.code] for name in units},
        "alias_remove": [school.code, alias.pk],
    }
    return {name: reverse(f"organisation:{name}", args=args) for name, args in arguments.items()}


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_pages_are_all_listed_here(addresses):
    own = {"sign_in", "sign_out", "profile", "invitation"}
    named = {p.name for p in urlpatterns if p.name not in own and not p.name.startswith("password")}
    assert named == set(addresses)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_pages_are_403_for_other_roles(role, addresses, client_of):
    client = client_of(role)
    before = rows()
    for name, url in addresses.items():
        method = client.post if name in POST_ONLY else client.get
        assert method(url).status_code == 403, name
        assert client.post(url).status_code in {403, 405}, name
    assert rows() == before


def test_pages_ask_a_stranger_to_sign_in(addresses, client):
    for name, url in addresses.items():
        assert client.post(url).url.startswith(reverse("organisation:sign_in")), name


def test_get_never_writes(addresses, admin_client):
    before = rows()
    for name, url in addresses.items():
        assert admin_client.get(url).status_code == (405 if name in POST_ONLY else 200), name
    assert rows() == before


def test_post_without_a_token_is_refused(addresses, admin, signed_in):
    client = signed_in(admin, csrf=True)
    before = rows()
    for name, url in addresses.items():
        assert client.post(url, {}).status_code == 403, name
    assert rows() == before


@pytest.mark.parametrize("wrong", [999_999, 10**25])
def test_wrong_person_is_404(wrong, admin_client, person):
    role = person.roles.get()
    for name, args in {
        "person": [wrong],
        "person_change": [wrong],
        "role_give": [wrong],
        "hand_over": [wrong],
        "role_end": [wrong, role.pk],
        "deputy_add": [person.pk, wrong],
        "deputy_end": [person.pk, wrong],
    }.items():
        assert admin_client.get(reverse(f"organisation:{name}", args=args)).status_code == 404, name
    assert admin_client.post(reverse("organisation:person_deactivate", args=[wrong])).status_code == 404


def test_somebody_elses_role_is_404(admin_client, admin, person):
    url = reverse("organisation:role_end", args=[person.pk, admin.roles.get().pk])
    assert admin_client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["unit", "unit_change", "unit_move", "unit_close", "alias_add"])
def test_wrong_unit_is_404(name, admin_client):
    assert admin_client.get(reverse(f"organisation:{name}", args=["bestaat-niet"])).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse(f"organisation:{name}", args=["niet/goed"])


def test_another_units_alias_is_404(admin_client, school, other_school):
    alias = UnitAlias.objects.create(unit=other_school, name="Zorg")
    url = reverse("organisation:alias_remove", args=[school.code, alias.pk])
    assert admin_client.post(url).status_code == 404
    assert UnitAlias.objects.exists()


# People --------------------------------------------------------------------------------------------------
def test_people_are_found_by_name_mail_and_unit(admin_client, person):
    factories.make_person("Piet Peters")
    url = reverse("organisation:people")
    assert "Piet Peters" in admin_client.get(url).text
    for search in ("jansen", "JAN@example", "techniek", "jan techniek"):
        text = admin_client.get(url, {"zoek": search}).text
        assert "Jan Jansen" in text, search
        assert "Piet Peters" not in text, search
    assert "Niemand gevonden" in admin_client.get(url, {"zoek": "zoiets"}).text


@pytest.mark.parametrize(
    "query", [{"pagina": "0"}, {"pagina": "x"}, {"pagina": "9" * 5000}, {"zoek": "\x00'%_"}]
)
def test_people_with_a_strange_address_still_open(admin_client, query):
    assert admin_client.get(reverse("organisation:people"), query).status_code == 200


def test_people_turn_pages_and_keep_the_search(admin_client, db):
    for number in range(30):
        factories.make_person(f"Persoon {number:02}", email=f"zoek{number}@example.nl")
    first = admin_client.get(reverse("organisation:people"), {"zoek": "zoek"}).text
    assert "Persoon 24" in first
    assert "Persoon 25" not in first
    assert "zoek=zoek" in first
    second = admin_client.get(reverse("organisation:people"), {"zoek": "zoek", "pagina": "2"}).text
    assert "Persoon 25" in second
    assert "Persoon 24" not in second


def test_people_cost_the_same_queries_for_one_and_many(admin_client, school, django_assert_max_num_queries):
    counts = []
    for size in (1, 20):
        for _ in range(size):
            factories.make_holder(Role.SCHOOL_DIRECTOR, school)
        with django_assert_max_num_queries(12) as seen:
            admin_client.get(reverse("organisation:people"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_person_page_costs_the_same_queries_for_few_and_many(
    admin_client, person, django_assert_max_num_queries
):
    counts = []
    for size in (1, 8):
        for _ in range(size):
            role = factories.give_role(person, Role.SCHOOL_DIRECTOR, factories.make_unit(UnitKind.SCHOOL))
            factories.make_deputy(role, factories.make_person(), TODAY, TODAY)
        with django_assert_max_num_queries(12) as seen:
            admin_client.get(reverse("organisation:person", args=[person.pk]))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_person_name_is_shown_as_text(admin_client):
    user = factories.make_person("<script>x</script>")
    assert "<script>x" not in admin_client.get(reverse("organisation:person", args=[user.pk])).text


def test_person_invite_through_the_page(admin_client, college, admin):
    data = {"name": "Nina Nieuw", "email": "nina@example.nl", "role": "reader", "unit": college.pk}
    page = admin_client.post(reverse("organisation:person_invite"), data, follow=True)
    user = User.objects.get(email="nina@example.nl")
    assert page.redirect_chain == [(reverse("organisation:person", args=[user.pk]), 302)]
    assert "krijgt een uitnodiging" in page.text
    assert OutboxMail.objects.get().to == "nina@example.nl"


def test_person_invite_refused_keeps_what_was_filled_in(admin_client, college, school, person):
    data = {"name": "Nina Nieuw", "email": "JAN@example.nl", "role": "reader", "unit": college.pk}
    page = admin_client.post(reverse("organisation:person_invite"), data)
    assert page.status_code == 200
    assert "Er is al iemand met dit e-mailadres" in page.text
    assert 'value="Nina Nieuw"' in page.text
    page = admin_client.post(
        reverse("organisation:person_invite"), {**data, "email": "n@example.nl", "unit": school.pk}
    )
    assert "Kies bij deze rol een instelling" in page.text
    assert not User.objects.filter(name="Nina Nieuw").exists()


@pytest.mark.parametrize(
    "changes",
    [{"role": "koning"}, {"unit": "x"}, {"unit": 10**25}, {"email": "nee"}, {"name": "\x00"}, {"name": ""}],
)
def test_person_invite_with_nonsense_shows_the_form(admin_client, college, changes):
    data = {"name": "Nina", "email": "nina@example.nl", "role": "reader", "unit": college.pk, **changes}
    page = admin_client.post(reverse("organisation:person_invite"), data)
    assert page.status_code == 200
    assert not User.objects.filter(email="nina@example.nl").exists()


def test_person_change_through_the_page(admin_client, person):
    url = reverse("organisation:person_change", args=[person.pk])
    assert 'value="jan@example.nl"' in admin_client.get(url).text
    admin_client.post(url, {"name": "Jan Bakker", "email": "bakker@example.nl"})
    person.refresh_from_db()
    assert (person.name, person.email) == ("Jan Bakker", "bakker@example.nl")


def test_role_give_and_end_through_the_page(admin_client, person, other_school):
    url = reverse("organisation:role_give", args=[person.pk])
    data = {"role": "school_director", "unit": other_school.pk, "valid_from": day(TODAY), "valid_until": ""}
    assert admin_client.post(url, data).status_code == 302
    assert "in deze periode" in admin_client.post(url, data).text
    role = person.roles.get(unit=other_school)
    admin_client.post(
        reverse("organisation:role_end", args=[person.pk, role.pk]), {"last_day": day(TOMORROW)}
    )
    role.refresh_from_db()
    assert role.valid_until == TOMORROW


def test_role_end_of_the_last_admin_is_refused_on_the_page(admin_client, admin):
    url = reverse("organisation:role_end", args=[admin.pk, admin.roles.get().pk])
    page = admin_client.post(url, {"last_day": day(TODAY)})
    assert "laatste beheerder" in page.text
    assert admin.roles.get().valid_until is None


@pytest.mark.parametrize("value", ["", "gisteren", "31-02-2026", "0001-01-01", "9999-12-31"])
def test_role_end_on_no_day_shows_the_form(admin_client, person, value):
    url = reverse("organisation:role_end", args=[person.pk, person.roles.get().pk])
    page = admin_client.post(url, {"last_day": value})
    assert page.status_code == 200
    assert person.roles.get().valid_until is None


def test_deputy_add_and_end_through_the_page(admin_client, person):
    stand_in = factories.make_person("Wim")
    data = {"user": stand_in.pk, "valid_from": day(TODAY), "valid_until": day(TOMORROW)}
    admin_client.post(reverse("organisation:deputy_add", args=[person.pk, person.roles.get().pk]), data)
    deputy = Deputy.objects.get()
    assert "Wim" in admin_client.get(reverse("organisation:person", args=[person.pk])).text
    admin_client.post(
        reverse("organisation:deputy_end", args=[person.pk, deputy.pk]), {"last_day": day(YESTERDAY)}
    )
    assert not Deputy.objects.exists()


def test_person_deactivate_and_activate_through_the_page(admin_client, person, admin):
    page = admin_client.post(reverse("organisation:person_deactivate", args=[person.pk]), follow=True)
    assert "kan zich niet meer aanmelden" in page.text
    page = admin_client.post(reverse("organisation:person_activate", args=[person.pk]), follow=True)
    assert "kan zich weer aanmelden" in page.text
    page = admin_client.post(reverse("organisation:person_deactivate", args=[admin.pk]), follow=True)
    assert "uzelf" in page.text


def test_invitation_send_again_through_the_page(admin_client):
    user = factories.make_person(password=None)
    page = admin_client.post(reverse("organisation:invitation_send", args=[user.pk]), follow=True)
    assert "nieuwe uitnodiging" in page.text
    page = admin_client.post(reverse("organisation:invitation_send", args=[user.pk]), follow=True)
    assert "net verstuurd" in page.text
    assert OutboxMail.objects.count() == 1


def test_hand_over_shows_first_and_moves_after_confirming(admin_client, person, college):
    successor = factories.make_person("Bram")
    url = reverse("organisation:hand_over", args=[person.pk])
    data = {"successor": successor.pk, "on": day(TOMORROW)}
    before = rows()
    page = admin_client.post(url, data)
    assert "De rol schooldirecteur van School voor Techniek" in page.text
    assert rows() == before
    seen = page.context["preview"].fingerprint
    assert f'value="{seen}"' in page.text

    factories.give_role(person, Role.READER, college)
    changed = admin_client.post(url, {**data, "bevestigd": seen})
    assert "intussen iets veranderd" in changed.text
    assert "lezer van Noorderpoort" in changed.text
    assert not successor.roles.exists()

    done = admin_client.post(url, {**data, "bevestigd": changed.context["preview"].fingerprint})
    assert done.url == reverse("organisation:person", args=[person.pk])
    assert set(successor.roles.values_list("role", flat=True)) == {Role.SCHOOL_DIRECTOR, Role.READER}


def test_hand_over_refused_says_it_once_at_the_field(admin_client, person):
    url = reverse("organisation:hand_over", args=[person.pk])
    page = admin_client.post(url, {"successor": person.pk, "on": day(TODAY), "bevestigd": "x"})
    assert page.context["form"].errors == {"successor": ["Kies iemand anders dan degene die vertrekt."]}
    page = admin_client.post(url, {"successor": 10**25, "on": "x"})
    assert set(page.context["form"].errors) == {"successor", "on"}


# Units ---------------------------------------------------------------------------------------------------
def test_units_show_the_tree_as_on_a_day(admin_client, by, school, other_school, team):
    services.unit_move(unit=team, parent=other_school, on=TOMORROW, by=by)
    url = reverse("organisation:units")

    def order(**query):
        text = admin_client.get(url, query).text
        return [
            name for _, name in sorted((text.index(f">{n}<"), n) for n in ("Team ICT", "School voor Zorg"))
        ]

    assert order() == ["Team ICT", "School voor Zorg"]
    assert order(op=day(TOMORROW)) == ["School voor Zorg", "Team ICT"]


@pytest.mark.parametrize("on", ["x", "2026-02-31", "9999-12-31", "\x00"])
def test_units_on_no_day_say_so_and_show_today(admin_client, school, on):
    page = admin_client.get(reverse("organisation:units"), {"op": on})
    assert page.status_code == 200
    assert "School voor Techniek" in page.text
    assert page.context["form"].errors


def test_unit_add_through_the_page(admin_client, college):
    data = {"code": "bouw", "name": "School voor Bouw", "kind": "school", "parent": college.pk}
    assert admin_client.post(reverse("organisation:unit_add"), data).url == "/beheer/eenheden/bouw/"
    assert "School voor Bouw" in admin_client.get("/beheer/eenheden/bouw/").text
    again = admin_client.post(reverse("organisation:unit_add"), data)
    assert again.status_code == 200
    assert "code" in again.context["form"].errors


@pytest.mark.parametrize("changes", [{"kind": "kasteel"}, {"code": "é é"}, {"parent": ""}, {"code": "nieuw"}])
def test_unit_add_with_nonsense_shows_the_form(admin_client, college, changes):
    data = {"code": "bouw", "name": "Bouw", "kind": "school", "parent": college.pk, **changes}
    page = admin_client.post(reverse("organisation:unit_add"), data)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == set(changes)


def test_unit_change_move_and_close_through_the_page(admin_client, team, school, other_school):
    def post(name, data):
        return admin_client.post(reverse(f"organisation:{name}", args=[team.code]), data, follow=True)

    assert "is gewijzigd" in post("unit_change", {"name": "Team Informatica"}).text
    moved = post("unit_move", {"parent": other_school.pk, "on": day(TODAY)})
    assert "onder School voor Zorg" in moved.text
    refused = post("unit_move", {"parent": school.pk, "on": day(YESTERDAY)})
    assert "al een verhuizing" in refused.text
    corrected = post("unit_move", {"parent": school.pk, "on": day(TODAY)})
    assert "onder School voor Techniek" in corrected.text
    assert "sluit" in post("unit_close", {"last_day": day(TODAY)}).text
    team.refresh_from_db()
    assert (team.name, team.closed_on) == ("Team Informatica", TODAY)
    assert "al gesloten" in post("unit_close", {"last_day": day(TOMORROW)}).text


def test_aliases_through_the_page(admin_client, school, other_school):
    data = {"name": "ROC Techniek", "source": "JOB"}
    admin_client.post(reverse("organisation:alias_add", args=[school.code]), data)
    alias = UnitAlias.objects.get()
    assert "ROC Techniek" in admin_client.get(reverse("organisation:unit", args=[school.code])).text
    refused = admin_client.post(reverse("organisation:alias_add", args=[other_school.code]), data)
    assert "hoort al bij School voor Techniek" in refused.text
    admin_client.post(reverse("organisation:alias_remove", args=[school.code, alias.pk]))
    assert not UnitAlias.objects.exists()


# Log -----------------------------------------------------------------------------------------------------
LOG = "/beheer/logboek/"


@pytest.mark.parametrize("role", Role)
def test_log_is_for_who_may_read_it(role, client_of):
    allowed = role in {Role.ADMIN, Role.DATA_STEWARD, Role.PORTFOLIO_HOLDER, Role.BOARD}
    assert client_of(role).get(LOG).status_code == (200 if allowed else 403)


def test_log_shows_and_filters(admin_client, by, school, person):
    services.unit_change(unit=school, name="School voor Bouw", by=by)
    services.person_change(user=person, name="Jan Bakker", email=person.email, by=by)
    text = admin_client.get(LOG).text
    assert "eenheid: School voor Bouw" in text
    assert "persoon: Jan Bakker" in text
    assert "was: naam: Jan Jansen" in text
    filtered = admin_client.get(LOG, {"soort": "organisation.unit"}).text
    assert "eenheid: School voor Bouw" in filtered
    assert "persoon: Jan Bakker" not in filtered


@pytest.mark.parametrize("query", [{"soort": "\x00"}, {"soort": "x.y"}, {"pagina": "-4"}, {"pagina": "x"}])
def test_log_with_a_strange_address_still_opens(admin_client, by, school, query):
    services.unit_change(unit=school, name="School voor Bouw", by=by)
    page = admin_client.get(LOG, query)
    assert page.status_code == 200
    assert "School voor Bouw" in page.text


def test_log_writes_days_in_dutch(admin_client, by, school):
    details = {"on": "2026-11-21", "name": "2026-99-99", "until": ""}
    audit_record(by=by, verb="unit_change", obj=school, details=details)
    text = admin_client.get(LOG).text.replace("\xa0", " ")
    for words in ("op: 21 november 2026", "naam: 2026-99-99", "tot en met: –"):
        assert words in text


def test_log_turns_pages_at_the_same_price(admin_client, by, school, django_assert_max_num_queries):
    counts = []
    for numbers in (range(1), range(1, 60)):
        for number in numbers:
            audit_record(by=by, verb="unit_change", obj=school, label=f"regel {number:02}")
        with django_assert_max_num_queries(12) as seen:
            first = admin_client.get(LOG).text
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "regel 59" in first
    assert "regel 09" not in first
    assert "regel 09" in admin_client.get(LOG, {"pagina": "2"}).text


def test_log_tells_that_mail_does_not_go_out(admin_client):
    row = OutboxMail.objects.create(key="k", to="a@example.nl", subject="s", body="b", error="dicht")
    assert "nog niet verstuurd" not in admin_client.get(LOG).text
    OutboxMail.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(hours=1))
    text = admin_client.get(LOG).text
    assert "1 mail is nog niet verstuurd" in text
    assert "dicht" in text
