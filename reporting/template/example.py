"""A short document with one of everything, to see what a template makes of it. Invented. Pure: no Django."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from reporting.blocks import Block, Bullets, Cell, Column, Document, Figure, Heading, Kind, Paragraph, Table
from reporting.drawing import chart_svg

BANNER = "Voorbeeld: alles hierin is verzonnen"
_CHART = {
    "unit": "percent", "decimals": 0, "goal": "87 %",
    "baseline": {"day": "2022-02-15", "value": "82"},
    "points": [
        {"day": "2024-02-15", "value": "84", "text": "84 %", "final": True, "interval": None},
        {"day": "2025-02-15", "value": "85", "text": "85 %", "final": False, "interval": None},
    ],
    "path": [["2024-01-01", "82"], ["2027-02-15", "87"]],
    "range": [], "forecast": None, "benchmarks": [], "years": ["2024-01-01", "2027-12-31"],
}  # fmt: skip


def example_document(moment: datetime, fingerprint: str) -> Document:
    """``moment``: aware, when the template was added. ``fingerprint``: of the template."""
    return Document(
        title="Verantwoording 2025",
        subtitle="Kwaliteitsagenda 2024-2027",
        organisation="Voorbeeldcollege",
        moment=moment,
        fingerprint=fingerprint,
        status="concept, versie 1",
        blocks=tuple(_blocks()),
        banner=BANNER,
    )


def _blocks() -> list[Block]:
    columns = (
        Column("Indicator", width=4),
        Column("Meting", Kind.PERCENT),
        Column("Begroot", Kind.EUROS),
        Column("Status"),
    )
    rows = (
        (
            Cell("1a Veilig op school"),
            Cell("85 %", Decimal(85)),
            Cell("€ 550.000", Decimal(550_000)),
            Cell("op koers", status="on_track"),
        ),
        (
            Cell("2a Voortijdig schoolverlaters"),
            Cell("6 %", Decimal(6)),
            Cell("€ 1.250.000", Decimal(1_250_000)),
            Cell("achter", status="off_track"),
        ),
    )
    return [
        Heading(1, "1 Kansengelijkheid", "een"),
        Paragraph("Zo ziet de eerste alinea van een hoofdstuk eruit.", "lead"),
        Heading(2, "1.1 Welzijn", "een-een"),
        Paragraph(
            "Dit is gewone tekst. Zij is langer dan een regel, zodat de afstand tussen de regels te zien is."
        ),
        Bullets(("Een punt van een lijst.", "Nog een punt.")),
        Table("Een tabel met een status", columns, rows, "Een opmerking onder een tabel."),
        Figure("Een grafiek", "Lijngrafiek: 82 % in 2022, 84 % in 2024, 85 % in 2025.", chart_svg(_CHART)),
        Heading(3, "Een kop van het derde niveau", "een-een-een"),
        Paragraph("Een aantekening staat apart van de tekst.", "note"),
    ]
