"""Adding, changing, moving and closing units; spellings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from operations.models import AuditEvent
from organisation import services
from organisation.exceptions import AliasError, LastAdminError, UnitError
from organisation.models import Unit, UnitAlias, UnitKind, UnitSuccession
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def add(by, parent, **changes):
    fields = {"code": "nieuwe-school", "name": "Nieuwe school", "kind": UnitKind.SCHOOL, **changes}
    return services.unit_add(**fields, parent=parent, by=by)


def test_unit_add_stands_under_its_parent_since_it_opened(by, college):
    unit = add(by, college, opened_on=TODAY)
    row = unit.parents.get()
    assert (row.parent, row.valid_from, row.valid_until) == (college, TODAY, None)
    assert AuditEvent.objects.get().verb == "unit_add"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "nieuw"}, "code"),
        ({"code": "met spatie"}, "code"),
        ({"code": "25LW"}, "code"),
        ({"name": " "}, "name"),
        ({"kind": "zomaar"}, "kind"),
        ({"brin": "25LW"}, "brin"),
    ],
)
def test_unit_add_with_bad_input_names_the_field(by, college, changes, field):
    with pytest.raises(UnitError) as refusal:
        add(by, college, **changes)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("brin", "fits"),
    [("30AA", True), ("30aa", True), ("3OAA", False), ("30AA00", False), ("٣0AA", False), ("25LW", False)],
)
def test_unit_add_college_checks_its_brin(by, college, brin, fits):
    fields = {"code": "ander", "name": "Ander", "kind": UnitKind.COLLEGE, "brin": brin}
    if fits:
        assert add(by, None, **fields).brin == "30AA"
    else:
        with pytest.raises(UnitError) as refusal:
            add(by, None, **fields)
        assert refusal.value.field == "brin"


def test_unit_add_without_the_parent_it_needs_is_refused(by):
    with pytest.raises(UnitError) as refusal:
        add(by, None)
    assert refusal.value.field == "parent"


def test_unit_add_under_the_wrong_kind_is_refused(by, school, team):
    for parent in (school, team):
        with pytest.raises(UnitError, match="kan niet vallen onder"):
            add(by, parent)


@pytest.mark.parametrize("window", [{"closed_on": TOMORROW}, {"opened_on": TOMORROW}])
def test_unit_add_under_a_parent_that_is_not_there_is_refused(by, window):
    parent = factories.make_unit(UnitKind.COLLEGE, **window)
    with pytest.raises(UnitError, match="bestaat"):
        add(by, parent, opened_on=TODAY)


def test_unit_change_keeps_the_code(by, school):
    services.unit_change(unit=school, name="School voor  Bouw", by=by)
    school.refresh_from_db()
    assert (school.code, school.name) == ("techniek", "School voor Bouw")
    assert AuditEvent.objects.get().details["old"]["name"] == "School voor Techniek"


@pytest.mark.parametrize("brin", ["", "30AA"])
def test_unit_change_of_a_brin_that_something_hangs_on_is_refused(by, college, monkeypatch, brin):
    with monkeypatch.context() as patch:
        patch.setattr("organisation.services.units.brin_guards", [lambda unit: f"{unit.name} is nodig."])
        with pytest.raises(UnitError, match="Noorderpoort is nodig") as refusal:
            services.unit_change(unit=college, name=college.name, brin=brin, by=by)
        assert refusal.value.field == "brin"
        assert services.unit_change(unit=college, name="Ander", brin="25lw", by=by).name == "Ander"
    assert services.unit_change(unit=college, name="Ander", brin=brin, by=by).brin == brin


def test_unit_change_gives_a_college_its_first_brin(by, monkeypatch):
    college = factories.make_unit(UnitKind.COLLEGE)
    monkeypatch.setattr("organisation.services.units.brin_guards", [lambda unit: "Kan niet."])
    assert services.unit_change(unit=college, name=college.name, brin="30AA", by=by).brin == "30AA"


def test_unit_move_closes_the_old_row_the_day_before(by, school, other_school, team):
    services.unit_move(unit=team, parent=other_school, on=TODAY, by=by)
    rows = list(team.parents.order_by("valid_from").values_list("parent", "valid_from", "valid_until"))
    assert set(rows) == {(school.pk, None, YESTERDAY), (other_school.pk, TODAY, None)}
    assert Unit.objects.directly_below({school.pk}, YESTERDAY).get() == team
    assert Unit.objects.directly_below({other_school.pk}, TODAY).get() == team


def test_unit_move_in_a_second_tab_is_refused(by, other_school, team):
    services.unit_move(unit=team, parent=other_school, on=TODAY, by=by)
    with pytest.raises(UnitError) as refusal:
        services.unit_move(unit=team, parent=other_school, on=TODAY, by=by)
    assert refusal.value.field == "parent"
    with pytest.raises(UnitError, match="valt al onder"):
        services.unit_move(unit=team, parent=other_school, on=TOMORROW, by=by)


def test_unit_move_before_a_later_move_is_refused(by, school, other_school, team):
    services.unit_move(unit=team, parent=other_school, on=TOMORROW, by=by)
    with pytest.raises(UnitError) as refusal:
        services.unit_move(unit=team, parent=other_school, on=TODAY, by=by)
    assert refusal.value.field == "on"


def test_unit_move_on_the_same_first_day_corrects_the_parent(by, college, school, other_school, team):
    third = factories.make_unit(parent=college)
    wrong = services.unit_move(unit=team, parent=other_school, on=TODAY, by=by)
    assert services.unit_move(unit=team, parent=third, on=TODAY, by=by).pk == wrong.pk
    rows = set(team.parents.values_list("parent", "valid_from", "valid_until"))
    assert rows == {(school.pk, None, YESTERDAY), (third.pk, TODAY, None)}
    told = AuditEvent.objects.filter(verb="unit_move").first().details
    assert (told["from"], told["to"], told["corrects"]) == (other_school.name, third.name, True)


def test_unit_move_under_itself_or_what_is_below_it_is_refused(by, school, other_school):
    with pytest.raises(UnitError, match="onder zichzelf"):
        services.unit_move(unit=school, parent=school, on=TODAY, by=by)
    other_school.parents.update(parent=school)
    with pytest.raises(UnitError, match="onder zichzelf"):
        services.unit_move(unit=school, parent=other_school, on=TODAY, by=by)


def test_unit_move_under_the_wrong_kind_is_refused(by, school, team):
    other = factories.make_unit(UnitKind.TEAM, parent=school)
    with pytest.raises(UnitError, match="kan niet vallen onder"):
        services.unit_move(unit=team, parent=other, on=TODAY, by=by)


@pytest.mark.parametrize("window", [{"opened_on": TOMORROW}, {"closed_on": YESTERDAY}])
def test_unit_move_on_a_day_without_the_unit_is_refused(by, school, other_school, window):
    team = factories.make_unit(UnitKind.TEAM, parent=school, **window)
    with pytest.raises(UnitError) as refusal:
        services.unit_move(unit=team, parent=other_school, on=TODAY, by=by)
    assert refusal.value.field == "on"


def test_unit_close_ends_roles_and_names_the_successor(by, school, other_school):
    director = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    services.unit_close(unit=school, last_day=TODAY, successor=other_school, by=by)
    school.refresh_from_db()
    assert school.closed_on == TODAY
    assert school.parents.get().valid_until == TODAY
    assert director.roles.get().valid_until == TODAY
    succession = UnitSuccession.objects.get()
    assert (succession.predecessor, succession.successor, succession.on) == (school, other_school, TOMORROW)
    assert factories.actor(director, TODAY).roles
    assert not factories.actor(director, TOMORROW).roles


def test_unit_close_with_units_below_names_them(by, school, team):
    with pytest.raises(UnitError, match="Team ICT"):
        services.unit_close(unit=school, last_day=TODAY, by=by)
    school.refresh_from_db()
    assert school.closed_on is None


def test_unit_close_counts_only_units_that_stay_below(by, school, other_school, team):
    services.unit_move(unit=team, parent=other_school, on=TOMORROW, by=by)
    services.unit_close(unit=school, last_day=TODAY, by=by)
    school.refresh_from_db()
    assert school.closed_on == TODAY


def test_unit_close_twice_is_refused(by, team):
    services.unit_close(unit=team, last_day=TODAY, by=by)
    with pytest.raises(UnitError, match="al gesloten"):
        services.unit_close(unit=team, last_day=TOMORROW, by=by)


def test_unit_close_with_an_unfit_successor_is_refused(by, school, team):
    later = factories.make_unit(UnitKind.TEAM, parent=school, opened_on=TODAY + timedelta(days=9))
    gone = factories.make_unit(UnitKind.TEAM, parent=school, closed_on=YESTERDAY)
    for successor in (team, school, later, gone):
        with pytest.raises(UnitError) as refusal:
            services.unit_close(unit=team, last_day=TODAY, successor=successor, by=by)
        assert refusal.value.field == "successor"


def test_unit_close_of_the_last_admins_college_is_refused(by, college):
    with pytest.raises(LastAdminError):
        services.unit_close(unit=college, last_day=TODAY, by=by)
    college.refresh_from_db()
    assert college.closed_on is None


def test_alias_add_belongs_to_one_unit_per_source(by, school, other_school):
    services.alias_add(unit=school, name=" ROC  Techniek ", source="JOB", by=by)
    assert UnitAlias.objects.get().name == "ROC Techniek"
    services.alias_add(unit=other_school, name="ROC Techniek", source="MTO", by=by)
    with pytest.raises(AliasError, match="School voor Techniek") as refusal:
        services.alias_add(unit=other_school, name="roc techniek", source="JOB", by=by)
    assert refusal.value.field == "name"


def test_alias_add_without_a_name_is_refused(by, school):
    with pytest.raises(AliasError) as refusal:
        services.alias_add(unit=school, name="  ", by=by)
    assert refusal.value.field == "name"


def test_alias_remove_forgets_and_tells(by, school):
    alias = services.alias_add(unit=school, name="Techniek", by=by)
    services.alias_remove(alias=alias, by=by)
    assert not UnitAlias.objects.exists()
    assert AuditEvent.objects.get(verb="alias_remove").object_label.startswith("Techniek")
