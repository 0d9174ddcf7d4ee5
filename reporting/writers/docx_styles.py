"""The styles of a DOCX document: calm, as a printed report. A college's own template keeps those that it has."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

FONT = "Arial"
"""Word has it everywhere, and LibreOffice one of the same width (Liberation Sans). For Calibri it has none on many
machines: what comes instead is wider, and breaks words in narrow cells.
"""
INK, MUTED, ACCENT, RULE, STRONG = "162021", "536062", "0B5563", "DFE4E3", "AAB4B4"
TABLE = "Rapporttabel"


def _fonts() -> str:
    return f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'


def _look(size: float, *, bold: bool = False, colour: str = INK) -> str:
    """``size``: in points."""
    half = round(size * 2)
    weight = "<w:b/><w:bCs/>" if bold else ""
    return f'{_fonts()}{weight}<w:color w:val="{colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _space(before: float, after: float, line: float = 1.15) -> str:
    """``before``, ``after``: in points. ``line``: in lines."""
    return (
        f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" '
        f'w:line="{round(line * 240)}" w:lineRule="auto"/>'
    )


def _edge(side: str, size: int, colour: str, space: int) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


FACTS_BEGIN = f"{_edge('top', 12, ACCENT, 12)}{_space(190, 4, 1.1)}"
"""Above the first of the facts on the front."""
_KEEP = "<w:keepNext/><w:keepLines/>"
_WHOLE = "<w:suppressAutoHyphens/>"
_NO_LEVEL = '<w:outlineLvl w:val="9"/>'
_TAB = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9500"/></w:tabs>'
_BOX = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="8" w:color="{STRONG}"/>'
    for side in ("top", "left", "bottom", "right")
)


def _heading(level: int, size: float, before: float, after: float, *, colour: str = INK) -> tuple[str, str]:
    first = f"<w:pageBreakBefore/>{_edge('top', 12, ACCENT, 8)}" if level == 1 else ""
    return (
        f"{_KEEP}{first}{_WHOLE}{_space(before, after, 1.05)}"
        f'<w:contextualSpacing w:val="0"/><w:outlineLvl w:val="{level - 1}"/>',
        _look(size, bold=True, colour=colour),
    )


PARAGRAPHS: dict[str, tuple[str, str]] = {
    "Normal": (_space(0, 7, 1.2), _look(9.5)),
    "Title": (f"{_WHOLE}{_space(0, 8, 1.0)}", _look(27.5, bold=True)),
    "Subtitle": (f"{_WHOLE}{_space(0, 6, 1.1)}", _look(14, colour=MUTED)),
    "Heading 1": _heading(1, 18.5, 0, 14),
    "Heading 2": _heading(2, 13, 20, 6),
    "Heading 3": _heading(3, 10.5, 16, 4),
    "Heading 4": _heading(4, 9.5, 12, 3, colour=MUTED),
    "Caption": (f"<w:keepLines/>{_space(12, 4, 1.1)}", _look(8.5)),
    "TOC Heading": (f"{_KEEP}<w:pageBreakBefore/>{_space(0, 14, 1.05)}{_NO_LEVEL}", _look(18.5, bold=True)),
    "toc 1": (f'{_TAB}{_space(7, 2, 1.1)}', _look(9.5, bold=True)),
    "toc 2": (
        f'{_TAB}{_space(0, 2, 1.1)}<w:ind w:left="284"/>',
        _look(9.5),
    ),
    "toc 3": (
        f'{_TAB}{_space(0, 1, 1.1)}<w:ind w:left="568"/>',
        _look(8.5, colour=MUTED),
    ),
    "Header": (_space(0, 0, 1.0), _look(7.5, colour=MUTED)),
    "Footer": (_space(0, 0, 1.0), _look(7.5, colour=MUTED)),
    "Organisatie": (_space(150, 12), _look(11, bold=True, colour=ACCENT)),
    "Gegevens": (f"{_WHOLE}{_space(0, 4, 1.1)}", _look(9)),
    "Inleiding": (_space(0, 9, 1.2), _look(11.5)),
    "Aantekening": (
        f"{_edge('left', 18, STRONG, 8)}{_space(4, 8, 1.15)}<w:ind w:left='170'/>", _look(8.5, colour=MUTED)
    ),
    "Tussenkop": (f"{_KEEP}{_space(6, 2, 1.15)}", _look(9.5, bold=True)),
    "Kader": (
        f"<w:keepNext/><w:pBdr>{_BOX}</w:pBdr>{_space(12, 6, 1.15)}<w:ind w:left='170' w:right='170'/>", _look(9)
    ),
    "Figuur": (f"<w:keepNext/>{_space(12, 2, 1.0)}", _look(9)),
    "Tabeltekst": (_space(2.5, 2.5, 1.05), _look(8.5)),
    "Tabelkop": (f"<w:keepNext/>{_space(2.5, 2.5, 1.0)}", _look(8, bold=True)),
    "Tabeltekst klein": (_space(2, 2, 1.0), _look(7)),
    "Tabelkop klein": (f"<w:keepNext/>{_space(2, 2, 1.0)}", _look(7, bold=True)),
}  # fmt: skip
"""Name in English for what Word knows, to paragraph and character properties."""

_BUILT_IN = {"TOC Heading": "TOCHeading", "toc 1": "TOC1", "toc 2": "TOC2", "toc 3": "TOC3"}
BULLET = "List Bullet"


def apply(document: Any, *, own: bool) -> dict[str, str]:
    """Give the document its styles; returns the ids by name.

    ``own``: the document came from a college's template, of which every style that is there stays as it is.
    """
    root = document.styles.element
    found = {
        style.find(qn("w:name")).get(qn("w:val")).lower(): style for style in root.findall(qn("w:style"))
    }
    ids = {}
    for name, (paragraph, look) in PARAGRAPHS.items():
        style = found.get(name.lower())
        if style is None:
            style = _new(name)
            root.append(style)
        elif own:
            ids[name] = style.get(qn("w:styleId"))
            continue
        _dress(style, paragraph, look)
        ids[name] = style.get(qn("w:styleId"))
    if (bullet := found.get(BULLET.lower())) is not None:
        ids[BULLET] = bullet.get(qn("w:styleId"))
    if TABLE.lower() not in found:
        root.append(_table_style())
    ids[TABLE] = found[TABLE.lower()].get(qn("w:styleId")) if TABLE.lower() in found else TABLE
    if not own:
        _defaults(root)
    return ids


def _new(name: str) -> Any:
    custom = "" if name in _BUILT_IN else 'w:customStyle="1" '
    identity = _BUILT_IN.get(name, name.replace(" ", ""))
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph" {custom}w:styleId="{identity}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/></w:style>'
    )


def _dress(style: Any, paragraph: str, look: str) -> None:
    """Replace what a style says of its paragraphs and letters."""
    for tag in ("w:pPr", "w:rPr"):
        for old in style.findall(qn(tag)):
            style.remove(old)
    style.append(parse_xml(f"<w:pPr {nsdecls('w')}>{paragraph}</w:pPr>"))
    style.append(parse_xml(f"<w:rPr {nsdecls('w')}>{look}</w:rPr>"))


def _defaults(root: Any) -> None:
    """Dutch, and the letter of the report, where no style says otherwise."""
    old = root.find(qn("w:docDefaults"))
    new = parse_xml(
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts()}"
        '<w:sz w:val="19"/><w:szCs w:val="19"/><w:lang w:val="nl-NL" w:eastAsia="nl-NL" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    if old is None:
        root.insert(0, new)
    else:
        root.replace(old, new)


def _table_style() -> Any:
    """Thin rules between rows, a stronger one below the heads, none at the sides."""
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">'
        f'<w:name w:val="{TABLE}"/><w:uiPriority w:val="99"/><w:qFormat/><w:tblPr><w:tblBorders>'
        f'<w:top w:val="nil"/><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{STRONG}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders></w:tcPr>'
        "</w:tblStylePr></w:style>"
    )
