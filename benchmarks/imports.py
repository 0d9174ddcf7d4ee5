"""A national file of DUO from upload to preview, against parsing and copying the same file.

Two files, each at one size and at ten times that: ``national``, of which the agenda follows some programmes, as
when a college loads it (100,000 rows, a million cells); and ``every row``, where each row holds two figures of a
programme of its own, so that all of them come in, are given their place and are compared (10,000 rows). The floor is
what any program must do: parse the same rows and ``COPY`` them into a table. Both run in children of one process, in
turn, so that each has its own peak of memory.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

ROWS = {"national": (100_000, 1_000_000), "every row": (10_000, 100_000)}
MOST_RATIO, MOST_GROWTH, MOST_MB = 5, 11, 100
HEADERS = (
    "INSTELLINGSCODE", "INSTELLINGSNAAM", "LEERWEG", "NIVEAU", "BEROEPSOPLEIDING CODE", "ERKENDE OPLEIDING CODE",
    "DIPMAN2022", "DIPVROUW2022", "DIPMAN2023", "DIPVROUW2023",
)  # fmt: skip
OWN = "25LW"
PROGRAMMES = 900
Filled = dict[str, Any]


def generate(path: Path, rows: int, followed: list[str], *, every_row: bool) -> None:
    """All colleges, always the same figures. ``every_row``: no two rows are of one college and programme."""
    random = Random(2024)
    colleges = _colleges(-(-rows // PROGRAMMES) if every_row else 57)
    codes = [f"BC{number:03}" for number in range(1, PROGRAMMES + 1)]
    pool = codes if every_row else sorted({*codes[:300], *followed})
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(HEADERS)
        for number in range(rows):
            if every_row:
                brin, code = colleges[number // PROGRAMMES], codes[number % PROGRAMMES]
            else:
                brin, code = random.choice(colleges), random.choice(pool)
            counts = ["<5" if random.random() < 0.02 else random.randint(5, 90) for _ in range(4)]
            level, route = random.randint(1, 4), random.choice(("BOL", "BBL"))
            out.writerow((brin, f"ROC {brin}", route, f"Niveau {level}", code, 25000 + number % 900, *counts))


def _colleges(count: int) -> list[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    made = (f"{number:02}{a}{b}" for a in letters for b in letters for number in range(100))
    return [OWN, *(brin for brin, _ in zip(made, range(count - 1), strict=False) if brin != OWN)]


def floor(path: Path) -> Filled:
    """Parse every row, and copy it into a table of its own."""
    from django.db import connection

    started = perf_counter()
    text = io.StringIO()
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter=";")
        next(lines)
        for line in lines:
            counts = ["\\N" if "<" in value else str(int(value)) for value in line[6:]]
            text.write("\t".join((*line[:6], *counts)) + "\n")
    text.seek(0)
    columns = ", ".join(f"c{number} {'text' if number < 6 else 'integer'}" for number in range(len(HEADERS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE benchmark_floor ({columns})")
        cursor.copy_expert("COPY benchmark_floor FROM STDIN", text)
        took = perf_counter() - started
        cursor.execute("DROP TABLE benchmark_floor")
    return {"seconds": took}


def check(path: Path, settings: Filled) -> Filled:
    """From the upload to the preview that the page shows."""
    from django.core.files import File

    from imports import services
    from organisation.access import CommandActor

    started = perf_counter()
    with path.open("rb") as file:
        batch = services.batch_upload(
            reader="duo_gediplomeerden", file=File(file), name=path.name, edition="2023", settings=settings,
            by=CommandActor("import_file"), queued=False,
        )  # fmt: skip
    services.check_run(job_id=batch.job_id)
    batch.refresh_from_db()
    took = perf_counter() - started
    problems = [problem.message for problem in batch.problems.filter(severity="error")[:3]]
    assert batch.state == "checked", (batch.state, problems)
    return {"seconds": took, "batch": batch.pk, "figures": batch.rows}


def decide(pk: int, verb: str) -> Filled:
    """Approve or take back, as the page's button does."""
    from imports import services
    from imports.models import Batch
    from organisation.access import CommandActor

    started = perf_counter()
    getattr(services, f"batch_{verb}")(batch=Batch.objects.get(pk=pk), by=CommandActor("import_file"))
    return {"seconds": perf_counter() - started}


def apart(work: Callable[..., Filled], *arguments: Any) -> Filled:
    """Do it in a child; ``mb``: how much more memory it used at its peak than at its start.

    ``cpu``: the processor time of the child itself, for who wonders whether the machine was busy.
    """
    from django.db import connection

    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            before, cpu = _resident_mb(), process_time()
            found = work(*arguments)
            found["cpu"] = process_time() - cpu
            found["mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before)
            os.write(writing, json.dumps(found).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    if not said:
        raise RuntimeError(f"{work.__name__} of the benchmark failed; see above")
    return json.loads(said)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024


def measure(folder: Path, repeats: int = 3) -> Filled:
    """Both files at both sizes; medians of the small ones, once for the large ones."""
    from agenda.models import Programme

    followed = sorted(Programme.objects.values_list("code", flat=True))
    found: Filled = {}
    _warm(folder)
    for kind in ROWS:
        settings = {"programmes": {}} if kind == "every row" else {}
        for rows in ROWS[kind]:
            path = folder / f"{kind.replace(' ', '-')}-{rows}.csv"
            generate(path, rows, followed, every_row=kind == "every row")
            found[f"{kind}, {rows}"] = _one(path, settings, rows, repeats if rows == ROWS[kind][0] else 1)
            path.unlink()
    return found


def _warm(folder: Path) -> None:
    """A small file first, as a worker has read others before: modules are loaded once, and not by every child."""
    path = folder / "first.csv"
    generate(path, 20, [], every_row=True)
    reject(check(path, {"programmes": {}})["batch"])


def reject(pk: int) -> None:
    """Leave nothing of a file that was checked."""
    from imports import services
    from imports.models import Batch
    from organisation.access import CommandActor

    services.batch_reject(batch=Batch.objects.get(pk=pk), by=CommandActor("import_file"), note="")
    services.retention_run()


def _one(path: Path, settings: Filled, rows: int, repeats: int) -> Filled:
    floors, checks = [], []
    for number in range(repeats):
        floors.append(apart(floor, path))
        checks.append(apart(check, path, settings))
        if number + 1 < repeats:
            reject(checks[-1]["batch"])
    pk = checks[-1]["batch"]
    apply, undo = (apart(decide, pk, verb) for verb in ("approve", "undo"))
    least, took = (median(one["seconds"] for one in many) for many in (floors, checks))
    least_cpu, took_cpu = (median(one["cpu"] for one in many) for many in (floors, checks))
    return {
        "rows": rows, "cells": rows * len(HEADERS), "bytes": path.stat().st_size, "figures": checks[-1]["figures"],
        "floor_seconds": round(least, 2), "seconds": round(took, 2), "ratio": round(took / least, 2),
        "floor_cpu_seconds": round(least_cpu, 2), "cpu_seconds": round(took_cpu, 2),
        "peak_mb": max(one["mb"] for one in checks), "apply_seconds": round(apply["seconds"], 2),
        "apply_mb": apply["mb"], "undo_seconds": round(undo["seconds"], 2), "undo_mb": undo["mb"],
    }  # fmt: skip


def judge(found: Filled) -> None:
    """Write at each which goals it misses."""
    for kind, sizes in ROWS.items():
        small, large = (found[f"{kind}, {rows}"] for rows in sizes)
        large["growth"] = round(large["seconds"] / small["seconds"], 2)
        for one in (small, large):
            one["misses"] = [
                name for name, missed in (
                    ("time", one["ratio"] > MOST_RATIO),
                    ("growth", one.get("growth", 0) > MOST_GROWTH),
                    ("memory", one["peak_mb"] > MOST_MB),
                ) if missed
            ]  # fmt: skip


def run() -> Filled:
    """Everything, in a database that is thrown away."""
    from django.conf import settings

    from benchmarks.database import analyse, own_database, version
    from organisation.access import CommandActor
    from planfile.services import agenda_load

    agenda = Path(__file__).resolve().parent.parent / "fixtures" / "noorderpoort-2024-2027.yaml"
    with own_database("imports"), tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        settings.MEDIA_ROOT = f"{folder}/media"
        settings.IMPORT_MAX_BYTES = 500 * 1024 * 1024  # ten times the rows is more than a site takes in
        agenda_load(content=agenda.read_bytes(), name=agenda.name, by=CommandActor("load_agenda"))
        analyse()
        found = measure(Path(folder))
        judge(found)
        return {"database": version(), "files": found}


def table(found: Filled) -> list[str]:
    lines = [
        "",
        f"{'file':<22}{'figures':>9}{'floor s':>9}{'s':>8}{'ratio':>7}{'cpu s':>8}{'growth':>8}"
        f"{'MB':>6}{'apply s':>9}{'undo s':>8}  goals",
    ]
    for name, one in found.items():
        growth = f"{one['growth']:.1f}x" if "growth" in one else ""
        verdict = f"MISS: {', '.join(one['misses'])}" if one["misses"] else "pass"
        lines.append(
            f"{name:<22}{one['figures']:>9}{one['floor_seconds']:>9.2f}{one['seconds']:>8.2f}{one['ratio']:>6.1f}x{one['cpu_seconds']:>8.2f}"
            f"{growth:>8}{one['peak_mb']:>6}{one['apply_seconds']:>9.2f}{one['undo_seconds']:>8.2f}  {verdict}"
        )
    return lines


def write(result: Filled, machine: Filled, folder: Path) -> Path:
    """Write the result as JSON; returns where."""
    content = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine,
        "goals": {"check / (parse + COPY)": MOST_RATIO, "ten times the rows": MOST_GROWTH, "memory, MB": MOST_MB},
        "files": result["files"],
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    path = folder / "imports.json"
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
