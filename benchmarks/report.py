"""Judges the measurements by their goals, prints the table and writes the result."""

from __future__ import annotations

import json
import os
import platform
import resource
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.generate import Filled
from benchmarks.pages import Measured

RESULTS = Path(__file__).resolve().parent / "results"
MOST_RATIO, MOST_DATABASE_RATIO, MOST_QUERIES, MOST_GROWTH = 8, 2, 15, 1.1
MOST_FIRST_VIEW = 200 * 1024


@dataclass(frozen=True)
class Round:
    """Everything measured at one size."""

    size: str
    filled: Filled
    pages: list[Measured]
    first_view: dict[str, int]
    peak_mb: int


def peak_mb() -> int:
    """The most memory that this process has used so far, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1024 * 1024 if sys.platform == "darwin" else 1024)


def machine(database: str) -> dict[str, Any]:
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "database": database,
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def misses(page: Measured, smallest: Measured | None) -> list[str]:
    """Which goals the page misses, in a word each."""
    found = []
    if page.ratio > MOST_RATIO:
        found.append("time")
    if page.database_ratio > MOST_DATABASE_RATIO:
        found.append("database")
    if page.queries > MOST_QUERIES:
        found.append("queries")
    if smallest and smallest.queries != page.queries:
        found.append("other queries")
    if smallest and page.growth(smallest) > MOST_GROWTH:
        found.append("growth")
    return found


def table(rounds: list[Round]) -> list[str]:
    """The table, a line per page and size; at the larger sizes beside the first."""
    lines = []
    for number, one in enumerate(rounds):
        lines += [
            "",
            f"{one.size}: {one.filled.units} units, {one.filled.series} series, "
            f"{one.filled.observations} observations, {one.filled.bookings} bookings; peak memory {one.peak_mb} MB",
            f"{'page':<13}{'ms':>8}{'empty':>8}{'sql':>8}{'ratio':>7}{'db ms':>8}{'db/sql':>8}{'queries':>9}"
            f"{'growth':>8}  goals",
        ]
        first = {page.name: page for page in rounds[0].pages if not page.problem} if number else {}
        lines += [_line(page, first.get(page.name)) for page in one.pages]
        if one.first_view:
            total = sum(one.first_view.values())
            parts = ", ".join(f"{kind} {size / 1024:.0f}" for kind, size in sorted(one.first_view.items()))
            verdict = "pass" if total <= MOST_FIRST_VIEW else "MISS"
            lines.append(f"first view {total / 1024:.0f} KB gzip ({parts}): {verdict}")
    return lines


def _line(page: Measured, smallest: Measured | None) -> str:
    if page.problem:
        return f"{page.name:<13}{page.problem}"
    missed = misses(page, smallest)
    growth = f"{page.growth(smallest):.2f}x" if smallest else ""
    verdict = f"MISS: {', '.join(missed)}" if missed else "pass"
    return (
        f"{page.name:<13}{page.page:>8.1f}{page.empty:>8.1f}{page.sql:>8.1f}{page.ratio:>6.1f}x"
        f"{page.database:>8.1f}{page.database_ratio:>7.1f}x{page.queries:>9}{growth:>8}  {verdict}"
    )


def write(rounds: list[Round], name: str, database: str, repeats: int) -> Path:
    """Write the result as JSON; returns where."""
    first = {page.name: page for page in rounds[0].pages if not page.problem}
    content = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(database),
        "rounds": repeats,
        "goals": {
            "page / (sql + empty page)": MOST_RATIO,
            "database / (sql + frame sql)": MOST_DATABASE_RATIO,
            "queries": MOST_QUERIES,
            "growth against the smallest size": MOST_GROWTH,
            "first view, bytes gzip": MOST_FIRST_VIEW,
        },
        "sizes": [_as_json(one, first if place else {}) for place, one in enumerate(rounds)],
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _as_json(one: Round, first: dict[str, Measured]) -> dict[str, Any]:
    return {
        "size": one.size,
        "filled": asdict(one.filled),
        "peak_memory_mb": one.peak_mb,
        "first_view_bytes_gzip": {**one.first_view, "total": sum(one.first_view.values())},
        "pages": [_page_json(page, first.get(page.name)) for page in one.pages],
    }


def _page_json(page: Measured, smallest: Measured | None) -> dict[str, Any]:
    if page.problem:
        return {"page": page.name, "problem": page.problem}
    return {
        "page": page.name,
        "page_ms": round(page.page, 2),
        "pace_ms": round(page.pace, 2),
        "empty_page_ms": round(page.empty, 2),
        "sql_ms": round(page.sql, 2),
        "frame_sql_ms": round(page.frame, 2),
        "database_ms": round(page.database, 2),
        "ratio": round(page.ratio, 2),
        "database_ratio": round(page.database_ratio, 2),
        "queries": page.queries,
        "rows_of_sql": page.rows,
        "html_bytes_gzip": page.bytes,
        "growth": round(page.growth(smallest), 2) if smallest else None,
        "misses": misses(page, smallest),
    }
