"""Measures each main page against its floor: minimal SQL for the same facts, and an empty signed-in page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import NoReverseMatch, reverse

from agenda.models import Agenda
from benchmarks import floors, money_floors
from benchmarks.meter import metered
from benchmarks.statements import Statement
from demo.units import SCHOOLS
from organisation.models import User

EMPTY = "/benchmark/leeg/"
_LINKED = re.compile(r"""(?:<link[^>]+href|<script[^>]+src)=["']([^"']+)["']""")
_IN_CSS = re.compile(r"""url\(["']?([^"')]+\.(?:woff2|css))["']?\)|@import\s+["']([^"']+)["']""")


@dataclass(frozen=True)
class Page:
    """A page by the name of its address, and the SQL that stands for its facts."""

    name: str
    url_name: str
    kwargs: dict[str, str]
    floor: Callable[[Agenda], list[Statement]]


def pages_of(agenda: Agenda) -> list[Page]:
    """The main pages; the objective and indicators with most on them."""
    period = agenda.period
    school = SCHOOLS[0]
    line = money_floors.busiest(agenda)
    return [
        Page("glance", "dashboards:glance", {"period": period}, floors.glance),
        Page(
            "objective",
            "dashboards:objective",
            {"period": period, "code": "1.3"},
            _of(floors.objective, "1.3"),
        ),
        Page("indicators", "indicators:index", {}, floors.indicators),
        Page("indicator 2a", "indicators:indicator", {"code": "2a"}, _of(floors.indicator, "2a")),
        Page("indicator 3a", "indicators:indicator", {"code": "3a"}, _of(floors.indicator, "3a")),
        Page("measures", "measures:index", {}, floors.measures),
        Page("budget", "budgets:plan", {}, floors.budget),
        Page("spending", "budgets:index", {}, money_floors.overview),
        Page("line", "budgets:line", {"side": "lasten", "code": line}, _of(money_floors.line, line)),
        Page("beside", "dashboards:money", {"period": period}, money_floors.beside),
        Page("schools", "budgets:schools", {}, money_floors.schools),
        Page("instruments", "budgets:instruments", {}, money_floors.instruments),
        Page("findings", "planfile:findings", {}, floors.findings),
        Page("units", "dashboards:units", {}, floors.units),
        Page("school", "dashboards:unit", {"code": school.code}, _of(floors.unit, school.code)),
        Page(
            "team", "dashboards:unit", {"code": school.teams[0].code}, _of(floors.unit, school.teams[0].code)
        ),
    ]


def _of(floor: Callable[[Agenda, str], list[Statement]], code: str) -> Callable[[Agenda], list[Statement]]:
    return lambda agenda: floor(agenda, code)


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds over the rounds. ``problem``: why there is no measurement, else empty.

    ``pace``: a fixed piece of work for the processor, to tell a slower page from a busier machine.
    ``frame``: the SQL for what every page's frame tells; it is in the empty page already, not in ``sql``.
    """

    name: str
    problem: str = ""
    page: float = 0
    database: float = 0
    sql: float = 0
    frame: float = 0
    pace: float = 0
    empty: float = 0
    queries: int = 0
    rows: int = 0
    bytes: int = 0

    def growth(self, smallest: Measured) -> float:
        """How much slower than at another size, the machine's own pace taken out."""
        return (self.page / self.pace) / (smallest.page / smallest.pace)

    @property
    def ratio(self) -> float:
        """The page against its floor."""
        return self.page / (self.sql + self.empty)

    @property
    def database_ratio(self) -> float:
        """The page's time in the database against the SQL for its facts and its frame."""
        return self.database / (self.sql + self.frame)


def signed_in() -> Client:
    """A browser of the example's board member."""
    client = Client(raise_request_exception=False)
    user = User.objects.get(email="bestuurder@voorbeeld.test")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def measure(page: Page, agenda: Agenda, client: Client, rounds: int) -> Measured:
    """Page, SQL and empty page in turn, so that a busy moment of the machine hits all three."""
    try:
        address = reverse(page.url_name, kwargs=page.kwargs)
    except NoReverseMatch:
        return Measured(page.name, "not there yet")
    for _ in range(2):
        response = client.get(address)
        client.get(EMPTY)
    if response.status_code != 200:
        return Measured(page.name, f"answers {response.status_code}")
    statements = [*floors.frame_of_agenda(agenda), *page.floor(agenda)]
    rows = floors.run(statements)
    frame = floors.frame(client.session.session_key, int(client.session["_auth_user_id"]))
    walls: list[float] = []
    databases: list[float] = []
    sqls: list[float] = []
    frames: list[float] = []
    paces: list[float] = []
    empties: list[float] = []
    queries = 0
    for _ in range(rounds):
        walls.append(_timed(client.get, address))
        sqls.append(_timed(floors.run, statements))
        frames.append(_timed(floors.run, frame))
        paces.append(_timed(_work))
        empties.append(_timed(client.get, EMPTY))
        with metered() as meter:
            client.get(address)
        databases.append(meter.seconds * 1000)
        queries = max(queries, meter.queries)
    return Measured(
        page.name,
        page=median(walls),
        database=median(databases),
        sql=median(sqls),
        frame=median(frames),
        pace=median(paces),
        empty=median(empties),
        queries=queries,
        rows=rows,
        bytes=len(gzip.compress(response.content)),
    )


def _work() -> int:
    """The same work every time, in plain Python as a page is."""
    return len("".join(sorted(str(number * 7919 % 10007) for number in range(20_000))))


def _timed(call: Callable[..., Any], *args: Any) -> float:
    before = perf_counter()
    call(*args)
    return (perf_counter() - before) * 1000


# First view ---------------------------------------------------------------------------------------------
def first_view(agenda: Agenda, client: Client) -> dict[str, int]:
    """What a first visit to the glance loads, in bytes after gzip: the page and every file that it names.

    Fonts and style sheets named in a style sheet count in full, though a browser may need only some. Empty
    when the page is not there.
    """
    try:
        response = client.get(reverse("dashboards:glance", kwargs={"period": agenda.period}))
    except NoReverseMatch:
        return {}
    if response.status_code != 200:
        return {}
    sizes = {"html": len(gzip.compress(response.content))}
    waiting = [
        name for name in _LINKED.findall(response.content.decode()) if name.startswith(settings.STATIC_URL)
    ]
    seen: set[Path] = set()
    while waiting:
        found = finders.find(waiting.pop().removeprefix(settings.STATIC_URL).split("?")[0])
        path = Path(str(found)) if found else None
        if path is None or path in seen:
            continue
        seen.add(path)
        content = path.read_bytes()
        packed = len(content) if path.suffix == ".woff2" else len(gzip.compress(content))
        kind = {".css": "css", ".js": "js", ".woff2": "fonts"}.get(path.suffix, "other")
        sizes[kind] = sizes.get(kind, 0) + packed
        if path.suffix == ".css":
            waiting += _named_in(path, content.decode())
    return sizes


def _named_in(sheet: Path, text: str) -> list[str]:
    """Files that a style sheet names, as static addresses."""
    static = [Path(folder) for folder in settings.STATICFILES_DIRS]
    names = []
    for font, imported in _IN_CSS.findall(text):
        target = (sheet.parent / (font or imported).split("?")[0]).resolve()
        names += [
            settings.STATIC_URL + str(target.relative_to(root))
            for root in static
            if target.is_relative_to(root)
        ]
    return names
