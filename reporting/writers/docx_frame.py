"""What stands around the text of a DOCX document: properties, page, header and footer."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from reporting.blocks import Document
from reporting.writers import docx_xml as xml
from reporting.writers.common import clean, mark_of, utc_of

PROPERTY = 255
"""A property of a document is at most so long."""
WARN = "6B4600"


def empty(word: Any) -> None:
    """Without the text of the template."""
    body = word.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)


def thumbnail(word: Any) -> None:
    """Without the picture of the template's first page."""
    relations = word.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


def sized(word: Any) -> None:
    """A template that does not say how large its page is, gets A4."""
    word.element.body.get_or_add_sectPr()
    section = word.sections[-1]
    section.page_width = section.page_width or Mm(210)
    section.page_height = section.page_height or Mm(297)
    section.left_margin = section.left_margin if section.left_margin is not None else Mm(22)
    section.right_margin = section.right_margin if section.right_margin is not None else Mm(20)


def properties(word: Any, document: Document) -> None:
    """Title, organisation and status; every time is that of the snapshot."""
    core = word.core_properties
    core.title = clean(document.title)[:PROPERTY]
    core.subject = clean(document.subtitle)[:PROPERTY]
    core.author = core.last_modified_by = clean(document.organisation)[:PROPERTY]
    core.keywords = clean(document.status)[:PROPERTY]
    core.comments = clean(document.banner)[:PROPERTY]
    core.content_status = clean(document.status)[:PROPERTY]
    core.identifier = clean(document.fingerprint)[:PROPERTY]
    core.category = "Verantwoording"
    core.language = "nl-NL"
    core.version = ""
    core.revision = 1
    core.created = core.modified = utc_of(document)
    settings = word.settings.element
    for tag in ("w:themeFontLang", "w:compat"):
        for old in settings.findall(qn(tag)):
            settings.remove(old)
    compat = parse_xml(
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    for old in settings.findall(qn("w:updateFields")):
        settings.remove(old)
    # Word fills in the page numbers of the table of contents when somebody opens the file, after asking.
    _before(
        settings,
        parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>'),
        ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat"),
    )
    language = parse_xml(f'<w:themeFontLang {nsdecls("w")} w:val="nl-NL"/>')
    after = ("w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang", "w:clrSchemeMapping")
    _before(settings, compat, after)
    _before(settings, language, ("w:clrSchemeMapping", "w:doNotIncludeSubdocsInStats", "w:shapeDefaults"))


def _hyphenate(settings: Any) -> None:
    """Long Dutch words are broken where they may be; styles for headings say that they are not."""
    after = (
        "w:drawingGridHorizontalSpacing", "w:displayHorizontalDrawingGridEvery", "w:doNotShadeFormData",
        "w:noPunctuationKerning", "w:characterSpacingControl", "w:savePreviewPicture", "w:footnotePr", "w:endnotePr",
        "w:compat",
    )  # fmt: skip
    for tag, value in (("w:autoHyphenation", "1"), ("w:consecutiveHyphenLimit", "2")):
        for old in settings.findall(qn(tag)):
            settings.remove(old)
        _before(settings, parse_xml(f'<{tag} {nsdecls("w")} w:val="{value}"/>'), after)


def _before(parent: Any, element: Any, followers: tuple[str, ...]) -> None:
    """Put an element where the schema wants it: before the first of what may follow it."""
    known = {qn(tag) for tag in followers}
    for child in parent:
        if child.tag in known:
            child.addprevious(element)
            return
    parent.append(element)


def page(word: Any, document: Document, styles: dict[str, str]) -> None:
    """A4 with a front; title and status above every other page, fingerprint, banner and page number below."""
    _hyphenate(word.settings.element)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    section.left_margin, section.right_margin = Mm(22), Mm(20)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)
    section.different_first_page_header_footer = document.front
    name = " · ".join(part for part in (document.organisation, document.title) if part)
    _fill(
        section.header,
        styles["Header"],
        [(xml.run(name), 70, "left"), (xml.run(document.status), 30, "right")],
    )
    page_now, pages = xml.field("PAGE", xml.run("1")), xml.field("NUMPAGES", xml.run("1"))
    counted = f"{xml.run('Pagina ')}{page_now}{xml.run(' van ')}{pages}"
    banner = xml.run(document.banner, f'<w:b/><w:color w:val="{WARN}"/>')
    foot = [(xml.run(mark_of(document)), 30, "left"), (banner, 40, "center"), (counted, 30, "right")]
    _fill(section.footer, styles["Footer"], foot)
    _fill(section.first_page_footer, styles["Footer"], [(banner, 100, "center")])
    _fill(section.first_page_header, styles["Header"], [])


def _fill(place: Any, style: str, cells: list[tuple[str, int, str]]) -> None:
    """``cells``: what stands side by side, with its share of the width of the page and where it is aligned.

    A table follows the width of the page, portrait or landscape; tabs would not.
    """
    root = place._element
    for child in list(root):
        root.remove(child)
    if cells:
        inside = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{share * 50}" w:type="pct"/></w:tcPr>'
            f"{xml.paragraph(style, text, f'<w:jc w:val={chr(34)}{align}{chr(34)}/>')}</w:tc>"
            for text, share, align in cells
        )
        grid = "".join(f'<w:gridCol w:w="{share * 95}"/>' for _, share, _ in cells)
        root.append(
            parse_xml(
                xml.wrapped(
                    "tbl",
                    '<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
                    '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
                    f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{inside}</w:tr>",
                )
            )
        )
    small = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    root.append(parse_xml(xml.paragraph(style, "", small).replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
