"""A document as one HTML page that stands by itself: styles inside, charts as images inside. The PDF is made of it.

On paper (A4) it has running headers and footers with page numbers; on screen it works from 360 px, light and dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from itertools import accumulate, pairwise
from pathlib import Path

from reporting.blocks import Bullets, Cell, Document, Figure, Heading, Kind, PageBreak, Paragraph, Table
from reporting.writers import charts
from reporting.writers.common import (
    DENSE,
    RIGHT,
    WIDE,
    Numbered,
    clean,
    contents,
    facts,
    mark_of,
    numbered,
    paragraphs,
    shares,
    targets,
    utc_of,
)

_CODE = re.compile("[0-9a-f]{32,}[.,]?")
_NO_WORD = re.compile("[^a-z_]")


def write(document: Document) -> bytes:
    """The page, UTF-8. The same document gives the same bytes."""
    return page(document).encode()


def page(document: Document) -> str:
    title = _text(document.title)
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}{' – ' + _text(document.subtitle) if document.subtitle else ''}</title>",
        f'<meta name="author" content="{_text(document.organisation)}">',
        f'<meta name="description" content="{_text(document.subtitle or document.title)}">',
        f'<meta name="dcterms.created" content="{utc_of(document).isoformat()}Z">',
        f'<meta name="dcterms.modified" content="{utc_of(document).isoformat()}Z">',
        f'<meta name="keywords" content="{_text(document.status)}">',
        '<meta name="generator" content="Kwaliteitsagenda">',
        f"<style>\n{_styles()}{_running(document)}{_shares(document)}</style>",
    ]
    body = [
        '<a class="skip" href="#inhoud">Naar de tekst</a>',
        _cover(document, title),
        '<div class="sheet">',
        _contents(document),
        f'<main id="inhoud" tabindex="-1">\n{"".join(_blocks(document))}</main>',
        "</div>",
        _foot(document),
    ]
    short = "" if document.front else ' class="short"'
    return (
        '<!doctype html>\n<html lang="nl">\n<head>\n'
        + "\n".join(head)
        + f"\n</head>\n<body{short}>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(clean(text))


@cache
def _styles() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def css_string(text: str) -> str:
    """A text as a CSS string in which nothing can end the string, the rule or the style element."""
    return '"' + re.sub("[^A-Za-z0-9 ]", lambda match: f"\\{ord(match[0]):x} ", clean(text)) + '"'


def _running(document: Document) -> str:
    """What stands above and below every page: rules for the margins of paper."""
    banner = ""
    if document.banner:
        banner = f"@bottom-center {{ content: {css_string(document.banner)}; }} "
    name = " · ".join(part for part in (document.organisation, document.title) if part)
    first = (
        "@page :first { @top-left { content: none; } @top-right { content: none; } "
        "@bottom-left { content: none; } @bottom-right { content: none; } }\n"
    )
    return (
        f"@page {{ @top-left {{ content: {css_string(name)}; }} "
        f"@top-right {{ content: {css_string(document.status)}; }} "
        f"@bottom-left {{ content: {css_string(mark_of(document))}; }} "
        f"{banner}}}\n{first if document.front else ''}"
    )


def _tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def _percentages(table: Table) -> list[int]:
    """The share of each column in whole percents of the width: together 100, so that no table leaves its page."""
    ends = [round(100 * share) for share in accumulate(shares(table), initial=0.0)]
    return [last - first for first, last in pairwise(ends)]


def _shares(document: Document) -> str:
    """A rule for each width that a column has: a page with a strict policy takes no styles on elements."""
    used = {share for table in _tables(document) for share in _percentages(table)}
    return "".join(f".w-{share} {{ width: {share}%; }}\n" for share in sorted(used))


def _banner(document: Document) -> str:
    if not document.banner:
        return ""
    return f'<p class="banner" role="note" aria-label="Let op">{_text(document.banner)}</p>\n'


def _cover(document: Document, title: str) -> str:
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts(document))
    subtitle = f'<p class="subtitle">{_text(document.subtitle)}</p>' if document.subtitle else ""
    return (
        f'<header class="cover">\n{_banner(document)}'
        f'<p class="organisation">{_text(document.organisation)}</p>\n<h1>{title}</h1>\n'
        f'{subtitle}\n<dl class="facts">{rows}</dl>\n</header>'
    )


def _contents(document: Document) -> str:
    entries = contents(document)
    if not entries or not document.front:
        return ""
    rows = "".join(
        f'<li class="toc-{level}"><a href="#{_text(heading.anchor)}">{_text(heading.text)}</a></li>\n'
        for level, heading in entries
    )
    head = '<p class="toc-kop" id="toc-kop">Inhoud</p>'
    return f'<nav class="toc" aria-labelledby="toc-kop">\n{head}\n<ul>\n{rows}</ul>\n</nav>'


def _foot(document: Document) -> str:
    rows = " · ".join(f"{name}: {escape(value)}" for name, value in facts(document))
    return f'<footer class="colophon"><p>{rows}</p></footer>'


def _blocks(document: Document) -> Iterator[str]:
    sources, used = targets(document), set[str]()
    for one in numbered(document):
        match one.block:
            case Heading():
                yield _heading(one.block, one.level)
            case Paragraph():
                yield _paragraph(one.block, keeps=one.keeps)
            case Bullets():
                items = "".join(f"<li>{_lines(item)}</li>\n" for item in one.block.items)
                yield f"<ul>\n{items}</ul>\n" if items else ""
            case Table():
                yield _table(one.block, one.label, sources, used)
            case Figure():
                yield _figure(one.block, one)
            case PageBreak():
                yield '<div class="page-break"></div>\n'


def _heading(heading: Heading, level: int) -> str:
    """The title of the document is h1, so a chapter is h2."""
    tag = f"h{level + 1}"
    goes_on = ' class="goes-on"' if heading.goes_on else ""
    return f'<{tag} id="{_text(heading.anchor)}"{goes_on}>{_text(heading.text)}</{tag}>\n'


def _paragraph(paragraph: Paragraph, *, keeps: bool) -> str:
    names = [paragraph.style] if paragraph.style in {"lead", "note", "label"} else []
    names += ["keeps"] if keeps else []
    style = f' class="{" ".join(names)}"' if names else ""
    return "".join(
        f"<p{style}>{'<br>'.join(map(_lines, lines))}</p>\n" for lines in paragraphs(paragraph.text)
    )


def _lines(text: str) -> str:
    """A text on its lines. A fingerprint is broken where a line ends, and gets no hyphen that it does not have."""
    words = (
        f'<span class="code">{_text(word)}</span>' if _CODE.fullmatch(word) else _text(word)
        for word in re.split(r"(\s)", clean(text))
    )
    return "".join(words).replace("\n", "<br>")


def _figure(figure: Figure, one: Numbered) -> str:
    chart = charts.drawing(figure.svg)
    if chart is None:
        inside = f'<p class="figure-words">{_lines(figure.alt)}</p>'
    else:
        inside = (
            f'<div class="figure-frame" role="region" tabindex="0" aria-label="Schuifvenster van {one.label}">'
            f"{charts.image(chart, figure.alt)}</div>"
        )
    caption = f'<span class="label">{one.label}.</span> {_text(figure.caption)}'
    return f"<figure>\n{inside}\n<figcaption>{caption}</figcaption>\n</figure>\n"


def _table(table: Table, label: str, sources: Mapping[str, str], used: set[str]) -> str:
    count = len(table.columns)
    kind = (" dense" if count >= DENSE else "") + (" wide" if count >= WIDE else "")
    heads = "".join(
        f'<th scope="col"{_align(column.kind)}>{_lines(column.title)}</th>' for column in table.columns
    )
    columns = "".join(f'<col class="w-{share}">' for share in _percentages(table))
    rows = "".join(_row(row, table, sources, used) for row in table.rows)
    if not table.rows:
        rows = f'<tr><td colspan="{count}">Geen gegevens.</td></tr>\n'
    note = f'<p class="note table-note">{_lines(table.note)}</p>\n' if table.note else ""
    return (
        f'<section class="table{kind}" aria-label="{label}: {_text(table.caption)}">\n'
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="Schuifvenster van {label}">\n'
        f'<table>\n<caption><span class="label">{label}.</span> {_text(table.caption)}</caption>\n'
        f"<colgroup>{columns}</colgroup>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
        f"{note}</section>\n"
    )


def _row(row: tuple[Cell, ...], table: Table, sources: Mapping[str, str], used: set[str]) -> str:
    """A row; one that a number points at gets the anchor, the first time that it stands in the document."""
    cells, anchor = [], ""
    for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
        inside = _cell(cell, sources)
        align = _align(column.kind, figure=cell.value is not None)
        cells.append(f'<th scope="row"{align}>{inside}</th>' if place == 0 else f"<td{align}>{inside}</td>")
        if place == 0 and not cell.source and cell.shown in sources and cell.shown not in used:
            used.add(cell.shown)
            anchor = f' id="{sources[cell.shown]}"'
    return f"<tr{anchor}>{''.join(cells)}</tr>\n"


def _cell(cell: Cell, sources: Mapping[str, str]) -> str:
    inside = _lines(cell.shown)
    if cell.status:
        inside = f'<span class="status status-{_NO_WORD.sub("", cell.status)}">{inside}</span>'
    if cell.source in sources:
        return f'<a class="fact" href="#{sources[cell.source]}">{inside}</a>'
    return f'<span data-source="{_text(cell.source)}">{inside}</span>' if cell.source else inside


def _align(kind: Kind, *, figure: bool = False) -> str:
    """``figure``: a number itself, which stays on one line; words in its place ("minder dan 5") may take more."""
    if kind in RIGHT:
        return ' class="number figure"' if figure else ' class="number"'
    return ' class="date"' if kind is Kind.DATE else ""
