"""Somebody with the example's files and pages subtracts parts and multiplies shares, and gets no small number."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from itertools import combinations

import pytest
from django.test import Client
from openpyxl import load_workbook

from agenda.models import Agenda
from indicators import hiding, versions
from indicators.breakdowns import breakdown_label, parse_key, part_label
from indicators.models import Observation, PlanSeries
from organisation.roles import Role
from tests.unit.indicators.enumeration import Tables
from tests.unit.indicators.subtraction import had_by_subtraction

Cell = tuple[str, str, str]
"""A part, a breakdown key and a period."""
Read = tuple[Decimal, int | None]
"""A value and its n, as somebody reads them."""
CODES = ("1.3-d", "2b")


class College:
    """The figures that the example has of the college, of one indicator, and who may not get to know which."""

    def __init__(self, code: str) -> None:
        plan = Agenda.objects.select_related("college").get()
        names = dict(plan.programmes.values_list("code", "title"))
        rows = PlanSeries.objects.filter(agenda_indicator__code=code).select_related(
            "series", "agenda_indicator__indicator"
        )
        self.code = code
        self.labels: list[str] = []
        self.cells: dict[str, tuple[str, str]] = {}
        self.units: dict[str, str] = {}
        for row in rows.order_by("order"):
            one = row.series
            words = part_label(one.part, breakdown_label(parse_key(one.key), names))
            self.labels.append(words or "hele instelling")
            self.cells[self.labels[-1]] = (one.part, one.key)
            self.units[one.part] = one.unit or row.agenda_indicator.indicator.unit
        facts = Observation.objects.current().filter(
            subject=plan.college_id, series__in=[row.series_id for row in rows], value__isnull=False
        )
        self.facts: dict[Cell, Observation] = {
            (fact.series.part, fact.series.key, fact.period): fact
            for fact in facts.select_related("series", "origin")
        }
        self.people: dict[Cell, int] = {
            cell: fact.n if fact.n is not None else int(fact.value)
            for cell, fact in self.facts.items()
            if fact.n is not None or self.units[cell[0]] == "count"
        }
        self.small = {
            cell for cell, people in self.people.items()
            if people < plan.suppress_below and self.facts[cell].origin.kind != "agenda"
        }  # fmt: skip

    def sums(self) -> list[tuple[Cell, list[Cell]]]:
        """Everything that adds up: over breakdowns, and over all parts but one."""
        groups: dict[tuple[str, str, frozenset[str]], list[Cell]] = defaultdict(list)
        alike: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for part, key, period in self.people:
            alike[key, period].append((part, key, period))
            pairs = key.split(";") if key else []
            for size in range(len(pairs)):
                for kept in combinations(pairs, size):
                    more = frozenset(pair.split("=")[0] for pair in pairs if pair not in kept)
                    groups[part, f"{';'.join(kept)}|{period}", more].append((part, key, period))
        found = [((part, *place.split("|")), parts) for (part, place, _), parts in groups.items()]
        for cells in alike.values():
            counts = [cell for cell in cells if self.units[cell[0]] == "count"]
            found += [(cell, [other for other in counts if other != cell]) for cell in counts]
        return [
            (whole, parts) for whole, parts in found
            if parts and self.people.get(whole) == sum(self.people[part] for part in parts)
            and sum(bool(self.people[part]) for part in parts) > 1
        ]  # fmt: skip

    def multiplied(self, read: Mapping[Cell, Read]) -> set[Cell]:
        """The counts that are a percentage that is read, times its n."""
        counts = [part for part, unit in self.units.items() if unit == "count"]
        return {
            count
            for (part, key, period), (value, n) in read.items()
            if self.units[part] == "percent" and n is not None
            for count in [(other, key, period) for other in counts]
            if count in self.facts and abs(value * n / 100 - self.facts[count].value) < Decimal("0.5")
        }

    def worked_out(self, read: Mapping[Cell, Read]) -> set[Cell]:
        """What somebody knows who has read these figures."""
        known = set(read) | self.multiplied(read)
        return known | had_by_subtraction(self.sums(), known)


class Rows(HTMLParser):
    """The cells of the first table of figures on a page, row by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in = False
        start = html.index('<table class="table table-figures')
        self.feed(html[start : html.index("</table>", start)])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def of_csv(client: Client, college: College) -> Iterator[tuple[Cell, Read]]:
    text = client.get(f"/indicatoren/{college.code}/cijfers.csv").content.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        if row["waarde"]:
            n = int(row["n"]) if row["n"] else None
            yield (*college.cells[row["reeks"]], row["periode"]), (_number(row["waarde"]), n)


def of_xlsx(client: Client, college: College) -> Iterator[tuple[Cell, Read]]:
    book = load_workbook(io.BytesIO(client.get(f"/indicatoren/{college.code}/xlsx/").content))
    for _, label, period, value, n, *_ in book["Cijfers"].iter_rows(min_row=2, values_only=True):
        if value is not None:
            yield (*college.cells[label], period), (Decimal(str(value)), n)


def of_pages(client: Client, college: College) -> Iterator[tuple[Cell, Read]]:
    for number, label in enumerate(college.labels, start=1):
        html = client.get(f"/indicatoren/{college.code}/?reeks={number}").content.decode()
        if '<table class="table table-figures' not in html:
            continue
        for row in Rows(html).rows[1:]:
            period, value, n = (" ".join(text.split()) for text in row[:3])
            if re.match(r"[−\d]", value):
                yield (
                    (*college.cells[label], period),
                    (_number(value), int(n.replace(".", "")) if n[:1].isdigit() else None),
                )


def _number(text: str) -> Decimal:
    return Decimal(text.replace("%", "").replace(" ", "").replace(".", "").replace(",", ".").strip())


OUTPUTS = {"csv": of_csv, "xlsx": of_xlsx, "pages": of_pages}


@pytest.fixture(scope="module")
def remembered() -> dict[tuple[str, str], dict[Cell, Read]]:
    """What was read by output and indicator: no test here changes a figure, and there are many pages."""
    return {}


@pytest.fixture(params=sorted(OUTPUTS))
def output(request, browse, remembered) -> Callable[[College], dict[Cell, Read]]:
    def read(college: College) -> dict[Cell, Read]:
        key = (request.param, college.code)
        if key not in remembered:
            remembered[key] = dict(OUTPUTS[request.param](browse(Role.BOARD), college))
        return remembered[key]

    return read


@pytest.fixture
def as_before(monkeypatch) -> Iterator[None]:
    """Neither parts nor shares are looked at; what was decided with them, or without, is forgotten."""
    monkeypatch.setattr(versions, "part_sums", lambda *_: [])
    monkeypatch.setattr(versions, "share_links", lambda *_: [])
    monkeypatch.setattr(versions, "share_ratios", lambda *_: [])
    hiding._hidden.cache_clear()
    yield
    hiding._hidden.cache_clear()


@pytest.mark.parametrize("code", CODES)
def test_no_small_number_follows_from_parts_and_shares(site, output, code):
    college = College(code)
    read = output(college)
    assert len(college.small) >= 3
    assert len(read) > len(college.facts) * 3 / 4
    assert not college.small & college.worked_out(read)


@pytest.mark.parametrize("code", CODES)
def test_without_looking_at_parts_and_shares_it_would(site, browse, as_before, code):
    """The test above can fail."""
    college = College(code)
    read = dict(of_csv(browse(Role.BOARD), college))
    assert not college.small & set(read)
    assert college.small & college.worked_out(read)


def test_number_after_special_education_is_not_the_total_less_the_others(site, output):
    """1.3-d, niveau 2, 2024/2025: somebody hidden is not what is left of the total."""
    college = College("1.3-d")
    key = ("niveau=2", "2024/2025")
    parts = [part for part, _ in dict.fromkeys(college.cells.values()) if (part, *key) in college.facts]
    hidden = {part for part in parts if (part, *key) not in output(college)}
    assert ("vso arbeidsmarkt", *key) in college.small
    assert "vso arbeidsmarkt" in hidden
    assert len(hidden) >= 2


def test_number_who_work_is_not_a_share_of_those_who_left(site, output):
    """2b, extranei, 2022/2023: 0 % of 9 people and 65 % of 20."""
    college = College("2b")
    read = output(college)
    for level in ("2", "3"):
        key = (f"leerweg=EX;niveau={level}", "2022/2023")
        assert ("werknemers", *key) in college.facts
        assert ("werknemers", *key) not in read
        assert ("", *key) not in read
    hidden = {cell for cell in college.facts if cell not in read}
    assert not hidden & college.multiplied(read)
    assert ("", "", "2022/2023") in read


def workers(college: College, read: Mapping[Cell, Read], period: str) -> Tables:
    """Every table of how many work that prints the same in a period: by counts, and by percentages in whole numbers."""
    keys = [key for part, key, when in college.facts if (part, when) == ("werknemers", period)]
    pairs = {key: set(filter(None, key.split(";"))) for key in keys}
    leaves = [key for key in keys if len(pairs[key]) == 2]
    tables = Tables(
        {(key,): [(leaf,) for leaf in leaves if pairs[key] <= pairs[leaf]] for key in keys}, most=4000
    )
    for key in keys:
        for part, value in (
            (part, read.get((part, key, period))) for part in ("werknemers", "uitstromers", "")
        ):
            if value is None:
                continue
            number, n = value
            if part == "werknemers":
                tables.print_number((key,), int(number))
            elif part == "uitstromers":
                tables.know((key,), 0, int(number))
            elif n is not None:
                tables.print_share((key,), n, Fraction(number), 0)
    return tables


def least_and_most(tables: Tables, key: str) -> tuple[list[int], bool]:
    """Which numbers below 5 somebody may be, and whether it may be more."""
    return [number for number in range(5) if tables.can_be((key,), number, number)], tables.can_be(
        (key,), 5, 4000
    )


def test_number_who_work_may_be_anything_by_all_that_is_printed(site, output):
    """2b, extranei, niveau 3: rounded shares bound the hidden numbers, and these add up to what shows."""
    college = College("2b")
    read = output(college)
    small = {cell for cell in college.small if cell[0] == "werknemers"}
    assert small
    for _, key, period in small:
        assert least_and_most(workers(college, read, period), key) == ([0, 1, 2, 3, 4], True)


def test_number_who_work_would_be_known_by_rounded_shares(site, browse, monkeypatch):
    """The test above can fail."""
    monkeypatch.setattr(versions, "share_ratios", lambda *_: [])
    hiding._hidden.cache_clear()
    college = College("2b")
    read = dict(of_csv(browse(Role.BOARD), college))
    hiding._hidden.cache_clear()
    assert least_and_most(workers(college, read, "2022/2023"), "leerweg=EX;niveau=3") == ([0], False)


def test_figures_of_the_plan_show_as_they_were_published(site, output):
    for code in CODES:
        college = College(code)
        published = {cell for cell, fact in college.facts.items() if fact.origin.kind == "agenda"}
        assert published
        assert published <= set(output(college))
