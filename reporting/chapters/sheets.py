"""The tidy sheets of the workbook: one row for each figure, status, measure, report and budget line, typed cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reporting.blocks import Cell, Column, Kind, Sheet
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.objective import newest_of
from reporting.chapters.told import Told, beside_series

TEXT, NUMBER = Kind.TEXT, Kind.NUMBER
FIGURES = (
    "indicator", "titel", "reeks", "periode", "dag", "waarde", "eenheid", "n", "zoals getoond", "soort", "bron",
    "editie", "bestand", "plaats", "opmerking", "verzonnen",
)  # fmt: skip
STATUSES = (
    "indicator", "titel", "reeks", "doelstelling", "0-meting", "periode 0-meting", "laatste waarde", "periode",
    "soort", "eenheid", "streefwaarde", "status", "zekerheid", "verwacht", "deel van de weg", "reden",
    "spreekt voor de indicator",
)  # fmt: skip
MEASURES = (
    "maatregel", "titel", "doelstelling", "onderdeel van", "verplichting", "ingezet", "uitleg", "stand", "uitvoerders",
    "gemeld", "telt mee",
)  # fmt: skip
SHARES = (
    "maatregel", "titel", "door", "soort", "stand", "procent", "wat er is gedaan", "wat er komt", "reden", "verzonnen",
)  # fmt: skip
BUDGET = (
    "kant", "regel", "titel", "prioriteit", "doelstellingen", "jaar", "begroot", "besteed", "verplicht", "prognose",
    "verwacht", "verschil", "toelichting", "bronnen", "verzonnen",
)  # fmt: skip
_UNITS = {
    "percent": "procent", "count": "aantal", "score5": "score op 5", "score10": "cijfer op 10", "euro": "euro",
    "text": "beschrijving",
}  # fmt: skip
SIDES = {"income": "baten", "cost": "lasten"}


def sheets(told: Told) -> tuple[Sheet, ...]:
    """Those that have rows."""
    made = (
        _sheet("Cijfers", FIGURES, _figures(told)),
        _sheet("Statussen", STATUSES, _statuses(told)), _sheet("Maatregelen", MEASURES, _measures(told)),
        _sheet("Uitvoering", SHARES, _shares(told)), _sheet("Begroting", BUDGET, _budget(told)),
        _sheet("Bronnen", ("nummer", "soort", "bestand of invoer", "editie", "sha256", "verzonnen"), _sources(told)),
        _sheet("Bevindingen", ("soort", "gewicht", "onderwerp", "titel", "bevinding"), _findings(told)),
    )  # fmt: skip
    return tuple(sheet for sheet in made if sheet.rows)


_KINDS = {
    "waarde": NUMBER, "n": NUMBER, "0-meting": NUMBER, "laatste waarde": NUMBER, "verwacht": NUMBER,
    "deel van de weg": NUMBER, "uitvoerders": NUMBER, "gemeld": NUMBER, "procent": NUMBER, "jaar": NUMBER,
    "dag": Kind.DATE, "begroot": Kind.EUROS, "besteed": Kind.EUROS, "verplicht": Kind.EUROS,
    "prognose": Kind.EUROS, "verschil": Kind.EUROS,
}  # fmt: skip
_WIDE = {
    "titel",
    "reden",
    "uitleg",
    "wat er is gedaan",
    "wat er komt",
    "toelichting",
    "bevinding",
    "opmerking",
}


def _sheet(name: str, titles: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> Sheet:
    kinds = {**_KINDS, "verwacht": Kind.EUROS} if name == "Begroting" else _KINDS
    columns = tuple(Column(title, kinds.get(title, TEXT), 4 if title in _WIDE else 2) for title in titles)
    return Sheet(name, columns, tuple(rows))


def about(told: Told) -> tuple[tuple[str, str], ...]:
    """What the workbook says of itself, besides what every document does."""
    rows = [
        ("Stand van", told.on_text),
        ("Eenheid", told.unit["name"] if told.unit else ""),
        ("Lege waarde", "Er is geen cijfer, of het mag niet getoond worden. 'Zoals getoond' zegt waarom."),
    ]
    return tuple((name, text) for name, text in rows if text)


def unit_word(unit: str) -> str:
    """``percent`` -> ``procent``: what a number is expressed in, in Dutch."""
    return _UNITS.get(unit, unit)


def _kind(figure: Json) -> str:
    return "definitief" if figure["final"] else "voorlopig"


def _number(value: str | None) -> Cell:
    """An exact number; an empty cell where there is none."""
    return Cell("") if value is None else Cell(value.replace(".", ","), Decimal(value))


def _count(value: int | None) -> Cell:
    return Cell("") if value is None else Cell(str(value), value)


def _euros(amount: str | None) -> Cell:
    return Cell("") if amount is None else cells.euros(amount, cents=True)


def _figures(told: Told) -> Iterator[tuple[Cell, ...]]:
    sources = {row["number"]: row for row in told.all["sources"]}
    for row in (*told.indicators, *told.all["unit_indicators"]):
        for series in (*row.get("groups", ()), *row["series"], *beside_series(row)):
            for figure in series["figures"]:
                source = sources.get(figure["source"], {"edition": "", "label": ""})
                yield (
                    cells.text(row["code"]), cells.text(row["title"]), cells.text(series["label"]),
                    cells.text(figure["period"]), cells.day(figure["day"]),
                    replace(_number(figure["value"]), source=figure["source"]),
                    cells.text(unit_word(series["unit"])), _count(figure["n"]), cells.text(figure["text"]),
                    cells.text(_kind(figure)), cells.text(figure["source"]),
                    cells.text(source["edition"]), cells.text(source["label"]), cells.text(figure["place"]),
                    cells.text(figure["note"]), cells.yes(figure["demo"]),
                )  # fmt: skip


def _statuses(told: Told) -> Iterator[tuple[Cell, ...]]:
    for row in told.indicators:
        speaks = row["mark"]["ref"] if row["mark"] else None
        for one in (*row["groups"], *row["series"]):
            yield _status(row, one["label"], one["baseline"], newest_of(one), one["target_text"], one, speaks)


def _status(
    row: Json, label: str, baseline: Json | None, newest: Json | None, aim: str, one: Json, speaks: str | None
) -> tuple[Cell, ...]:
    found = one["judgement"]
    return (
        cells.text(row["code"]), cells.text(row["title"]), cells.text(label), cells.text(row["objective"]),
        _number(baseline["value"] if baseline else None), cells.text(baseline["period"] if baseline else None),
        _number(newest["value"] if newest else None), cells.text(newest["period"] if newest else None),
        cells.text(_kind(newest) if newest else None), cells.text(unit_word(one["unit"])),
        cells.text(aim), cells.status(found), cells.text(found["certainty"]), _number(found["expected"]),
        _number(found["fraction"]), cells.text(found["reason"]), cells.yes(one["ref"] == speaks),
    )  # fmt: skip


def _measures(told: Told) -> Iterator[tuple[Cell, ...]]:
    for row in told.measures:
        found = row["standing"]
        yield (
            cells.text(row["code"]), cells.text(row["title"]), cells.text(row["objective"]),
            cells.text(row["parent"]), cells.text(row["obligation_label"]), cells.yes(row["applied"]),
            cells.text(row["explanation"]), cells.text(found["label"]), _count(found["units"]),
            _count(found["reported"]), cells.yes(row["counted"]),
        )  # fmt: skip


def _shares(told: Told) -> Iterator[tuple[Cell, ...]]:
    for row in told.measures:
        for share in row["shares"]:
            yield (
                cells.text(row["code"]), cells.text(row["title"]), cells.text(share["unit_name"]),
                cells.text(share["unit_kind"]), cells.text(share["state_label"]), _count(share["percent"]),
                cells.text(share["changed"]), cells.text(share["following"]), cells.text(share["reason"]),
                cells.yes(share["demo"]),
            )  # fmt: skip


def _budget(told: Told) -> Iterator[tuple[Cell, ...]]:
    for line in told.money["lines"] if told.money else ():
        for row in line["years"]:
            now = row["year"] == told.year
            yield (
                cells.text(SIDES[line["side"]]), cells.text(line["code"]), cells.text(line["title"]),
                cells.text(line["priority"]), cells.text(", ".join(one["code"] for one in line["objectives"])),
                _count(row["year"]), _euros(row["planned"]), _euros(row["actual"]), _euros(row["committed"]),
                _euros(row["forecast"]), _euros(row["expected"]), _euros(row["difference"]),
                cells.text(line["explanation"] if now else ""), cells.text(", ".join(line["sources"]) if now else ""),
                cells.yes(line["demo"]),
            )  # fmt: skip


def _sources(told: Told) -> Iterator[tuple[Cell, ...]]:
    for row in told.all["sources"]:
        yield (
            cells.text(row["number"]), cells.text(row["kind_label"]), cells.text(row["label"]),
            cells.text(row["edition"]), cells.text(row["file_sha256"]), cells.yes(row["demo"]),
        )  # fmt: skip


def _findings(told: Told) -> Iterator[tuple[Cell, ...]]:
    for group in told.all["findings"]:
        for row in group["rows"]:
            yield (
                cells.text(group["title"]), cells.text(group["weight"]), cells.text(row["subject"]),
                cells.text(row["title"]), cells.text(row["message"]),
            )  # fmt: skip
