"""The log as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone

from core.spreadsheets import harmless
from operations.selectors import EventRow

COLUMNS = ("wanneer", "wie", "soort", "wat", "gebeurd", "bijzonderheden")


class _Echo:
    """Gives back what a CSV writer writes, so that a long log is sent line by line."""

    def write(self, text: str) -> str:
        return text


def audit_csv(rows: Iterable[EventRow]) -> Iterator[str]:
    """Lines of CSV for a Dutch spreadsheet, with the mark that tells it that this is UTF-8. Times are Amsterdam's."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(COLUMNS)
    for row in rows:
        details = "; ".join(f"{key}: {value}" for key, value in row.details)
        moment = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
        cells = (moment, row.actor, row.object_word, row.object_label, row.verb, details)
        yield writer.writerow([harmless(cell) for cell in cells])
