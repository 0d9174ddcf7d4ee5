"""Many rows at once arrive as they were given."""

from __future__ import annotations

import pytest

from imports.reading import UnitRef
from indicators.models import Observation
from tests.integration.indicators.imports.conftest import row, take_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole")]
TEXTS = ["tab\there", "twee\nregels\r\n", "C:\\pad\\N", "\\N", "aanhaling \" en '", "één € 🙂", "100 %s", ""]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_kept_as_it_is(text):
    take_in(row("4.17", note=text))
    assert Observation.objects.get().note == text


def test_character_that_no_database_keeps_is_left_out():
    take_in(row("4.17", note="a\0b"))
    assert Observation.objects.get().note == "ab"


def test_empty_and_zero_stay_apart():
    take_in(row(0, "2014", n=0), row(None, "2015", absence="nb", n=None))
    assert list(Observation.objects.order_by("period").values_list("value", "n", "absence", "sd")) == [
        (0, 0, "", None), (None, None, "nb", None),
    ]  # fmt: skip


def test_name_of_a_unit_with_odd_characters():
    take_in(row("1", unit=UnitRef("college", "00GT", "Naam\tmet\\tekens\n en regels")))
    assert Observation.objects.get().subject.name == "Naam met\\tekens en regels"
