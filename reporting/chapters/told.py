"""A snapshot as chapters ask for it: by code and by objective. Pure: no Django."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from core.numbers import format_date, format_moment
from reporting.about import About
from reporting.canonical import Json
from reporting.kinds import ReportKind

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Told:
    """What a snapshot tells. Everything keeps the order of the plan."""

    def __init__(self, snapshot: Json) -> None:
        self.all = snapshot
        self.kind = ReportKind(snapshot["kind"])
        self.year: int = snapshot["year"]
        self.on = date.fromisoformat(snapshot["on"])
        self.about = About(self.on, snapshot["round"])
        self.known_at = datetime.fromisoformat(snapshot["known_at"])
        self.agenda: Json = snapshot["agenda"]
        self.unit: Json | None = snapshot["unit"]
        self.objectives: list[Json] = snapshot["objectives"]
        self.indicators: list[Json] = snapshot["indicators"]
        self.measures: list[Json] = snapshot["measures"]
        self.money: Json | None = snapshot["money"]

    @property
    def title(self) -> str:
        """``Managementrapportage 4 maanden 2026``, ``Schoolrapportage 2026: School voor Zorg``."""
        of = f": {self.unit['name']}" if self.unit else ""
        return f"{self.kind.label} {self.about.words}{of}"

    @property
    def on_text(self) -> str:
        """The day on which is judged, in words."""
        return format_date(self.on)

    @property
    def booked_until(self) -> str:
        """To when the bookings go, to stand behind the money of the year; of a report about an earlier day also that
        money is not that day's. ``""``: nothing was booked.
        """
        if self.money is None:
            return ""
        until = f" De boekingen lopen tot en met {self.money['until']}." if self.money["until"] else ""
        if self.on == date(self.year, 12, 31):
            return until
        whole = f"Geld is dat van heel {self.year}, zoals bij het maken bekend, en niet de stand van {self.on_text}."
        return f"{until} {whole}"

    @property
    def before_text(self) -> str:
        """The day that statuses are compared with, in words."""
        return format_date(date.fromisoformat(self.all["before"]))

    @property
    def known_on(self) -> date:
        """The day of the moment of the snapshot, in Amsterdam."""
        return self.known_at.astimezone(AMSTERDAM).date()

    @property
    def known_text(self) -> str:
        """The moment of the snapshot, as a clock in Amsterdam told it."""
        return format_moment(self.known_at.astimezone(AMSTERDAM))

    @cached_property
    def indicators_of(self) -> dict[str, list[Json]]:
        """By the code of the objective; under ``""`` what stands above the objectives."""
        return _by(self.indicators, "objective")

    @cached_property
    def measures_of(self) -> dict[str, list[Json]]:
        return _by(self.measures, "objective")

    @cached_property
    def decisions_of(self) -> dict[str, list[Json]]:
        """By objective. A decision about an indicator above the objectives stands under ``""``."""
        return _by(self.all["decisions"], "objective")

    def decisions_above(self, priority: str) -> list[Json]:
        """Those about indicators of a priority that stand above its objectives."""
        codes = {row["code"] for row in self.above(priority)}
        return [row for row in self.decisions_of.get("", []) if row["indicator"] in codes]

    @property
    def decisions_elsewhere(self) -> list[Json]:
        """Those about what the agenda has no more."""
        codes = {row["code"] for row in self.indicators}
        objectives = {row["code"] for row in self.objectives} | {""}
        return [
            row
            for row in self.all["decisions"]
            if row["objective"] not in objectives or (not row["objective"] and row["indicator"] not in codes)
        ]

    @cached_property
    def money_of(self) -> dict[str, Json]:
        """The costs of each objective in the year of the report."""
        return {row["code"]: row for row in self.money["objectives"]} if self.money else {}

    def lines_of(self, objective: str) -> list[Json]:
        """The budget lines that serve an objective."""
        lines = self.money["lines"] if self.money else []
        return [line for line in lines if any(share["code"] == objective for share in line["objectives"])]

    def story_of(self, objective: str) -> Json | None:
        """What was written about an objective; ``None``: nothing."""
        found: Json | None = self.all["stories"].get("objectives", {}).get(objective)
        return found

    def story_of_priority(self, priority: str) -> Json | None:
        found: Json | None = self.all["stories"].get("priorities", {}).get(priority)
        return found

    def drawing_of(self, indicator: Json) -> str:
        """The SVG of an indicator's chart, as the snapshot keeps it."""
        return str(self.all["charts"][indicator["chart"]["drawing"]])

    def above(self, priority: str) -> list[Json]:
        """Indicators of a priority that stand above its objectives."""
        return [row for row in self.indicators_of.get("", []) if row["priority"] == priority]

    def of_year(self, line: Json) -> Json:
        """What a budget line comes to in the year of the report."""
        return next((row for row in line["years"] if row["year"] == self.year), {})


def _by(rows: list[Json], key: str) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)


def beside_series(row: Json) -> list[Json]:
    """The figures of who stands beside the college in an indicator's chart, each unit as a series of its own."""
    chart: Json | None = row.get("chart")
    if chart is None:
        return []
    return [
        {
            "label": f"ter vergelijking: {one['name']}, {chart['label']}",
            "unit": chart["unit"],
            "figures": one["figures"],
        }
        for one in chart["benchmarks"]
    ]


def label_of(row: Json) -> str:
    """``1.2 Welzijn``: how a thing with a code is called in a heading."""
    return f"{row['code']} {row['title']}".strip()
