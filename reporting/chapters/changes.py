"""The chapter about what changed in the agenda itself."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Bullets, Heading, Paragraph
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.told import Told


def changes_chapter(told: Told) -> Iterator[Block]:
    """What changed in the year, why, and who agreed; then the version that this report was written from."""
    yield Heading(1, "Wijzigingen van de agenda", "wijzigingen")
    rows = [row for row in told.all["changes"] if row["in_year"]]
    if not rows:
        yield Paragraph(f"De agenda is in {told.year} niet gewijzigd.")
    for row in rows:
        yield from _version(row)
    version = told.agenda["version"]
    if version is not None:
        yield Paragraph(
            f"Dit verslag gaat uit van versie {version['number']} van de agenda, geldig vanaf "
            f"{cells.day(version['effective_on']).shown}.",
            "note",
        )


def _version(row: Json) -> Iterator[Block]:
    since = cells.day(row["effective_on"]).shown
    yield Heading(2, f"Versie {row['number']}, geldig vanaf {since}", f"versie-{row['number']}")
    yield Paragraph(f"Waarom: {row['reason']}" if row["reason"] else "Er is geen reden opgeschreven.")
    yield Paragraph(
        f"{_consent('ondernemingsraad', row['works_council_on'])} "
        f"{_consent('studentenraad', row['student_council_on'])}"
    )
    lines = tuple(change["text"] for item in row["items"] for change in item["changes"])
    if lines:
        yield Bullets(lines)


def _consent(council: str, on: str | None) -> str:
    if on is None:
        return f"Van de {council} is geen instemming vastgelegd."
    return f"De {council} stemde in op {cells.day(on).shown}."
