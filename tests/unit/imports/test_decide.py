"""What a person decides about a file that was checked."""

from __future__ import annotations

import pytest

from imports import registry, services
from imports.exceptions import ImportRefused, NotNow, Outdated, UndoRefused
from imports.models import Batch, Origin
from imports.reading import SKIP
from indicators.models import Observation
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.models import UnitAlias
from organisation.roles import Role
from tests import factories, fake_reader


@pytest.fixture
def other(college):
    """A second data steward."""
    return factories.actor(factories.make_holder(Role.DATA_STEWARD, college, "Tweede Databeheerder"))


@pytest.fixture
def applied(checked, steward):
    def applied(content: bytes = fake_reader.GOOD, **more) -> Batch:
        return services.batch_approve(batch=checked(content, **more), by=steward)

    return applied


# Answering ----------------------------------------------------------------------------------------------
def test_answer_goes_to_the_reader(checked, check, steward):
    batch = checked(b"2021;?\n2022;5\n")
    batch = services.batch_answer(batch=batch, answers={("scale", "2021"): "100"}, by=steward, queued=False)
    assert batch.state == "checking"
    batch = check(batch)
    assert (batch.state, batch.answers, batch.new) == ("checked", {"scale": {"2021": "100"}}, 2)


def test_answer_some_and_the_rest_is_asked_again(checked, check, steward):
    batch = checked(b"2021;?\n2022;?\n")
    answers = {("scale", "2021"): "1"}
    batch = check(services.batch_answer(batch=batch, answers=answers, by=steward, queued=False))
    assert batch.state == "questions"
    answers = {("scale", "2022"): "1"}
    batch = check(services.batch_answer(batch=batch, answers=answers, by=steward, queued=False))
    assert (batch.state, batch.answers) == ("checked", {"scale": {"2021": "1", "2022": "1"}})


def test_answer_about_a_unit_is_remembered_for_the_source(checked, check, steward, team):
    batch = checked(b"2021;team ICT-lyceum\n")
    answers = {("unit", "ICT-lyceum"): team.code}
    batch = check(services.batch_answer(batch=batch, answers=answers, by=steward, queued=False))
    assert batch.state == "checked"
    alias = UnitAlias.objects.get()
    assert (alias.unit, alias.source, alias.name) == (team, "NEP", "ICT-lyceum")


def test_answer_to_skip_a_unit_is_not_remembered(checked, check, steward):
    batch = checked(b"2021;team ICT-lyceum\n")
    answers = {("unit", "ICT-lyceum"): SKIP}
    batch = check(services.batch_answer(batch=batch, answers=answers, by=steward, queued=False))
    assert batch.answers == {"unit": {"ICT-lyceum": SKIP}}
    assert not UnitAlias.objects.exists()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "ten minste één"),
        ({("scale", "2021"): "7"}, "Kies een van de antwoorden"),
        ({("unit", "ICT"): "bestaat-niet"}, "Kies een eenheid die bestaat"),
        ({("scale", "1999"): "1"}, "intussen veranderd"),
    ],
)
def test_answer_that_was_not_offered_is_refused(checked, steward, answers, said):
    batch = checked(b"2021;?\n2022;team ICT\n")
    with pytest.raises(ImportRefused, match=said):
        services.batch_answer(batch=batch, answers=answers, by=steward)
    batch.refresh_from_db()
    assert (batch.state, batch.answers) == ("questions", {})


def test_answer_when_nothing_is_asked_is_refused(checked, steward):
    with pytest.raises(NotNow, match="wacht op goedkeuring"):
        services.batch_answer(batch=checked(), answers={("scale", "2021"): "1"}, by=steward)


def test_answers_can_be_asked_anew(checked, check, steward):
    batch = checked(b"2021;?\n")
    answers = {("scale", "2021"): "1"}
    batch = check(services.batch_answer(batch=batch, answers=answers, by=steward, queued=False))
    batch = check(services.batch_recheck(batch=batch, by=steward, forget_answers=True, queued=False))
    assert (batch.state, batch.answers) == ("questions", {})


# Approving ----------------------------------------------------------------------------------------------
def test_approve_applies_and_keeps_where_it_came_from(checked, steward):
    batch = services.batch_approve(batch=checked(edition="2025"), by=steward)
    assert fake_reader.current() == {"2021": 10, "2022": 20}
    assert (batch.state, batch.approved_by, batch.approved_label) == ("applied", steward.user, steward.label)
    origin = batch.origin
    assert (origin.kind, origin.label, origin.edition, origin.sha256, origin.file, origin.recorded_by) == (
        "file", "nep.csv", "2025", batch.sha256, batch.file, steward.user,
    )  # fmt: skip
    assert AuditEvent.objects.get(verb="batch_approve").details["facts"] == 2


def test_approve_a_second_time_names_who_was_first(checked, steward, other):
    batch = checked()
    services.batch_approve(batch=batch, by=steward)
    with pytest.raises(NotNow, match=f"al toegepast, door {steward.label} op "):
        services.batch_approve(batch=batch, by=other)
    assert Observation.objects.count() == 2


def test_approve_the_same_content_again_adds_no_row(applied):
    applied()
    batch = applied(name="nogmaals.csv")
    assert (batch.state, batch.equal, batch.origin) == ("applied", 2, None)
    assert Observation.objects.count() == 2
    assert Origin.objects.count() == 1


def test_approve_what_no_longer_holds_is_refused_and_changes_nothing(checked, check, steward):
    first, second = checked(b"2021;1\n"), checked(b"2021;2\n")
    services.batch_approve(batch=first, by=steward)
    with pytest.raises(Outdated, match="Controleer het bestand opnieuw"):
        services.batch_approve(batch=second, by=steward)
    second.refresh_from_db()
    assert (second.state, fake_reader.current(), Origin.objects.count()) == ("checked", {"2021": 1}, 1)
    second = check(services.batch_recheck(batch=second, by=steward, queued=False))
    services.batch_approve(batch=second, by=steward)
    assert fake_reader.current() == {"2021": 2}


@pytest.mark.parametrize(("content", "said"), [(b"2021;x\n", "Er staan fouten"), (b"2021;?\n", "nog vragen")])
def test_approve_what_is_blocked_is_refused(checked, steward, content, said):
    with pytest.raises(NotNow, match=said):
        services.batch_approve(batch=checked(content), by=steward)
    assert not Origin.objects.exists()


def test_approve_all_or_nothing(reader, checked, steward, monkeypatch):
    real = fake_reader.FakeHandler.apply

    def halfway(self, batch, origin, by):
        real(self, batch, origin, by)
        raise RuntimeError

    monkeypatch.setattr(fake_reader.FakeHandler, "apply", halfway)
    batch = checked()
    with pytest.raises(RuntimeError):
        services.batch_approve(batch=batch, by=steward)
    batch.refresh_from_db()
    assert (batch.state, fake_reader.current(), Origin.objects.exists()) == ("checked", {}, False)


def test_approve_with_four_eyes_asks_for_somebody_else(four_eyes, checked, steward, other):
    batch = checked()
    with pytest.raises(ImportRefused, match="Iemand anders"):
        services.batch_approve(batch=batch, by=steward)
    assert services.batch_approve(batch=batch, by=other).state == "applied"


def test_approve_with_four_eyes_is_not_for_a_command(four_eyes, checked):
    with pytest.raises(ImportRefused, match="Iemand anders"):
        services.batch_approve(batch=checked(), by=CommandActor("import_file"))


def test_approve_without_its_reader_is_refused(checked, steward):
    batch = checked()
    registry.unregister("nep")
    with pytest.raises(ImportRefused, match="bestaat niet meer"):
        services.batch_approve(batch=batch, by=steward)


# Undoing ------------------------------------------------------------------------------------------------
def test_undo_restores_exactly_what_was_before(applied, steward):
    applied(b"2021;1\n")
    second = applied(b"2021;2\n2022;3\n", edition="2025")
    batch = services.batch_undo(batch=second, by=steward, note=" verkeerd bestand ")
    assert fake_reader.current() == {"2021": 1}
    assert (batch.state, batch.note, batch.undone_by) == ("undone", "verkeerd bestand", steward.user)
    assert (batch.undo_origin.kind, batch.undo_origin.label) == ("file", "ongedaan gemaakt: nep.csv")
    assert Observation.objects.count() == 4


def test_undo_of_what_only_added_leaves_no_origin_behind(applied, steward):
    batch = services.batch_undo(batch=applied(), by=steward)
    assert (fake_reader.current(), batch.undo_origin) == ({}, None)
    assert Origin.objects.count() == 1


def test_undo_after_a_later_import_is_refused_with_the_reason(applied, steward):
    first = applied(b"2021;1\n")
    applied(b"2021;2\n")
    with pytest.raises(UndoRefused, match="latere import"):
        services.batch_undo(batch=first, by=steward)
    first.refresh_from_db()
    assert (first.state, fake_reader.current()) == ("applied", {"2021": 2})


def test_undo_twice_is_refused(applied, steward):
    batch = applied()
    services.batch_undo(batch=batch, by=steward)
    with pytest.raises(NotNow, match="al ongedaan gemaakt, door"):
        services.batch_undo(batch=batch, by=steward)


def test_undo_of_what_changed_nothing_is_refused(applied, steward):
    applied()
    with pytest.raises(ImportRefused, match="veranderde niets"):
        services.batch_undo(batch=applied(), by=steward)


def test_undone_file_can_come_again(applied, steward):
    services.batch_undo(batch=applied(), by=steward)
    assert applied().new == 2
    assert fake_reader.current() == {"2021": 10, "2022": 20}


# Rejecting ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("content", [fake_reader.GOOD, b"2021;x\n", b"2021;?\n"])
def test_reject_closes_a_file(checked, steward, content):
    batch = services.batch_reject(batch=checked(content), by=steward, note="dubbel")
    assert (batch.state, batch.note, batch.rejected_label) == ("rejected", "dubbel", steward.label)
    with pytest.raises(NotNow, match="al afgewezen, door"):
        services.batch_approve(batch=batch, by=steward)
    with pytest.raises(NotNow, match="al afgewezen"):
        services.batch_recheck(batch=batch, by=steward)


def test_reject_what_is_applied_is_refused(applied, steward):
    with pytest.raises(NotNow, match="al toegepast"):
        services.batch_reject(batch=applied(), by=steward)


def test_reject_throws_away_what_is_not_kept(reader, checked, steward):
    registry.register(fake_reader.make(keeps_file=False))
    batch = checked(b"2021;?\n")
    assert batch.file is not None
    batch = services.batch_reject(batch=batch, by=steward)
    assert Batch.objects.get(pk=batch.pk).file is None
    with pytest.raises(ImportRefused, match="Upload het opnieuw"):
        services.batch_recheck(batch=batch, by=steward)
