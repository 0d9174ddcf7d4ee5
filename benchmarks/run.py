"""``python benchmarks/run.py --sizes S,M``: how long the parts take, and what they must: ``PARTS``.

On SQLite, or on the server that DATABASE_URL names; always in a database of its own.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


PARTS = ("pages", "judgements", "imports", "ledger", "reports")


def prepare() -> None:
    """Django with the benchmark's own address book, and nothing that a production site would not do."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "kwaliteitsagenda.settings"
    os.environ.pop("DEBUG", None)
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.urls"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    django.setup()
    logging.disable(logging.WARNING)


def measure_size(name: str, repeats: int):
    """All pages at one size, in a database that is thrown away."""
    from agenda.selectors import current_agenda
    from benchmarks.database import analyse, own_database
    from benchmarks.generate import ON, SIZES, fill
    from benchmarks.pages import first_view, measure, pages_of, signed_in
    from benchmarks.report import Round, peak_mb
    from core.settling import settle

    with own_database(name):
        print(f"{name}: filling ...", file=sys.stderr, flush=True)
        filled = fill(SIZES[name])
        analyse()
        agenda = current_agenda(ON)
        client = signed_in()
        settle()
        print(f"{name}: measuring ...", file=sys.stderr, flush=True)
        pages = [measure(page, agenda, client, repeats) for page in pages_of(agenda)]
        return Round(name, filled, pages, first_view(agenda, client), peak_mb())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="S,M", help="S, M and L with commas; L takes long and much room")
    parser.add_argument("--rounds", type=int, default=21, help="requests per page; at least 15")
    parser.add_argument("--only", choices=PARTS, help="one of them; else all")
    parser.add_argument(
        "--bookings", type=int, default=0, help="of the ledger's file; else 200,000, and only that is kept"
    )
    parser.add_argument("--name", default="", help="name of the result; else the database's")
    options = parser.parse_args()
    sizes = [size.strip().upper() for size in options.sizes.split(",") if size.strip()]
    if not sizes or set(sizes) - {"S", "M", "L"}:
        parser.error("--sizes takes S, M and L, with commas between them")
    prepare()
    wanted = {options.only} if options.only else set(PARTS)
    if "pages" in wanted:
        measure_pages(sizes, max(15, options.rounds), options.name)
    if "judgements" in wanted:
        measure_judgements()
    if "imports" in wanted:
        measure_imports()
    if "ledger" in wanted:
        measure_ledger(options.bookings)
    if "reports" in wanted:
        measure_reports()
    return 0


def measure_pages(sizes: list[str], repeats: int, name: str) -> None:
    from django.db import connection

    from benchmarks import report
    from benchmarks.database import version

    rounds = [measure_size(size, repeats) for size in sizes]
    database = version()
    print("\n".join(report.table(rounds)))
    path = report.write(rounds, name or f"pages-{connection.vendor}", database, repeats)
    print(f"\n{path.relative_to(ROOT)}")


def measure_judgements() -> None:
    from benchmarks import judgements, report

    result = judgements.measure()
    print("\n".join(judgements.table(result)))
    path = judgements.write(result, report.machine("none"), report.RESULTS)
    print(f"\n{path.relative_to(ROOT)}")


def measure_imports() -> None:
    from django.db import connection

    from benchmarks import imports, report

    if connection.vendor != "postgresql":
        print("\nimports: not measured; COPY is of PostgreSQL, so set DATABASE_URL")
        return
    result = imports.run()
    print("\n".join(imports.table(result["files"])))
    path = imports.write(result, report.machine(result["database"]), report.RESULTS)
    print(f"\n{path.relative_to(ROOT)}")


def measure_ledger(bookings: int) -> None:
    """A file of another size is only shown: results hold what the goals are about."""
    from benchmarks import ledger, report

    result = ledger.run(bookings or ledger.ROWS)
    print("\n".join(ledger.table(result["ledger"])))
    if not bookings:
        path = ledger.write(result, report.machine(result["database"]), report.RESULTS)
        print(f"\n{path.relative_to(ROOT)}")


def measure_reports() -> None:
    from benchmarks import report, reports

    result = reports.run()
    print("\n".join(reports.table(result["reports"])))
    path = reports.write(result, report.machine(result["database"]), report.RESULTS)
    print(f"\n{path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
