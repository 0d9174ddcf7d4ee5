"""Somebody with every page and every download before them subtracts, and gets nothing that is hidden."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from agenda.models import Agenda
from dashboards.units import unit_page
from imports.models import Origin
from indicators.breakdowns import breakdown_label, parse_key, part_label
from indicators.models import Observation, PlanSeries
from indicators.sums import breakdown_sums, solve, tree_sums
from indicators.tree import tree_figures
from organisation.models import Unit, UnitKind, UnitParent
from organisation.roles import Role
from tests.example import ON, PERIOD, SCHOOL, TEAM

SENTINEL = Decimal("987654.321")
TRACES = ("987654", "987.654", "987,654")
Cell = tuple[int, int, str]
"""A unit's id, a series' id and a period."""


class Words(HTMLParser):
    """The text of a page in pieces, each with the tag that it stands in and the classes around it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "br", "input", "img"}:
            self._open.append(tag)
        if tag in {"article", "tr", "summary", "h1", "h3", "table"}:
            self.pieces.append((f"<{tag}", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pieces.append((self._open[-1] if self._open else "", " ".join(data.split())))


def agenda() -> Agenda:
    return Agenda.objects.select_related("college").get()


def labels() -> dict[tuple[str, str], int]:
    """Series by the code and the label under which pages of units show them."""
    names = dict(agenda().programmes.values_list("code", "title"))
    return {
        (row.agenda_indicator.code, _label(row, names)): row.series_id
        for row in PlanSeries.objects.select_related("series", "agenda_indicator")
    }


def _label(row: PlanSeries, names: dict[str, str]) -> str:
    label = part_label(row.series.part, breakdown_label(parse_key(row.series.key), names))
    return label[:1].upper() + label[1:]


def told_by(html: str, unit: Unit, series: dict[tuple[str, str], int]) -> Iterator[Cell]:
    """Every cell whose value stands on the page of a unit."""
    words = Words(html[html.index("<main") :]).pieces
    code = label = period = ""
    for place, (tag, text) in enumerate(words):
        following = words[place + 1 : place + 9]
        if tag == "<h3":
            code, label = following[0][1], ""
        elif tag == "p" and words[place - 1][0] == "a":
            label = text
        elif tag == "dt" and (found := re.search(r", (\d{4}\S*)$", text)):
            period = found[1]
            if _is_value(following[0][1]):
                yield unit.pk, series[code, label], period
        elif tag == "<tr" and following[0][0] in {"th", "a"}:
            yield from _row(following, unit, series, code, label, period)


def _row(following, unit: Unit, series, code: str, label: str, period: str) -> Iterator[Cell]:
    name, value = following[0][1], following[1][1]
    part = Unit.objects.filter(name=name, parents__parent=unit).first()
    if part is not None:
        if _is_value(value):
            yield part.pk, series[code, label], period
    elif re.fullmatch(r"\d{4}\S*", value) and _is_value(following[2][1]):
        yield unit.pk, series[code, "" if name == "Hele eenheid" else name], value


def _is_value(text: str) -> bool:
    return bool(re.match(r"[−\d€]", text))


@pytest.fixture
def facts(site) -> dict[Cell, Observation]:
    rows = Observation.objects.current().exclude(subject__kind=UnitKind.BENCHMARK).select_related("origin")
    return {(row.subject_id, row.series_id, row.period): row for row in rows}


@pytest.fixture
def small(facts) -> set[Cell]:
    """What nobody may get to know."""
    threshold = agenda().suppress_below
    return {
        key for key, row in facts.items()
        if row.n is not None and row.n < threshold and row.origin.kind != Origin.Kind.AGENDA
    }  # fmt: skip


@pytest.fixture
def told(browse, facts) -> set[Cell]:
    """Every cell that the board can read, in the pages of the units and the download of each indicator."""
    client, series = browse(Role.BOARD), labels()
    seen: set[Cell] = set()
    for unit in Unit.objects.filter(kind__in=[UnitKind.SCHOOL, UnitKind.TEAM], code__startswith="voorbeeld"):
        seen |= set(told_by(client.get(f"/eenheden/{unit.code}/").content.decode(), unit, series))
    college = agenda().college_id
    by_label = {(code, label or "hele instelling"): pk for (code, label), pk in series.items()}
    for code in {code for code, _ in series}:
        text = client.get(f"/indicatoren/{code}/cijfers.csv").content.decode("utf-8-sig")
        for line in text.splitlines()[1:]:
            _, label, period, value, *_ = line.split(";")
            if value:
                key = (code, label if label == "hele instelling" else label[:1].upper() + label[1:])
                seen.add((college, by_label[key], period))
    return seen


def test_the_board_cannot_subtract_its_way_to_a_small_number(facts, small, told):
    assert len(small) > 20
    assert len(told) > 1000
    assert not small & told
    parents = dict(UnitParent.objects.values_list("unit_id", "parent_id"))
    groups: dict[tuple[int, str], dict[tuple[int, int], int | None]] = defaultdict(dict)
    breakdowns: dict[int, dict[int, tuple[str, dict[str, str]]]] = defaultdict(dict)
    indicator_of = {}
    for plan in PlanSeries.objects.select_related("series"):
        indicator_of[plan.series_id] = plan.series.indicator_id
        breakdowns[plan.series.indicator_id][plan.series_id] = (plan.series.part, parse_key(plan.series.key))
    for (unit, series, period), row in facts.items():
        groups[indicator_of[series], period][unit, series] = row.n
    had = set()
    for (indicator, period), people in groups.items():
        sums = tree_sums(people, parents) + breakdown_sums(people, breakdowns[indicator])
        shown = {(unit, series) for unit, series in people if (unit, series, period) in told}
        had |= {(unit, series, period) for unit, series in solve(sums, shown).via}
    assert not small & had


def hidden_places() -> set[Cell]:
    plan = agenda()
    units = Unit.objects.filter(kind=UnitKind.SCHOOL)
    found: set[Cell] = set()
    for unit in units:
        figures = tree_figures(plan, unit)
        found |= {key for key, why in figures.hidden.items() if why != "absent"}
    return found


@pytest.fixture
def every_output(browse) -> list[str]:
    """All that anybody can read: pages of units and indicators with every series, downloads, the combined pages."""
    client = browse(Role.BOARD)
    units = Unit.objects.filter(code__startswith="voorbeeld-").exclude(kind=UnitKind.BENCHMARK)
    codes = sorted({code for code, _ in labels()})
    addresses = [f"/eenheden/{unit.code}/" for unit in units]
    addresses += [f"/indicatoren/{code}/{more}" for code in codes for more in ("", "cijfers.csv")]
    addresses += [f"/indicatoren/2a/?reeks={number}" for number in range(1, 9)]
    addresses += ["/indicatoren/", "/eenheden/", f"/agenda/{PERIOD}/"]
    addresses += [
        f"/agenda/{PERIOD}/doelstellingen/{code}/"
        for code in agenda().objectives.values_list("code", flat=True)
    ]
    return [f"{address}\n{client.get(address).content.decode()}" for address in addresses]


@pytest.fixture
def marked(site) -> int:
    """Every hidden value becomes one that is easy to find back."""
    rows = 0
    for unit, series, period in hidden_places():
        rows += Observation.objects.current().filter(
            subject_id=unit, series_id=series, period=period
        ).update(value=SENTINEL)  # fmt: skip
    return rows


def test_hidden_value_is_nowhere_in_page_chart_or_download(marked, every_output):
    assert marked > 100
    for text in every_output:
        for trace in TRACES:
            assert trace not in text, text.splitlines()[0]


def test_marked_value_would_be_found(browse, site):
    """The test above can fail."""
    row = Observation.objects.current().filter(subject__code=TEAM, n__gte=50).order_by("-period_end").first()
    Observation.objects.filter(pk=row.pk).update(value=SENTINEL)
    assert any(trace in browse(Role.BOARD).get(f"/eenheden/{TEAM}/").content.decode() for trace in TRACES)


def test_unit_page_never_calls_a_hidden_figure_by_number(site):
    """In the words as well: no change, gap or middle value leans on what is hidden."""
    plan = agenda()
    for unit in Unit.objects.filter(kind=UnitKind.TEAM, code__startswith="voorbeeld"):
        for indicator in unit_page(plan, unit, ON).indicators:
            for line in (indicator.main, *indicator.more):
                if line.own.value is None:
                    assert line.own.shown.n is None
                    assert not line.gap
                    assert not line.change


def test_figures_of_two_units_are_hidden_alike(site):
    """What a page hides does not depend on whose page it is: else two pages together would tell."""
    plan = agenda()
    one, other = (tree_figures(plan, Unit.objects.get(code=code)) for code in (SCHOOL, "voorbeeld-13"))
    shared = {key for key in one.hidden if key in other.hidden}
    assert shared
    assert {key: one.hidden[key] for key in shared} == {key: other.hidden[key] for key in shared}
