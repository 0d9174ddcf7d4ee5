"""A report in all formats, from the facts to the bytes, against the libraries alone writing the same content.

The floor is what any program must do with these libraries: the same texts in the same tables and the same charts,
plainly, without styles, contents or marks. What comes before it (gathering, judging, hiding, wording) counts for the
report, not for the floor. Each runs in a child of its own, so that each has its own peak of memory; a small report is
written first, both ways, as a worker has written others before.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.imports import apart
from reporting.blocks import Block, Bullets, Document, Figure, Heading, PageBreak, Paragraph, Table

MOST_RATIO = 2
REPEATS = {"verantwoording": 1, "managementrapportage": 5, "factsheet": 5}
"""The kinds, and how often each is written both ways in turn: a short one takes little more than a machine's noise."""
SMALL = "factsheet"
YEAR = 2026
Timed = dict[str, Any]
FIXED = "table { table-layout: fixed; width: 100% }"
"""Otherwise the library measures every cell to find the widths: slower than what it is compared with."""


def whole(kind: str) -> Timed:
    """From the facts to the bytes of every format; ``parts``: how long each step took."""
    from django.utils import timezone

    from agenda.models import Agenda
    from reporting.canonical import canonical
    from reporting.kinds import ReportKind
    from reporting.outline import outline
    from reporting.snapshot import make
    from reporting.writers import WRITERS

    parts, sizes = {}, {}
    started = perf_counter()
    snapshot = make(Agenda.objects.get(), YEAR, ReportKind(kind), known_at=timezone.now())
    sizes["json"] = len(canonical(snapshot))
    parts["gather"] = perf_counter() - started
    before = perf_counter()
    document = outline(snapshot)
    parts["word"] = perf_counter() - before
    for name, write in WRITERS.items():
        before = perf_counter()
        sizes[name] = len(write(document))
        parts[name] = perf_counter() - before
    return {"seconds": perf_counter() - started, "parts": parts, "bytes": sizes}


def floor(kind: str) -> Timed:
    """The same document through the libraries alone; making the document itself is not timed."""
    from django.utils import timezone

    from agenda.models import Agenda
    from reporting.kinds import ReportKind
    from reporting.outline import outline
    from reporting.snapshot import make

    document = outline(make(Agenda.objects.get(), YEAR, ReportKind(kind), known_at=timezone.now()))
    parts = {}
    for name, write in {"html": _html, "docx": _docx, "xlsx": _xlsx, "pdf": _pdf}.items():
        before = perf_counter()
        write(document)
        parts[name] = perf_counter() - before
    return {"seconds": sum(parts.values()), "parts": parts}


def floor_that_waits(kind: str) -> Timed:
    """The same while the collector of garbage waits, as it does for a report."""
    from reporting.garbage import kept_until_done

    with kept_until_done():
        return floor(kind)


# The libraries alone ------------------------------------------------------------------------------------
def _html(document: Document) -> str:
    return "".join(map(_markup, document.blocks))


def _markup(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            return f"<p>{escape(block.text)}</p>"
        case Bullets():
            return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in block.items)}</ul>"
        case Table():
            head = "".join(f"<th>{escape(one.title)}</th>" for one in block.columns)
            rows = "".join(
                f"<tr>{''.join(f'<td>{escape(cell.shown)}</td>' for cell in row)}</tr>" for row in block.rows
            )
            return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        case Figure():
            return f"<figure>{block.svg}</figure>"
        case PageBreak():
            return '<p style="break-after: page"></p>'


def _pdf(document: Document) -> bytes:
    from weasyprint import HTML

    content: bytes = HTML(string=f"<style>{FIXED}</style>{_html(document)}").write_pdf(pdf_variant="pdf/ua-1")
    return content


def _docx(document: Document) -> bytes:
    from docx import Document as Docx

    made = Docx()
    for block in document.blocks:
        match block:
            case Heading():
                made.add_heading(block.text, block.level)
            case Paragraph():
                made.add_paragraph(block.text)
            case Bullets():
                for one in block.items:
                    made.add_paragraph(one, style="List Bullet")
            case Table():
                table = made.add_table(rows=1 + len(block.rows), cols=len(block.columns))
                # Asked for once: a row looks through the whole table for its cells each time.
                texts = [text for row in _texts(block) for text in row]
                for cell, text in zip(table._cells, texts, strict=True):
                    cell.text = text
            case Figure():
                made.add_picture(BytesIO(_picture(block.svg)))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _picture(svg: str) -> bytes:
    """A chart as the programs need it that do not draw SVG, as large as the report draws it."""
    import resvg_py

    from reporting.writers.charts import PIXELS

    content: bytes = resvg_py.svg_to_bytes(svg_string=svg, width=PIXELS, background="#ffffff")
    return content


def _texts(table: Table) -> list[list[str]]:
    return [[one.title for one in table.columns], *([cell.shown for cell in row] for row in table.rows)]


def _xlsx(document: Document) -> bytes:
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    for sheet in document.sheets:
        page = book.add_worksheet(sheet.name)
        for place, row in enumerate(sheet.rows, start=1):
            page.write_row(place, 0, [cell.shown for cell in row])
    for table in (block for block in document.blocks if isinstance(block, Table)):
        page = book.add_worksheet()
        for place, texts in enumerate(_texts(table)):
            page.write_row(place, 0, texts)
    book.close()
    return out.getvalue()


# The run ------------------------------------------------------------------------------------------------
def run() -> Timed:
    """Every kind on the real agenda with the example data, in a database that is thrown away."""
    from benchmarks.database import analyse, own_database, version
    from benchmarks.generate import SIZES, fill

    with own_database("reports"):
        fill(SIZES["S"])
        analyse()
        # Modules, templates, letters: loaded once by a worker, and not by every child.
        floor(SMALL), whole(SMALL)
        return {"database": version(), "reports": [_one(*each) for each in REPEATS.items()]}


def _one(kind: str, repeats: int) -> Timed:
    """Medians of what was written in turn; the parts are those of the run that took the middle time."""
    floors, waiting, reports = [], [], []
    for _ in range(repeats):
        floors.append(apart(floor, kind))
        waiting.append(apart(floor_that_waits, kind))
        reports.append(apart(whole, kind))
    least, done = _middle(floors), _middle(reports)
    ratio, waits = done["seconds"] / least["seconds"], _middle(waiting)["seconds"]
    return {
        "kind": kind, "times": repeats, "floor_seconds": least["seconds"], "floor_parts": least["parts"],
        "floor_mb": least["mb"], "seconds": done["seconds"], "parts": done["parts"],
        "cpu_seconds": median(one["cpu"] for one in reports), "peak_mb": max(one["mb"] for one in reports),
        "bytes": done["bytes"], "waiting_floor_seconds": waits,
        "ratio_to_waiting_floor": round(done["seconds"] / waits, 2), "ratio": round(ratio, 2),
        "meets": ratio <= MOST_RATIO,
    }  # fmt: skip


def _middle(runs: list[Timed]) -> Timed:
    return sorted(runs, key=lambda one: one["seconds"])[len(runs) // 2]


def table(rows: list[Timed]) -> list[str]:
    names = ("gather", "word", "html", "docx", "xlsx", "pdf")
    head = f"{'report':<22}{'floor s':>9}{'s':>8}{'ratio':>7}{'waits':>7}{'MB':>6}" + "".join(
        f"{one:>8}" for one in names
    )
    return ["", head, *(_line(row, names) for row in rows)]


def _line(row: Timed, names: tuple[str, ...]) -> str:
    parts = "".join(f"{row['parts'][one]:>8.2f}" for one in names)
    verdict = "pass" if row["meets"] else "MISS"
    said = f"{row['kind']:<22}{row['floor_seconds']:>9.2f}{row['seconds']:>8.2f}"
    said += f"{row['ratio']:>6.2f}x{row['ratio_to_waiting_floor']:>6.2f}x"
    return f"{said}{row['peak_mb']:>6}{parts}  {verdict}"


def write(result: Timed, machine: Timed, folder: Path) -> Path:
    """Write the result as JSON; returns where."""
    content = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine,
        "goals": {"report / libraries alone": MOST_RATIO}, "reports": result["reports"],
    }  # fmt: skip
    folder.mkdir(exist_ok=True)
    path = folder / "reports.json"
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
