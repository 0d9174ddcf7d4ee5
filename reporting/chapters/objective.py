"""The chapter of one objective: what it wants, what was measured, what was done, with whom and for how much."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Bullets, Cell, Column, Figure, Heading, Kind, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.money import COLUMNS as MONEY_COLUMNS
from reporting.chapters.money import money_cells
from reporting.chapters.partners import decisions_part, partners_part
from reporting.chapters.sentences import (
    DIFFERENT,
    aside,
    carried,
    joined,
    money,
    sentence,
    spending,
    standing,
)
from reporting.chapters.story import story_part
from reporting.chapters.told import Told, label_of
from reporting.drawing import chart_alt
from reporting.drawings import is_drawn

INDICATORS = (
    Column("Indicator", width=4), Column("0-meting", width=2), Column("Laatste meting", width=2),
    Column("Streefwaarde", width=3), Column("Status", width=2), Column("Bron en editie", width=3),
)  # fmt: skip
MEASURES = (
    Column("Maatregel", width=5), Column("Verplichting", width=2), Column("Stand", width=2),
    Column("Meldingen", Kind.TEXT, width=2),
)  # fmt: skip
NOT_THEIRS = "nvt"
"""The state of a unit for which a measure does not apply."""


def objective_chapter(told: Told, row: Json, level: int = 1) -> Iterator[Block]:
    """All about one objective, headings from ``level`` on."""
    code = row["code"]
    yield Heading(level, label_of(row), f"doelstelling-{code}")
    yield from _ambition(row, level + 1)
    yield from story_part(told.story_of(code), level + 1, f"doelstelling-{code}", told.year)
    yield from indicator_part(told, told.indicators_of.get(code, []), level + 1, f"doelstelling-{code}", row)
    yield from _measures(told, row, level + 1)
    yield from partners_part(row, level + 1)
    yield from decisions_part(told.decisions_of.get(code, []), level + 1, code)
    yield from _money(told, row, level + 1)


def _ambition(row: Json, level: int) -> Iterator[Block]:
    yield Heading(level, "Ambitie", f"ambitie-{row['code']}")
    yield from ambition_list(row["ambitions"])
    if row["owner"]:
        yield Paragraph(f"Eigenaar volgens de agenda: {row['owner']}.")


def ambition_list(ambitions: list[Json]) -> Iterator[Block]:
    """What is wanted, a line each."""
    if not ambitions:
        yield Paragraph("De agenda noemt hier geen ambitie.")
        return
    yield Bullets(tuple(f"{one['text'].rstrip('.')}{aside(one['by'], 'in ')}." for one in ambitions))


# Indicators -----------------------------------------------------------------------------------------------
def indicator_part(
    told: Told, rows: list[Json], level: int, anchor: str, objective: Json | None = None
) -> Iterator[Block]:
    """The indicators of a place: a table, why each stands as it does, and a chart of each that is mandatory
    or has a target.
    """
    yield Heading(level, "Indicatoren", f"indicatoren-{anchor}")
    if not rows:
        yield Paragraph("Deze doelstelling heeft geen eigen indicator.")
        return
    if objective is not None:
        yield Paragraph(standing(objective["standing"]))
    yield indicator_table(told, rows, f"Indicatoren op {told.on_text}")
    reasons = tuple(reason_line(row) for row in rows if row["mark"])
    if reasons:
        yield Paragraph("Waarom deze status:")
        yield Bullets(reasons)
    for row in rows:
        if is_drawn(row):
            yield indicator_chart(told, row)


def indicator_table(told: Told, rows: list[Json], caption: str, *, short: bool = False) -> Table:
    """A row for each indicator, by the series that speaks for it. ``short``: without sources, for a page on its own."""
    parts = any(row["mark"] and row["mark"]["total"] > 1 for row in rows)
    more = "" if short else "; alle uitsplitsingen staan in bijlage A"
    width = len(INDICATORS) - short
    return Table(
        caption,
        INDICATORS[:width],
        tuple(_indicator_row(told, row)[:width] for row in rows),
        f"Een status met een aantal erbij gaat over het deel dat het verst achterligt{more}."
        if parts
        else "",
    )


def _indicator_row(told: Told, row: Json) -> tuple[Cell, ...]:
    speaker = speaker_of(row)
    newest = newest_of(speaker)
    aim = speaker["target_text"] if speaker else cells.DASH
    names = joined(row["sources"]) or "niet genoemd"
    source = names + aside(edition_of(told, newest) if newest else "")
    # The mark names its part where that is not the whole; a snapshot of before left out one that the plan chose.
    title = label_of(row) + (f" – {speaker['label']}" if speaker and row["mark"]["part"] else "")
    return (
        cells.text(title),
        cells.figure(speaker["baseline"], speaker["unit"]) if speaker else Cell(cells.DASH),
        cells.figure(newest, speaker["unit"]) if speaker else Cell(cells.DASH),
        cells.text(aim),
        cells.mark(row["mark"]),
        cells.text(source),
    )


def speaker_of(row: Json) -> Json | None:
    """The series that its status is about, or the target over several series with what these come to together."""
    ref = row["mark"]["ref"] if row["mark"] else None
    return next((one for one in (*row["series"], *row["groups"]) if one["ref"] == ref), None)


def newest_of(series: Json | None) -> Json | None:
    """The newest figure after the baseline; ``None``: there is none yet."""
    if series is None or not series["figures"]:
        return None
    last: Json = series["figures"][-1]
    baseline = series["baseline"]
    return last if baseline is None or last["day"] > baseline["day"] else None


def edition_of(told: Told, figure: Json) -> str:
    """The edition that a figure comes from, ``DUO 2025``; of what has no edition its name. ``""``: of several."""
    source = next((one for one in told.all["sources"] if one["number"] == figure["source"]), None)
    return str(source["edition"] or source["label"]) if source else ""


def reason_line(row: Json, *, named: bool = False) -> str:
    """``1a: Van 85 % ... op koers.``; of a part with its name. ``named``: with the title of the indicator."""
    found = row["mark"]
    part = aside(found["part"])
    late = found["stale"] and found["status"] != "missing"
    stale = " De volgende meting had er al moeten zijn." if late else ""
    return f"{label_of(row) if named else row['code']}{part}: {found['reason']}{stale}"


def indicator_chart(told: Told, row: Json) -> Figure:
    """The course of the series that speaks for an indicator, as it was drawn for the snapshot."""
    chart = row["chart"]
    part = "" if chart["label"] in {"", "hele instelling"} else f", {chart['label']}"
    title = f"{label_of(row)}{part}"
    return Figure(f"{title}: metingen en streefwaarde", chart_alt(chart, title), told.drawing_of(row))


# Measures -------------------------------------------------------------------------------------------------
def _measures(told: Told, row: Json, level: int) -> Iterator[Block]:
    code = row["code"]
    rows = told.measures_of.get(code, [])
    yield Heading(level, "Maatregelen", f"maatregelen-{code}")
    if not rows:
        yield Paragraph("De agenda noemt hier geen maatregelen.")
        return
    yield Paragraph(carried(row["carrying"]))
    taken = [one for one in rows if one["applied"]]
    if taken:
        yield Table(f"Maatregelen op {told.on_text}", MEASURES, tuple(_measure_row(one) for one in taken))
    yield from _done(taken)
    yield from _not_taken(rows)


def _measure_row(one: Json) -> tuple[Cell, ...]:
    found = one["standing"]
    refers = f"zie {joined(one['see'])}" if one["see"] else ""
    told = f"{found['reported']} van {found['units']}" if found["units"] and not refers else ""
    return (
        cells.text(label_of(one)),
        cells.text(one["obligation_label"] or "niet vermeld"),
        cells.text(refers or found["label"]),
        cells.text(told),
    )


def _done(taken: list[Json]) -> Iterator[Block]:
    """What units wrote about their part, measure by measure."""
    said = [block for one in taken for block in done_blocks(one)]
    yield Paragraph("Wat er is gedaan, volgens de scholen, diensten en teams:" if said else
                    "De scholen, diensten en teams schreven nog niet op wat er is gedaan.")  # fmt: skip
    yield from said


def done_blocks(one: Json) -> Iterator[Block]:
    """A measure, and below it what each unit said, ``School voor Zorg (loopt, 60 %): ...``; silent ones are left out.

    So are those for which it does not apply: what was done is not theirs to tell.
    """
    told = []
    for said in one["shares"]:
        words = " ".join(sentence(text) for text in (said["changed"], said["reason"]) if text.strip())
        if words and said["state"] != NOT_THEIRS:
            far = "" if said["percent"] is None else f", {said['percent']} %"
            told.append(f"{said['unit_name']} ({said['state_label']}{far}): {words}")
    if told:
        yield Paragraph(label_of(one), "label")
        yield Bullets(tuple(told))


def _not_taken(rows: list[Json]) -> Iterator[Block]:
    left_out = [one for one in rows if not one["applied"]]
    if left_out:
        yield Paragraph("Niet ingezet, met de uitleg uit de agenda:")
        yield Bullets(
            tuple(
                f"{label_of(one)}{aside(one['obligation_label'])}: {sentence(one['explanation'])}"
                for one in left_out
            )
        )


# Money ----------------------------------------------------------------------------------------------------
def _money(told: Told, row: Json, level: int) -> Iterator[Block]:
    if told.money is None:
        return
    code = row["code"]
    sums = told.money_of.get(code)
    yield Heading(level, f"Geld in {told.year}", f"geld-{code}")
    lines = told.lines_of(code)
    if sums is None or not lines:
        yield Paragraph("De begroting heeft geen regel voor deze doelstelling.")
        return
    yield Paragraph(money(sums, told.year))
    yield Paragraph(f"Geld naast beweging: {row['beside']}. Dit zegt niet dat het een door het ander komt.")
    yield Table(
        f"Begrotingsregels voor {label_of(row)} in {told.year}",
        (Column("Regel", width=4), Column("Aandeel", Kind.PERCENT), *MONEY_COLUMNS),
        tuple(
            (
                cells.text(line["title"]),
                cells.percent(next(one["percent"] for one in line["objectives"] if one["code"] == code)),
                *money_cells(told.of_year(line)),
            )
            for line in lines
        ),
        "De bedragen zijn die van de hele regel; het aandeel zegt welk deel voor deze doelstelling is."
        if any(_is_shared(line) for line in lines)
        else "",
    )
    explained = tuple(text for line in lines for text in explained_lines(told, line))
    if explained:
        yield Paragraph("Toelichting:")
        yield Bullets(explained)


def _is_shared(line: Json) -> bool:
    return len(line["objectives"]) > 1 or any(
        one["percent"] not in {None, "100"} for one in line["objectives"]
    )


def explained_lines(told: Told, line: Json) -> Iterator[str]:
    """What is said about the money of a line: why it differs, and what was booked by hand."""
    year = told.of_year(line)
    if line["explanation"]:
        yield f"{line['title']}: {sentence(line['explanation'])}"
    elif year.get("spending") in DIFFERENT:
        differs = cells.gap(year["difference"]).shown
        yield f"{line['title']}: {spending(year)} ({differs}); er is geen toelichting gegeven."
    if line["by_hand"]:
        amounts = joined(cells.euros(one["amount"]).shown for one in line["by_hand"])
        yield f"{line['title']}: met de hand geboekt: {amounts}."
