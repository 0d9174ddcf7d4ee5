"""DUO's counts are read for the programmes that an agenda of the site follows."""

from __future__ import annotations

from datetime import date

import pytest

from agenda.models import Agenda
from imports.reading import Options, Row
from indicators.readers import followed
from organisation.models import UnitKind
from tests.built.files import csv_file
from tests.factories import make_unit

HEAD = [
    "INSTELLINGSCODE",
    "STUDIEJAAR",
    "BEROEPSOPLEIDING CODE",
    "DIPMAN2021",
    "DIPVROUW2021",
    "INSTROOM MBO",
    "INSTROOM OPLEIDING",
]


def codes(items):
    return {item.fields["breakdown"]["beroepsopleiding"] for item in items if isinstance(item, Row)}


@pytest.mark.django_db
@pytest.mark.parametrize("read", [followed.gediplomeerden, followed.instroom])
def test_only_programmes_that_are_followed(read):
    agenda = Agenda.objects.create(
        slug="a",
        title="A",
        college=make_unit(UnitKind.COLLEGE),
        starts=date(2024, 1, 1),
        ends=date(2027, 12, 31),
    )
    agenda.programmes.create(code="bc113", title="Mbo-Verpleegkundige")
    rows = (HEAD, ["25LW", 2022, "BC113", 1, 2, 3, 4], ["25LW", 2022, "BC223", 1, 2, 3, 4])
    assert codes(read(csv_file(*rows), Options())) == {"bc113"}
    assert codes(read(csv_file(*rows), Options(settings={"programmes": {"bc223": "Verzorgende"}}))) == {
        "bc223"
    }
