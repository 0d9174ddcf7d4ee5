"""The annex that says what each indicator counts and how it is measured, in the agenda's own words."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Cell, Column, Heading, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.sentences import joined, raised, sentence
from reporting.chapters.told import Told, label_of

ABSENT = "absent"
"""Why a baseline has no value that was never there; any other reason hides one."""
WHOLE = "hele instelling"
NAMED = 2
"""So many series are named to which a remark belongs; more are counted."""
_DESIRED = {"higher": "hoger", "lower": "lager", "none": "geen richting"}


def definitions(told: Told) -> Iterator[Block]:
    yield Heading(1, "Bijlage C. Hoe de indicatoren worden gemeten", "bijlage-c")
    yield from _counted(told)
    yield Table(
        "Bron, eenheid, gewenste richting en ritme van elke indicator",
        (
            Column("Indicator", width=5), Column("Bron", width=2), Column("Waarneming", width=2),
            Column("Eenheid", width=2), Column("Gewenst", width=2), Column("Ritme", width=3), Column("Verplicht"),
        ),
        tuple(
            (
                cells.text(label_of(row)),
                cells.text(joined(row["sources"]) or "niet genoemd"),
                cells.text(row["population"]),
                cells.text(row["unit_label"]),
                cells.text(_desired(row)),
                cells.text(row["rhythm"]),
                cells.yes(row["mandatory"]),
            )
            for row in told.indicators
        ),
    )  # fmt: skip
    noted = [(row, words) for row in told.indicators if (words := _noted(row))]
    if noted:
        yield Table(
            "Wat de agenda opmerkt bij haar 0-metingen",
            (Column("Indicator", width=2), Column("Opmerking", width=5)),
            tuple((cells.text(label_of(row)), cells.text(words)) for row, words in noted),
        )
    if told.all["freshness"]:
        yield Table(
            f"Hoe vers de bronnen zijn op {told.on_text}",
            (
                Column("Bron"),
                Column("Nieuwste cijfers", width=2),
                Column("Te laat", width=3),
                Column("Komt", width=3),
            ),
            tuple(_fresh_row(row) for row in told.all["freshness"]),
        )


def _counted(told: Told) -> Iterator[Block]:
    """What each indicator counts; what the plan leaves to its title is said as such, and never made up."""
    yield Paragraph(
        "Zo beschrijft de agenda haar indicatoren. Hoe een bron haar cijfers precies berekent, staat in de toelichting "
        "van die bron."
    )
    defined = [row for row in told.indicators if row["definition"]]
    if defined:
        yield Table(
            "Wat elke indicator telt",
            (Column("Indicator", width=2), Column("Wat telt mee", width=5)),
            tuple((cells.text(label_of(row)), cells.text(row["definition"])) for row in defined),
        )
    bare = [row["code"] for row in told.indicators if not row["definition"]]
    if bare:
        yield Paragraph(
            f"Van deze indicatoren geeft de agenda geen definitie naast hun titel: {joined(bare)}."
        )


def _desired(row: Json) -> str:
    """Which way is better; series of one indicator may differ."""
    ways = dict.fromkeys(one["desired"] for one in row["series"])
    return joined(_DESIRED.get(way, way) for way in ways) if ways else cells.DASH


def _noted(row: Json) -> str:
    """What the plan says beside the baselines of an indicator, each remark once with what it is about.

    Nothing of a baseline that is hidden: a remark may tell its value.
    """
    said: dict[str, list[str]] = {}
    for one in row["series"]:
        baseline = one["baseline"]
        if baseline and baseline["note"] and baseline["hidden"] in {None, ABSENT}:
            said.setdefault(baseline["note"], []).append(one["label"])
    return " ".join(
        raised(sentence(note if labels == [WHOLE] else f"{note.rstrip('.')} ({_about(labels)})"))
        for note, labels in said.items()
    )


def _about(labels: list[str]) -> str:
    return joined(labels) if len(labels) <= NAMED else f"{len(labels)} reeksen"


def _fresh_row(row: Json) -> tuple[Cell, ...]:
    newest = row["newest"] + ("" if row["final"] or not row["newest"] else " (voorlopig)")
    late = [_release(one) for one in row["late"]]
    return (
        cells.text(row["source"]),
        cells.text(newest or "nog geen"),
        cells.text(joined(late) or "niets"),
        cells.text(_release(row["coming"]) if row["coming"] else "niets gepland"),
    )


def _release(one: Json) -> str:
    return f"{one['period']} (verwacht op {cells.day(one['expected_on']).shown})"
