"""Editions of a source: the newest that says something of a figure decides, also when it said nothing new."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as DatabaseCase

from imports.exceptions import Outdated, UndoRefused
from imports.reading import Severity
from indicators import corrections
from indicators.models import Confirmation, Indicator, Observation, Series
from organisation.access import CommandActor
from organisation.models import UnitKind
from tests import factories
from tests.integration.indicators.imports.conftest import apply, make_batch, plan, row, take_in, undo

BY = CommandActor("test")
PERIOD = "2016/2017"


def standing() -> list[tuple[Decimal, str]]:
    """Value and edition of what stands now."""
    return list(Observation.objects.current().values_list("value", "origin__edition"))


def outcome(value: str, edition: str, reader: str = "table") -> str:
    planned = plan(make_batch(edition, reader), [row(value)])
    return next(name for name in ("new", "changed", "equal", "refused") if getattr(planned, name))


@pytest.mark.django_db
@pytest.mark.usefixtures("whole")
class TestOneSource:
    def test_older_edition_cannot_change_what_a_newer_one_confirmed(self):
        take_in(row("80"), edition="2018")
        take_in(row("80"), edition="2020")
        assert outcome("75", "2019") == "refused"
        assert outcome("75", "2021") == "changed"
        assert Observation.objects.count() == 1

    def test_same_edition_or_an_older_one_confirms_nothing(self):
        take_in(row("80"), edition="2018")
        take_in(row("80"), edition="2018")
        take_in(row("80"), edition="2017")
        assert (Observation.objects.count(), Confirmation.objects.count()) == (1, 0)

    def test_figure_stands_on_with_the_edition_that_confirmed_it(self):
        first = take_in(row("80"), edition="2018")
        take_in(row("80", place="x"), edition="2020")
        undo(first)
        assert standing() == [(Decimal(80), "2020")]
        assert outcome("75", "2019") == "refused"

    def test_taking_both_back_in_either_order_leaves_what_was_before(self):
        for first_goes_first in (True, False):
            before = take_in(row("70"), edition="2016")
            first, second = take_in(row("80"), edition="2018"), take_in(row("80"), edition="2020")
            for batch in (first, second) if first_goes_first else (second, first):
                undo(batch)
            assert standing() == [(Decimal(70), "2016")]
            assert not Confirmation.objects.exists()
            undo(before)
            assert standing() == []

    def test_of_several_confirmations_the_newest_takes_over_and_then_the_next(self):
        first = take_in(row("80"), edition="2018")
        take_in(row("80"), edition="2019")
        last = take_in(row("80"), edition="2020")
        undo(first)
        assert standing() == [(Decimal(80), "2020")]
        undo(last)
        assert standing() == [(Decimal(80), "2019")]

    def test_confirmation_that_comes_after_the_check_outdates_it(self):
        take_in(row("80"), edition="2018")
        late = make_batch("2019")
        plan(late, [row("75")])
        take_in(row("80"), edition="2020")
        with pytest.raises(Outdated):
            apply(late)

    def test_correction_takes_over_the_edition_that_confirmed(self):
        take_in(row("80"), edition="2018")
        take_in(row("80"), edition="2020")
        corrections.observation_correct(
            observation=Observation.objects.current().get(),
            entry=corrections.Entry(Decimal(81)),
            ground="x",
            by=BY,
        )
        assert (outcome("80", "2020"), outcome("80", "2021")) == ("refused", "changed")

    def test_file_can_be_taken_back_once_the_correction_is(self):
        take_in(row("70"), edition="2016")
        batch = take_in(row("80"), edition="2018")
        corrected = corrections.observation_correct(
            observation=Observation.objects.current().get(),
            entry=corrections.Entry(Decimal(81)),
            ground="x",
            by=BY,
        )
        with pytest.raises(UndoRefused, match=r"met de hand door .*Neem die wijziging eerst terug"):
            undo(batch)
        corrections.observation_take_back(observation=corrected, ground="Toch niet", by=BY)
        undo(batch)
        assert standing() == [(Decimal(70), "2016")]


@pytest.mark.django_db
@pytest.mark.usefixtures("whole")
class TestSeveralSources:
    def test_edition_of_another_source_is_not_older(self):
        take_in(row("80"), edition="t/m 2025", reader="table")
        planned = plan(make_batch("t/m 2023/2024", "duo_indicators"), [row("75")])
        assert (planned.changed, planned.refused) == (1, 0)
        (told,) = [one for one in planned.problems if one.severity is Severity.WARNING]
        assert "1 cijfers kwamen uit een ander soort bestand" in told.message

    def test_equal_figure_of_another_source_confirms_nothing(self):
        take_in(row("80"), edition="2018", reader="duo_indicators")
        take_in(row("80"), edition="2025", reader="table")
        assert outcome("75", "2019", "duo_indicators") == "changed"

    def test_correction_is_not_replaced_by_another_source(self):
        take_in(row("80"), edition="2018", reader="duo_indicators")
        corrections.observation_correct(
            observation=Observation.objects.get(), entry=corrections.Entry(Decimal(81)), ground="x", by=BY
        )
        assert outcome("75", "2025", "table") == "refused"
        assert outcome("75", "2019", "duo_indicators") == "changed"


class TestAnyOrder(DatabaseCase):
    """Whatever editions come in and go again, what stands is what the newest that is left says."""

    @settings(max_examples=30, deadline=None)
    @given(
        files=st.lists(
            st.tuples(st.integers(2015, 2022), st.sampled_from(["70", "80"])), min_size=1, max_size=5,
            unique_by=lambda one: one[0],
        ),
        goes=st.integers(0, 4),
    )  # fmt: skip
    def test_newest_edition_decides(self, files, goes):
        factories.make_unit(UnitKind.COLLEGE, code="25LW", name="Noorderpoort", brin="25LW")
        Series.objects.create(indicator=Indicator.objects.create(key="vsv", unit="percent"))
        batches = {edition: take_in(row(value), edition=str(edition)) for edition, value in files}
        newest, value = max(files)
        assert [said for said, _ in standing()] == [Decimal(value)]
        gone = files[goes % len(files)]
        if gone[0] == newest:
            return
        with suppress(UndoRefused):  # something newer stands where it stood
            undo(batches[gone[0]])
        assert [said for said, _ in standing()] == [Decimal(value)]
