"""A college that has an agenda keeps its BRIN: another file of that agenda finds it by that."""

from __future__ import annotations

from datetime import date

import pytest

from agenda.models import Agenda
from organisation import services
from organisation.exceptions import UnitError


def test_agenda_keeps_the_brin_of_its_college(by, college):
    agenda = Agenda.objects.create(
        slug="een", college=college, title="Een", starts=date(2024, 1, 1), ends=date(2027, 12, 31)
    )
    with pytest.raises(UnitError, match="Noorderpoort heeft een agenda"):
        services.unit_change(unit=college, name=college.name, brin="", by=by)
    agenda.delete()
    assert services.unit_change(unit=college, name=college.name, brin="", by=by).brin == ""
