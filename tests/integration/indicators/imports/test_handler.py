"""Files of figures: checked, applied, applied again, taken back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from imports.exceptions import Outdated, UndoRefused
from imports.models import Batch, Origin
from imports.reading import Problem, Severity, UnitRef
from imports.registry import readers
from indicators.models import ComparedWith, ImportPreview, Observation, Series, StagedFact
from indicators.readers.figures import MOST_ERRORS
from indicators.services import Fact, observations_record
from operations.models import AuditEvent
from organisation.models import Unit, UnitAlias, UnitKind
from tests.integration.indicators.imports.conftest import (
    OTHER,
    apply,
    make_batch,
    plan,
    row,
    take_in,
    undo,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole")]


def standing() -> Counter:
    """Every current fact with its provenance."""
    fields = (
        "series__key",
        "subject__code",
        "period",
        "value",
        "absence",
        "n",
        "final",
        "origin",
        "place",
        "note",
    )
    return Counter(Observation.objects.current().values_list(*fields))


def value(period="2016/2017", unit="25LW", moment=None):
    return Observation.objects.known_at(moment).get(period=period, subject__code=unit).value


def record(college, whole, value, kind=Origin.Kind.AGENDA, edition=""):
    origin = Origin.objects.create(
        kind=kind, label="eerder", actor_label="x", ground="reden", edition=edition
    )
    fact = Fact(whole.pk, "2016/2017", Decimal(value))
    observations_record(subject=college, facts=[fact], origin=origin, over=frozenset(Origin.Kind.values))
    return origin


# Planning -----------------------------------------------------------------------------------------------
def test_plan_changes_nothing_but_the_staging():
    planned = plan(make_batch(), [row("4.17"), row("5", unit=OTHER, breakdown={"niveau": "2"})])
    assert (planned.rows, planned.new, planned.changed, planned.equal, planned.refused) == (2, 2, 0, 0, 0)
    assert not Observation.objects.exists()
    assert not Unit.objects.filter(kind=UnitKind.BENCHMARK).exists()
    assert Series.objects.count() == 1
    assert StagedFact.objects.count() == 2


def test_plan_again_replaces_what_was_staged():
    batch = make_batch()
    plan(batch, [row("4.17"), row("5", "2017/2018")])
    planned = plan(batch, [row("4.2")])
    assert planned.new == 1
    assert list(StagedFact.objects.values_list("value", flat=True)) == [Decimal("4.2")]
    assert ImportPreview.objects.get().run == StagedFact.objects.get().run


def test_plan_that_is_stopped_leaves_the_earlier_preview():
    batch = make_batch()
    plan(batch, [row("4.17")])

    def stop(rows: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        plan(batch, [row("9.99")], stop)
    assert apply(batch) == 1
    assert value() == Decimal("4.17")


def test_plan_tells_how_far_it_is():
    told: list[int] = []
    plan(
        make_batch(),
        (
            row(number % 100, unit=UnitRef("college", f"{number // 26 % 100:02d}A{chr(65 + number % 26)}"))
            for number in range(2500)
        ),
        told.append,
    )
    assert told[0] == 2000
    assert told[-1] == 2500


def test_plan_passes_on_what_the_reader_found():
    found = Problem("blad VSV, cel K37", Severity.ERROR, "'x' is geen getal")
    planned = plan(make_batch(), [found, row("4.17")])
    assert planned.problems == (found,)


def test_plan_of_an_indicator_that_the_site_does_not_have_is_one_note():
    rows = [row("1", indicator="financieel"), row("2", indicator="financieel"), row("4.17")]
    planned = plan(make_batch(), rows)
    assert (planned.rows, planned.new) == (3, 1)
    [note] = planned.problems
    assert note.severity is Severity.NOTE
    assert "2 cijfers" in note.message
    assert "financieel" in note.message


def test_plan_a_row_that_cannot_be_is_an_error_at_its_place():
    wrong = row("1", "vorig jaar")
    [problem] = plan(make_batch(), [wrong, row("4.17")]).problems
    assert (problem.place, problem.severity) == (wrong.place, Severity.ERROR)
    assert "is geen periode" in problem.message


def test_plan_the_same_figure_twice_with_another_value_names_both_places():
    one, other = row("4.17"), row("4.18")
    [problem] = plan(make_batch(), [one, other]).problems
    assert problem.severity is Severity.ERROR
    assert one.place in problem.message
    assert other.place in problem.message
    assert "4,17" not in problem.message, "a small number must not be kept in a message"


def test_plan_the_same_figure_twice_counts_once():
    planned = plan(make_batch(), [row("4.17"), row("4.1700001"), row("4.17", unit=UnitRef("own", ""))])
    assert (planned.rows, planned.new, planned.problems) == (3, 1, ())


def test_plan_many_figures_twice_tells_some_and_counts_the_rest_in_as_many_queries():
    costs = []
    for times in (3, 300):
        rows = [row(str(number), part=f"deel {at}") for number in (1, 2) for at in range(times)]
        with CaptureQueriesContext(connection) as asked:
            problems = plan(make_batch(), rows).problems
        costs.append(len([q for q in asked if "INSERT" not in q["sql"]]))
    assert costs[0] == costs[1]
    assert len(problems) == MOST_ERRORS + 1
    assert problems[-1].message.startswith("Nog 100 cijfers staan er twee keer")


# Units --------------------------------------------------------------------------------------------------
def test_unknown_name_is_asked_once(college):
    rows = [
        row("1", unit=UnitRef("unit", "Team  ICT ")),
        row("2", "2017/2018", unit=UnitRef("unit", "team ict")),
    ]
    [problem] = plan(make_batch(), rows).problems
    assert problem.severity is Severity.QUESTION
    assert problem.question.kind == "unit"
    assert problem.question.key == "Team ICT"


def test_name_is_found_by_name_code_alias_and_answer(team, school):
    UnitAlias.objects.create(unit=team, name="ICT-ers", source="")
    names = {"team ict": team, "TEAM-ICT": team, "ict-ers": team, "Bouw en zo": school}
    batch = make_batch(answers={"unit": {"Bouw en zo": school.code, "Overig": "-"}})
    rows = [
        row(number, str(2000 + number), unit=UnitRef("unit", name))
        for number, name in enumerate([*names, "Overig"])
    ]
    planned = plan(batch, rows)
    assert planned.new == len(names)
    assert list(StagedFact.objects.order_by("period").values_list("subject", flat=True)) == [
        u.pk for u in names.values()
    ]
    assert [problem.severity for problem in planned.problems] == [Severity.NOTE]


def test_name_that_two_units_have_is_asked(school, team):
    Unit.objects.filter(pk=team.pk).update(name=school.name)
    [problem] = plan(make_batch(), [row("1", unit=UnitRef("unit", school.name))]).problems
    assert problem.question is not None


def test_college_without_brin_is_said_once(college):
    Unit.objects.filter(pk=college.pk).update(brin="")
    problems = plan(make_batch(), [row("1"), row("2", "2017/2018")]).problems
    assert [problem.severity for problem in problems] == [Severity.ERROR]
    assert "nog geen BRIN" in problems[0].message


def test_apply_makes_units_to_compare_with_and_series():
    group = UnitRef("group", "ROC", "Regionale opleidingscentra")
    take_in(
        row("4.17"), row("5", unit=OTHER), row("6", unit=group, beside=True), row("7", unit=UnitRef("national", "nl")),
        row("8", breakdown={"niveau": "2"}),
    )  # fmt: skip
    made = Unit.objects.filter(kind=UnitKind.BENCHMARK).values_list("code", "name", "brin")
    assert set(made) == {
        ("bench-00gt", "Ander College", "00GT"),
        ("vgl-roc", "Regionale opleidingscentra", ""),
        ("landelijk", "Landelijk", ""),
    }  # fmt: skip
    assert Series.objects.filter(key="niveau=2").exists()
    assert ComparedWith.objects.get().unit.code == "vgl-roc"
    assert AuditEvent.objects.filter(verb="unit_add").count() == 3


def test_apply_uses_units_that_are_there():
    take_in(row("5", unit=OTHER), edition="2018")
    take_in(row("6", unit=OTHER), edition="2019")
    assert Unit.objects.filter(kind=UnitKind.BENCHMARK).count() == 1
    assert value(unit="bench-00gt") == 6


# Applying -----------------------------------------------------------------------------------------------
def test_apply_keeps_where_a_figure_comes_from(college):
    one = row("4.170864", n=7034, sd=Decimal("0.5"), decimals=2, final=False, note="voorlopig")
    batch = take_in(one, edition="2018")
    fact = Observation.objects.get()
    assert (fact.subject, fact.value, fact.n, fact.sd, fact.decimals, fact.final) == (
        college, Decimal("4.170864"), 7034, Decimal("0.5"), 2, False,
    )  # fmt: skip
    assert (fact.origin, fact.origin.edition, fact.place, fact.note) == (
        batch.origin,
        "2018",
        one.place,
        "voorlopig",
    )
    assert (str(fact.period_start), str(fact.period_end)) == ("2016-08-01", "2017-07-31")


def test_restatement_leaves_both_readable_as_known_on_their_dates():
    take_in(row("4.1709"), edition="2018")
    between = timezone.now()
    take_in(row("4.5074"), row("4.8236", "2017/2018"), edition="2019")
    assert value(moment=between) == Decimal("4.1709")
    assert value() == Decimal("4.5074")
    assert value("2017/2018") == Decimal("4.8236")
    old, new = Observation.objects.filter(period="2016/2017").order_by("recorded_at")
    assert old.superseded_at == new.recorded_at


def test_import_again_changes_nothing():
    rows = [
        row("4.17"),
        row(None, "2017/2018", absence="nb"),
        row("5", unit=OTHER, breakdown={"niveau": "3"}),
    ]
    take_in(*rows, edition="2018")
    before = standing()
    batch = make_batch("2018")
    planned = plan(batch, rows)
    assert (planned.new, planned.changed, planned.equal) == (0, 0, 3)
    assert apply(batch) == 0
    assert standing() == before
    assert Observation.objects.count() == 3


def test_older_edition_never_replaces_a_newer_one():
    take_in(row("4.5"), edition="2019")
    batch = make_batch("2018")
    planned = plan(batch, [row("4.1"), row("3.9", "2015/2016")])
    assert (planned.new, planned.refused) == (1, 1)
    [warning] = planned.problems
    assert warning.severity is Severity.WARNING
    assert "nieuwere editie" in warning.message
    apply(batch)
    assert value() == Decimal("4.5")
    assert value("2015/2016") == Decimal("3.9")


def test_edition_that_nobody_named_is_called_after_its_newest_period():
    """So that last year's file, uploaded once more, does not bring back what was restated since."""
    assert plan(make_batch(""), [row("4.5"), row("4.8", "2017/2018")]).edition == "t/m 2017/2018"
    take_in(row("4.5"), row("4.8", "2017/2018"), edition="t/m 2017/2018")
    late = plan(make_batch(""), [row("4.1"), row("3.9", "2015/2016")])
    assert (late.edition, late.new, late.refused) == ("t/m 2016/2017", 1, 1)
    named = make_batch("2017")
    assert plan(named, [row("4.5"), row("4.9", "2017/2018")]).refused == 1
    assert plan(make_batch("t/m 2015/2016"), [row("4.8", "2017/2018")]).edition == "t/m 2017/2018"
    assert plan(make_batch("2019"), [row("4.1")]).edition == "2019"
    assert plan(make_batch(""), []).edition == ""


@pytest.mark.parametrize("kind", [Origin.Kind.AGENDA, Origin.Kind.DEMO, Origin.Kind.FILE])
def test_file_replaces_figures_of_the_plan_and_examples(college, whole, kind):
    record(college, whole, "4.2", kind)
    take_in(row("4.17"))
    assert value() == Decimal("4.17")


def test_value_entered_by_hand_stays_unless_the_file_is_newer(college, whole):
    record(college, whole, "4.2", Origin.Kind.MANUAL, edition="2019")
    planned = plan(make_batch("2019"), [row("4.17")])
    assert planned.refused == 1
    assert "met de hand" in planned.problems[0].message
    take_in(row("4.3"), edition="2020")
    assert value() == Decimal("4.3")


def test_apply_after_somebody_changed_a_figure_is_refused(college, whole):
    batch = make_batch()
    plan(batch, [row("4.17"), row("5", "2017/2018")])
    record(college, whole, "4.2")
    with pytest.raises(Outdated):
        apply(batch)


def test_apply_after_another_file_made_the_unit_and_figure_is_refused():
    batch = make_batch()
    plan(batch, [row("4.17", unit=OTHER)])
    take_in(row("5", unit=OTHER))
    with pytest.raises(Outdated):
        apply(batch)


def test_apply_leaves_no_staging():
    take_in(row("4.17"), row("4.2", "2017/2018"))
    assert not StagedFact.objects.exists()


def test_apply_and_undo_cost_the_same_for_many_rows(college):
    costs = {}
    for number, rows in ((1, 4), (2, 400)):
        batch = make_batch()
        unit = UnitRef("college", f"0{number}ZZ")
        plan(
            batch,
            [
                row(
                    place % 90,
                    f"{2000 + place % 4}-{1 + place // 4 % 12:02d}",
                    unit,
                    part=f"deel {place // 48}",
                )
                for place in range(rows)
            ],
        )
        with CaptureQueriesContext(connection) as asked:
            assert apply(batch) == rows
        with CaptureQueriesContext(connection) as undone:
            assert undo(batch) == rows
        # A thousand parameters to a statement: SQLite takes them in more than one.
        costs[number] = [len([q for q in one if "INSERT" not in q["sql"]]) for one in (asked, undone)]
    assert costs[1] == costs[2]


# Taking back --------------------------------------------------------------------------------------------
def test_undo_restores_exactly(college, whole):
    record(college, whole, "4.2")
    take_in(row("5", "2017/2018", n=40, note="eerst"), row("6", unit=OTHER), edition="2018")
    before = standing()
    first = timezone.now()
    batch = take_in(
        row("4.17"), row("5.1", "2017/2018"), row("7", unit=OTHER), row("8", "2018/2019"), edition="2019"
    )
    between = timezone.now()
    assert standing() != before
    assert undo(batch) == 4
    assert standing() == before
    assert value(moment=between) == Decimal("4.17")
    assert value(moment=first) == Decimal("4.2")


def test_undo_one_after_another_goes_back_to_the_beginning(college, whole):
    record(college, whole, "4.2")
    states, batches = [standing()], []
    for edition, number in (("2018", "4.3"), ("2019", "4.4"), ("2020", "4.5")):
        batches.append(take_in(row(number), edition=edition))
        states.append(standing())
    for batch in reversed(batches):
        states.pop()
        undo(batch)
        assert standing() == states[-1]


def test_undo_after_a_later_import_is_refused_with_the_reason():
    first = take_in(row("4.17"), row("5", "2017/2018"), edition="2018")
    take_in(row("4.5"), edition="2019")
    before = standing()
    with pytest.raises(
        UndoRefused, match=r"één cijfer is daarna vervangen.*2016/2017.*bestand-2019\.csv"
    ) as refused:
        undo(first)
    assert "Noorderpoort" in str(refused.value)
    assert standing() == before


def test_undo_after_the_later_import_was_undone_works():
    first = take_in(row("4.17"), edition="2018")
    later = take_in(row("4.5"), edition="2019")
    undo(later)
    assert value() == Decimal("4.17")
    undo(first)
    assert not Observation.objects.current().exists()


def test_undo_of_a_file_that_changed_nothing_does_nothing():
    take_in(row("4.17"))
    batch = take_in(row("4.17"))
    assert undo(batch) == 0
    assert value() == Decimal("4.17")


def test_moment_of_recording_lies_after_what_it_closes(college, whole):
    record(college, whole, "4.2")
    Observation.objects.update(recorded_at=timezone.now() + timedelta(seconds=5))
    take_in(row("4.17"))
    assert value() == Decimal("4.17")


# Limits -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", ["120", "-0.5"])
def test_value_that_its_unit_does_not_allow_is_an_error_at_its_place(value):
    wrong = row(value)
    planned = plan(make_batch(), [row("4.17", "2015/2016"), wrong])
    [problem] = planned.problems
    assert (problem.severity, problem.place) == (Severity.ERROR, wrong.place)
    assert problem.message.startswith("Een percentage loopt van 0 tot en met 100;")
    assert planned.new == 1


def test_series_with_a_unit_of_its_own_is_held_against_that(vsv):
    Series.objects.create(indicator=vsv, part="aantal", unit="count")
    assert plan(make_batch(), [row("120", part="aantal")]).problems == ()
    assert plan(make_batch(), [row("-1", part="aantal")]).problems[0].severity is Severity.ERROR


def test_change_may_be_anything(vsv):
    type(vsv).objects.update(is_change=True)
    assert plan(make_batch(), [row("-4"), row("130", "2015/2016")]).problems == ()


# Tidying ------------------------------------------------------------------------------------------------
def test_discard_leaves_what_waits_and_what_undo_needs():
    applied, rejected, waiting = make_batch(), make_batch(), make_batch()
    plan(applied, [row("4.17", unit=OTHER)])
    apply(applied)
    for batch in (rejected, waiting):
        plan(batch, [row("5"), row("6", "2017/2018")])
    Batch.objects.filter(pk=rejected.pk).update(state="rejected")
    handler = readers()[rejected.reader].handler
    unused = Batch.objects.filter(pk__in=[applied.pk, rejected.pk])
    assert handler.discard(unused) == 2
    assert handler.discard(unused) == 0
    assert set(StagedFact.objects.values_list("batch", flat=True)) == {waiting.pk}
    assert set(ImportPreview.objects.values_list("batch", flat=True)) == {applied.pk, waiting.pk}
    undo(applied)
    assert not Observation.objects.current().exists()
    assert apply(waiting) == 2
