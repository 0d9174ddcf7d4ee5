"""A table of a DOCX document: its heads stand on every page, rows stay whole, numbers are right-aligned."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from reporting.blocks import Cell, Column, Table
from reporting.writers import docx_xml as xml
from reporting.writers.common import DENSE, RIGHT, clean, shares
from reporting.writers.docx_styles import TABLE


def table(
    block: Table,
    label: str,
    *,
    width: int,
    styles: Mapping[str, str],
    names: Mapping[str, str],
    targets: Mapping[str, tuple[int, str]],
) -> str:
    """The XML of a table.

    ``width``: of the text, in twentieths of a point. ``names``: the bookmarks of sources that cells link to.
    ``targets``: the number and name of the bookmark of each source whose row stands in this table.
    """
    small = " klein" if len(block.columns) >= DENSE else ""
    widths = _widths(block, width)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    layouts = _layouts(block.columns)
    heads = "".join(
        _cell(xml.run(column.title), layout, one, styles[f"Tabelkop{small}"])
        for column, layout, one in zip(block.columns, layouts, widths, strict=True)
    )
    text = styles[f"Tabeltekst{small}"]
    rows = []
    for row in block.rows:
        cells = []
        for place, (cell, layout, one) in enumerate(zip(row, layouts, widths, strict=True)):
            inside = _inside(cell, names)
            if place == 0 and not cell.source and cell.shown in targets:
                inside = xml.bookmark(*targets[cell.shown], inside)
            cells.append(_cell(inside, layout, one, text))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    if not block.rows:
        rows.append(f"<w:tr>{_cell(xml.run('Geen gegevens.'), '', width, text, len(block.columns))}</w:tr>")
    return xml.wrapped(
        "tbl",
        f'<w:tblPr><w:tblStyle w:val="{styles[TABLE]}"/><w:tblW w:w="{width}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(clean(f'{label}. {block.caption}'))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{''.join(rows)}",
    )


def _widths(block: Table, width: int) -> list[int]:
    """The width of each column; together exactly ``width``."""
    widths = [int(width * share) for share in shares(block)]
    widths[0] += width - sum(widths)
    return widths


def _inside(cell: Cell, names: Mapping[str, str]) -> str:
    inside = xml.status(cell.status, cell.shown) if cell.status else xml.run(cell.shown)
    return xml.link(names[cell.source], inside) if cell.source in names and inside else inside


def _layouts(columns: tuple[Column, ...]) -> list[str]:
    """How the paragraphs of each column lie: numbers to the right, and words beside them clear of them."""
    layouts, before = [], False
    for column in columns:
        number = column.kind in RIGHT
        clear = '<w:ind w:left="140"/>' if before else ""
        layouts.append('<w:jc w:val="right"/>' if number else clear)
        before = number
    return layouts


def _cell(inside: str, layout: str, width: int, style: str, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>'
        f"{xml.paragraph(style, inside, layout)}</w:tc>"
    )
