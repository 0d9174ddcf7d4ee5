"""Several lists in one query come back as they went in, on either database."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import Count

from core.together import day, rows_together
from organisation.models import Unit, UnitParent
from tests import factories

pytestmark = pytest.mark.django_db
STRANGE = 'Team "é" \\ <b>\U0001f600</b> \u202eomgekeerd\nregel'


def test_rows_together_takes_one_query_and_keeps_every_kind(django_assert_num_queries):
    college = factories.make_unit("college", name=STRANGE)
    school = factories.make_unit("school", name="School")
    UnitParent.objects.create(unit=school, parent=college, valid_from=date(2024, 2, 29))
    assert connection.features.supports_json_field  # SQLite asks this once, and remembers
    with django_assert_num_queries(1):
        found = rows_together(
            {
                "units": (Unit.objects.all(), {"pk": "pk", "name": "name"}),
                "parents": (
                    UnitParent.objects.order_by("-pk"),
                    {"name": "parent__name", "from": "valid_from", "until": "valid_until"},
                ),
                "nothing": (Unit.objects.filter(code="geen"), {"pk": "pk"}),
                "counts": (
                    Unit.objects.filter(pk=college.pk).annotate(below=Count("children")),
                    {"n": "below"},
                ),
            }
        )
    assert {row["name"]: row["pk"] for row in found["units"]} == {STRANGE: college.pk, "School": school.pk}
    assert found["parents"] == [{"name": STRANGE, "from": "2024-02-29", "until": None}]
    assert found["nothing"] == []
    assert found["counts"] == [{"n": 1}]


def test_rows_together_without_lists_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows_together({}) == {}


def test_day_reads_a_day_and_the_day_of_a_moment():
    assert day(None) is None
    assert day("2024-02-29") == date(2024, 2, 29)
    assert day("2024-02-29T10:00:00+00:00") == date(2024, 2, 29)
