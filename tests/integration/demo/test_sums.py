"""What is invented can all be true at once."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from agenda.models import Agenda
from demo.services import Loaded
from demo.units import SCHOOLS, TEAMS
from imports.models import Origin
from indicators.models import Absence, Observation
from indicators.suppression import Hidden
from indicators.tree import tree_figures
from organisation.models import Unit, UnitKind

pytestmark = pytest.mark.django_db
Key = tuple[str, str, str, str]


def figures() -> dict[Key, dict[str, Observation]]:
    """(indicator, part, breakdown, period) to the figure of each unit, the college's under "college"."""
    found: dict[Key, dict[str, Observation]] = defaultdict(dict)
    made = Observation.objects.filter(origin__kind=Origin.Kind.DEMO).select_related(
        "series__indicator", "subject"
    )
    for row in made:
        unit = "college" if row.subject.kind == UnitKind.COLLEGE else row.subject.code
        found[row.series.indicator.key, row.series.part, row.series.key, row.period][unit] = row
    return found


def test_people_of_teams_and_schools_add_up(example: Loaded) -> None:
    checked = 0
    for units in figures().values():
        schools = [school for school in SCHOOLS if school.code in units]
        for school in schools:
            teams = [units[team.code].n or 0 for team in school.teams if team.code in units]
            if teams:
                assert units[school.code].n == sum(teams)
                checked += 1
        if schools and units["college"].n is not None:
            assert units["college"].n == sum(units[school.code].n or 0 for school in schools)
    assert checked > 300


def test_the_college_is_the_weighted_mean_of_its_schools(example: Loaded) -> None:
    checked = 0
    for key, units in figures().items():
        schools = [units[school.code] for school in SCHOOLS if school.code in units]
        if len(schools) < 2:
            continue
        college = units["college"]
        decimals = college.decimals if college.decimals is not None else _decimals(college)
        weighted = sum((row.value or 0) * (row.n or 0) for row in schools) / Decimal(college.n or 1)
        assert abs(weighted - (college.value or 0)) <= Decimal(1).scaleb(-decimals), key
        checked += 1
    assert checked > 40


def _decimals(row: Observation) -> int:
    return row.series.indicator.decimals if row.series.decimals is None else row.series.decimals


def test_values_have_the_decimals_of_their_series(example: Loaded) -> None:
    for units in figures().values():
        for row in units.values():
            if row.value is not None:
                decimals = row.decimals if row.decimals is not None else _decimals(row)
                assert row.value == round(row.value, decimals)


def test_values_are_possible(example: Loaded) -> None:
    limits = {"percent": (0, 100), "score5": (1, 5), "score10": (1, 10), "count": (0, 10**6)}
    for units in figures().values():
        for row in units.values():
            low, high = limits[row.series.unit or row.series.indicator.unit]
            assert row.value is None or low <= row.value <= high


def test_switchers_are_part_of_those_who_begin(example: Loaded) -> None:
    all_ = figures()
    checked = 0
    for (indicator, part, key, period), units in all_.items():
        if indicator == "instroom-maatschappelijke-opgaven" and "instroom=switch" in key:
            total = all_[indicator, part, key.replace("switch", "totaal"), period]["college"].value
            switch = units["college"].value
            if switch is not None and total is not None:
                assert switch <= total
                checked += 1
    assert checked > 30


def test_work_is_the_share_of_its_counts(example: Loaded) -> None:
    all_ = figures()
    name = "werk-na-entree-en-niveau-2"
    shares = [(key, row["college"]) for key, row in all_.items() if key[0] == name and key[1] == ""]
    assert len(shares) > 50
    for (_, _, breakdown, period), share in shares:
        left = all_[name, "uitstromers", breakdown, period]["college"].value if breakdown else None
        working = all_[name, "werknemers", breakdown, period]["college"].value if breakdown else None
        if left and working is not None:
            assert abs(working / left * 100 - (share.value or 0)) <= Decimal("0.5")
            assert share.n == left


@pytest.mark.parametrize("part", ["uitstromers", "werknemers"])
def test_leavers_add_up_over_levels(example: Loaded, part: str) -> None:
    all_ = figures()
    name = "werk-na-entree-en-niveau-2"
    for period in ("2020/2021", "2022/2023"):
        levels = [all_[name, part, f"niveau={level}", period]["college"].value or 0 for level in (1, 2, 3, 4)]
        assert all_[name, part, "", period]["college"].value == sum(levels)


def test_former_education_adds_up_and_has_its_shares(example: Loaded) -> None:
    all_ = figures()
    counts = [(key, row) for key, row in all_.items() if key[0] == "kwetsbare-instroom"]
    for period in {key[3] for key, _ in counts}:
        for breakdown in ("niveau=1", "niveau=2", ""):
            here = {
                key[1]: row["college"].value or 0 for key, row in counts if key[2:] == (breakdown, period)
            }
            total = here.pop("totaal")
            assert total == sum(here.values()) > 0
            for part, count in here.items():
                share = all_["kwetsbare-instroom-aandeel", part, breakdown, period]["college"].value or 0
                assert abs(count / total * 100 - share) <= Decimal("0.5")


def test_answers_add_up_to_the_positive_share(example: Loaded) -> None:
    all_ = figures()
    for name in ("lessen-nederlands-positief", "lessen-rekenen-positief"):
        for period in ("2024", "2026"):
            for unit, row in all_[name, "", "", period].items():
                if unit != "voorbeeld-landelijk":
                    parts = [
                        all_[name, "", f"antwoord={a}", period][unit].value or 0
                        for a in ("goed", "heel goed")
                    ]
                    assert abs(sum(parts) - (row.value or 0)) <= Decimal("1.1")


def test_successful_starters_are_starters(example: Loaded) -> None:
    all_ = figures()
    checked = 0
    for (indicator, part, key, period), units in all_.items():
        if (indicator, part) == ("succes-eerste-jaar-hbo", "succes") and units["college"].value is not None:
            assert units["college"].value <= (all_[indicator, "starters", key, period]["college"].value or 0)
            checked += 1
    assert checked > 20


def test_what_the_source_did_not_give_stays_missing(example: Loaded) -> None:
    made = Observation.objects.filter(
        origin__kind=Origin.Kind.DEMO, series__indicator__key="startersresultaat"
    )
    absences = set(made.filter(series__key="beroepsopleiding=bc325").values_list("value", "absence"))
    assert absences == {(None, Absence.NB)}


def test_some_teams_are_too_small_to_show(example: Loaded) -> None:
    harbour = next(team for team in TEAMS if team.name.endswith("Havens"))
    school = next(school for school in SCHOOLS if harbour in school.teams)
    units = {unit.code: unit for unit in Unit.objects.filter(code__startswith=school.code)}
    tree = tree_figures(Agenda.objects.select_related("college").get(), units[school.code])
    series = figures()["veilig-op-school", "", "", "2026"]["college"].series_id
    points = {team.name: tree.point(series, "2026", units[team.code].pk) for team in school.teams}
    hidden = {name: point.shown.hidden for name, point in points.items() if point is not None}
    # The small one, and at least one more: what is left of the school would tell it.
    assert hidden[harbour.name] is Hidden.SMALL
    assert sum(kind is not None for kind in hidden.values()) >= 2


def test_the_example_tells_of_better_and_of_worse(example: Loaded) -> None:
    plan = {row.series_id: row for row in Observation.objects.filter(origin__kind=Origin.Kind.AGENDA)}
    ups = downs = 0
    for units in figures().values():
        row = units.get("college")
        before = plan.get(row.series_id) if row else None
        if row and before and row.value is not None and before.value is not None:
            ups += row.value > before.value
            downs += row.value < before.value
    assert min(ups, downs) > 40
