"""An export of the ledger from upload to undo, against parsing and copying the same file.

A generated file of 200,000 bookings in every notation of amounts, with credit notes, year-end periods and equal rows
among it, for a college that keeps a rule for half of its cost centres. The floor is what any program must do: parse the
same rows, cents and all, and ``COPY`` them into a table. Each step runs in a child of its own, so that each has its own
peak of memory; the sums that every page of money makes are timed too, and compared to the cent with what
pandas makes of the file.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.imports import apart, decide, reject
from benchmarks.ledger_pandas import CENTRES, Mapped, by_pandas, differences, rules

ROWS = 200_000
MOST_RATIO, MOST_MB = 5, 150
HEADERS = ("Kostenplaats", "Rekening", "Boekjaar", "Periode", "Bedrag", "Omschrijving", "Stuknummer")
ACCOUNTS = [str(4000 + 10 * number) for number in range(50)] + ["8000", "8010"]
YEARS = (2024, 2025)
Filled = dict[str, Any]


def generate(path: Path, rows: int) -> None:
    """Always the same bookings; one in a hundred stands there twice."""
    random = Random(815)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADERS)
        written = 0
        while written < rows:
            cents = random.choice((1, 1, 1, -1)) * random.randint(0, 5_000_000)
            line = (
                random.choice(CENTRES), random.choice(ACCOUNTS), random.choice(YEARS),
                random.choice((*range(1, 13), 12, 13)), _amount(cents, written % 4), "Inhuur en materiaal",
                f"M-{written}",
            )  # fmt: skip
            for _ in range(min(2 if written % 100 == 0 else 1, rows - written)):
                out.writerow(line)
                written += 1


def _amount(cents: int, how: int) -> str:
    """``1.234,50`` with its minus in front, behind or as brackets; or without marks for thousands."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole}" if how == 3 else f"{whole:,}".replace(",", ".")
    text = f"{text},{rest:02}"
    if cents >= 0:
        return text
    return (f"-{text}", f"{text}-", f"({text})", f"-{text}")[how]


def floor(path: Path) -> Filled:
    """Parse every row, amounts to cents, and copy it into a table of its own; on SQLite, which has no COPY, insert."""
    from django.db import connection

    started = perf_counter()
    rows = list(_parsed(path))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE benchmark_ledger_floor (centre text, account text, year smallint, period smallint,"
            " cents bigint, description text, document text)"
        )
        if connection.vendor == "postgresql":
            text = io.StringIO("".join("\t".join(cells) + "\n" for cells in rows))
            cursor.copy_expert("COPY benchmark_ledger_floor FROM STDIN", text)
        else:
            places = ", ".join(["%s"] * len(HEADERS))
            cursor.executemany(f"INSERT INTO benchmark_ledger_floor VALUES ({places})", rows)
        took = perf_counter() - started
        cursor.execute("DROP TABLE benchmark_ledger_floor")
    return {"seconds": took}


def _parsed(path: Path) -> Iterator[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        next(lines)
        for centre, account, year, period, amount, description, document in lines:
            minus = "-" if amount[0] in "(-" or amount[-1] == "-" else ""
            cents = amount.strip("()-").replace(".", "").replace(",", "")
            yield centre, account, year, period, minus + cents, description, document


def check(path: Path) -> Filled:
    """From the upload to the preview that the page shows, with the page's own part of it."""
    from django.core.files import File

    from imports import services
    from imports.registry import readers
    from organisation.access import CommandActor

    started = perf_counter()
    with path.open("rb") as file:
        batch = services.batch_upload(
            reader="ledger", file=File(file), name=path.name, by=CommandActor("import_file"), queued=False
        )
    services.check_run(job_id=batch.job_id)
    batch.refresh_from_db()
    shown = readers()["ledger"].handler.sections(batch)
    took = perf_counter() - started
    problems = [problem.message for problem in batch.problems.exclude(severity="note")[:3]]
    assert batch.state == "checked", (batch.state, problems)
    assert shown
    return {"seconds": took, "batch": batch.pk, "bookings": batch.rows}


def sums() -> Filled:
    """Every booking at its line, and what no rule takes; ``lines``: cents by code and year, ``left``: by pair."""
    from agenda.models import Agenda
    from budgets.booked import booked
    from budgets.models import BudgetLine

    started = perf_counter()
    found = booked(Agenda.objects.get())
    took = perf_counter() - started
    codes = dict(BudgetLine.objects.values_list("pk", "code"))
    return {
        "seconds": took,
        "lines": {f"{codes[line]} {year}": cents for (line, year), cents in found.actual.items()},
        "left": {
            f"{one.cost_centre}/{one.account}": [one.count, one.balance.debit, one.balance.credit]
            for one in found.unmapped
        },
    }


def measure(folder: Path, mapped: list[Mapped], rows: int = ROWS, repeats: int = 3) -> Filled:
    """Floor and check in turn, their medians; then approve, add up, compare and take back, once each."""
    # A small file first, as a worker has read others before: modules are loaded once, and not by every child.
    path = folder / "grootboek.csv"
    generate(path, 20)
    reject(check(path)["batch"])
    generate(path, rows)
    floors, checks = [], []
    for number in range(repeats):
        floors.append(apart(floor, path))
        checks.append(apart(check, path))
        if number + 1 < repeats:
            reject(checks[-1]["batch"])
    pk = checks[-1]["batch"]
    apply, added = apart(decide, pk, "approve"), apart(sums)
    wrong = differences(added, by_pandas(path, mapped))
    undo = apart(decide, pk, "undo")
    least, took = (median(one["seconds"] for one in many) for many in (floors, checks))
    least_cpu, took_cpu = (median(one["cpu"] for one in many) for many in (floors, checks))
    return {
        "rows": rows, "bytes": path.stat().st_size, "bookings": checks[-1]["bookings"],
        "unmapped": sum(count for count, *_ in added["left"].values()), "lines_and_years": len(added["lines"]),
        "differs_from_pandas": wrong[:10], "floor_seconds": round(least, 2), "seconds": round(took, 2),
        "ratio": round(took / least, 2), "floor_cpu_seconds": round(least_cpu, 2), "cpu_seconds": round(took_cpu, 2),
        "peak_mb": max(one["mb"] for one in checks), "apply_seconds": round(apply["seconds"], 2),
        "apply_mb": apply["mb"], "sums_seconds": round(added["seconds"], 2), "undo_seconds": round(undo["seconds"], 2),
        "undo_mb": undo["mb"],
    }  # fmt: skip


def judge(found: Filled) -> None:
    """Write which goals it misses."""
    peak = max(found[name] for name in ("peak_mb", "apply_mb", "undo_mb"))
    missed = {
        "time": found["ratio"] > MOST_RATIO,
        "memory": peak > MOST_MB,
        "cents": bool(found["differs_from_pandas"]),
    }
    found["misses"] = [name for name, is_missed in missed.items() if is_missed]


def run(rows: int = ROWS) -> Filled:
    """Everything, in a database that is thrown away."""
    from django.conf import settings

    from benchmarks.database import analyse, own_database, version
    from organisation.access import CommandActor
    from planfile.services import agenda_load

    agenda = Path(__file__).resolve().parent.parent / "fixtures" / "noorderpoort-2024-2027.yaml"
    with own_database("ledger"), tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        settings.MEDIA_ROOT = f"{folder}/media"
        agenda_load(content=agenda.read_bytes(), name=agenda.name, by=CommandActor("load_agenda"))
        made = rules()
        analyse()
        found = measure(Path(folder), made, rows)
        judge(found)
        return {"database": version(), "rules": len(made), "ledger": found}


def table(one: Filled) -> list[str]:
    verdict = f"MISS: {', '.join(one['misses'])}" if one["misses"] else "pass"
    return [
        "",
        f"{'bookings':>9}{'floor s':>9}{'s':>8}{'ratio':>7}{'cpu s':>8}{'MB':>6}{'apply s':>9}{'MB':>6}"
        f"{'sums s':>8}{'undo s':>8}{'MB':>6}  goals",
        f"{one['bookings']:>9}{one['floor_seconds']:>9.2f}{one['seconds']:>8.2f}{one['ratio']:>6.1f}x"
        f"{one['cpu_seconds']:>8.2f}{one['peak_mb']:>6}{one['apply_seconds']:>9.2f}{one['apply_mb']:>6}"
        f"{one['sums_seconds']:>8.2f}{one['undo_seconds']:>8.2f}{one['undo_mb']:>6}  {verdict}",
    ]


def write(result: Filled, machine: Filled, folder: Path) -> Path:
    """Write the result as JSON; returns where."""
    content = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine,
        "goals": {"check / (parse + COPY)": MOST_RATIO, "memory, MB": MOST_MB, "cents that differ from pandas": 0},
        "rules": result["rules"], "ledger": result["ledger"],
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    of_server = machine["database"].startswith("postgresql")
    path = folder / ("ledger.json" if of_server else "ledger-sqlite.json")
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
