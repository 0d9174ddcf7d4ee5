"""A document as DOCX for Word and LibreOffice: real styles, a table of contents, captions that count, editable.

Charts are vector drawings (SVG) with a picture (PNG) for programs that do not draw those; a chart without a drawing is
told in words, in a frame. The table of contents holds the headings; Word adds the page numbers when it is updated.
"""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph as WordParagraph

from core.numbers import NBSP
from reporting.blocks import Bullets, Document, Figure, Heading, PageBreak, Paragraph, Table
from reporting.writers import charts, docx_frame, docx_own, docx_styles, docx_tables
from reporting.writers import docx_xml as xml
from reporting.writers.common import (
    WIDE,
    Numbered,
    clean,
    contents,
    facts,
    fixed_package,
    numbered,
    paragraphs,
    targets,
)

AFTER_KEEP = ("w:pBdr", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
"""What of a paragraph's properties comes after what keeps it together, of those that are written here."""
EMU_A_TWIP = 635
HIGHEST = 11_000
"""No chart is higher than this, in twentieths of a point: it and its caption fit on a page."""
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def write(document: Document) -> bytes:
    """The file. The same document, with its template, gives the same bytes.

    Of a template the styles, header, footer and page are used, with their fields filled in. Its text is used only when
    it has fields: then it is the front.
    """
    template = document.template
    word = docx.Document(BytesIO(template) if template else None)
    fronted = docx_own.fill(word, document) if template else frozenset[str]()
    if not fronted:
        docx_frame.empty(word)
    docx_frame.thumbnail(word)
    docx_frame.sized(word)
    docx_frame.properties(word, document)
    styles = docx_styles.apply(word, own=template is not None)
    if template is None:
        docx_frame.page(word, document, styles)
    _Body(word, document, styles, own=template is not None, fronted=fronted).write()
    output = BytesIO()
    word.save(output)
    return fixed_package(output.getvalue(), document)


class _Body:
    """Writes the text of one document, block after block."""

    def __init__(
        self, word: Any, document: Document, styles: dict[str, str], *, own: bool, fronted: frozenset[str]
    ) -> None:
        """``own``: the header and footer are a college's. ``fronted``: the fields of its front; empty: it has none."""
        self.word, self.document, self.styles, self.own = word, document, styles, own
        self.fronted = fronted
        self.body = word.element.body
        self.section = self.body.find(qn("w:sectPr"))
        self.names = xml.bookmark_names(targets(document))
        self.marked: set[str] = set()
        self.marks = self.headings = self.charts = 0
        self.break_first = self.landscape = False

    def write(self) -> None:
        self.front()
        self.contents()
        for one in numbered(self.document):
            self.turn(isinstance(one.block, Table) and len(one.block.columns) >= WIDE)
            self.block(one)
        self.turn(wide=False)

    def block(self, one: Numbered) -> None:
        match one.block:
            case Heading():
                self.heading(one.block, one.level)
            case Paragraph():
                self.text(one.block, keeps=one.keeps)
            case Bullets():
                self.bullets(one.block)
            case Table():
                self.table(one.block, one.label)
            case Figure():
                self.figure(one.block, one.label)
            case PageBreak():
                self.break_first = True

    def text(self, block: Paragraph, *, keeps: bool) -> None:
        style = {"lead": "Inleiding", "note": "Aantekening", "label": "Tussenkop"}.get(block.style, "Normal")
        for lines in paragraphs(block.text):
            element = self.paragraph(style, xml.run("\n".join(lines)))
            if keeps:
                self.keep(element)

    def keep(self, element: Any) -> None:
        """Keep a paragraph on the page of what follows it."""
        if element.pPr.find(qn("w:keepNext")) is None:
            element.pPr.insert_element_before(
                parse_xml(f"<w:keepNext {nsdecls('w')}/>"), "w:keepLines", "w:pageBreakBefore", *AFTER_KEEP
            )

    def append(self, element: Any) -> None:
        self.section.addprevious(element)

    def paragraph(self, style: str, inside: str, properties: str = "", *, apart: bool = True) -> Any:
        """``properties``: those of the schema that come after pageBreakBefore. ``apart``: a chapter on a new page."""
        first = "<w:pageBreakBefore/>" if self.break_first else ""
        if style == "Heading 1" and not first and not (self.document.front and apart):
            first = '<w:pageBreakBefore w:val="0"/>'
        self.break_first = False
        text = xml.paragraph(self.styles[style], inside, first + properties)
        element = parse_xml(text.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))
        self.append(element)
        return element

    def front(self) -> None:
        """Title and what the document is; a short one goes on below it."""
        document = self.document
        if self.fronted:
            self.below_own_front()
            return
        high = "" if document.front else '<w:spacing w:before="0"/>'
        self.paragraph("Organisatie", xml.run(document.organisation), high)
        self.paragraph("Title", xml.run(document.title))
        if document.subtitle:
            self.paragraph("Subtitle", xml.run(document.subtitle))
        for place, (name, value) in enumerate(facts(document)):
            space = "" if place or not document.front else docx_styles.FACTS_BEGIN
            self.paragraph("Gegevens", xml.run(f"{name}: ", "<w:b/>") + xml.run(value), space)

        self.banner()

    def below_own_front(self) -> None:
        """What a document must say of itself, as far as the college's own front does not say it."""
        for name, value in facts(self.document):
            if name.lower() not in self.fronted:
                self.paragraph("Gegevens", xml.run(f"{name}: ", "<w:b/>") + xml.run(value))
        self.banner()
        self.break_first = True

    def banner(self) -> None:
        if self.own and self.document.banner:
            self.paragraph("Kader", xml.run(self.document.banner, "<w:b/>"))

    def contents(self) -> None:
        """The field of a table of contents, with the headings that it holds already in it."""
        entries = contents(self.document)
        if not entries or not self.document.front:
            return
        self.paragraph("TOC Heading", xml.run("Inhoud"))
        places = {
            id(one.block): place
            for place, one in enumerate(
                (one for one in numbered(self.document) if isinstance(one.block, Heading)), start=1
            )
        }
        depth = max(level for level, _ in entries)
        begin, end = xml.field(f'TOC \\o "1-{depth}" \\h \\z \\u', "\0").split("\0")
        for place, (level, heading) in enumerate(entries):
            entry = xml.link(xml.toc_name(places[id(heading)]), xml.run(heading.text))
            before, after = begin if place == 0 else "", end if place == len(entries) - 1 else ""
            self.paragraph(f"toc {level}", before + entry + after)

    def heading(self, heading: Heading, level: int) -> None:
        self.headings += 1
        self.marks += 1
        text = xml.bookmark(self.marks, xml.toc_name(self.headings), xml.run(heading.text))
        goes_on = level == 1 and (heading.goes_on or not self.document.front)
        space = '<w:spacing w:before="480"/>' if goes_on else ""
        self.paragraph(f"Heading {level}", text, space, apart=not heading.goes_on)

    def bullets(self, block: Bullets) -> None:
        """A template without bullets of its own gets them as signs."""
        own = docx_styles.BULLET in self.styles
        for item in block.items:
            if own:
                self.paragraph(docx_styles.BULLET, xml.run(item))
            else:
                self.paragraph("Normal", xml.run(f"•\t{item}"), '<w:ind w:left="284" w:hanging="284"/>')

    def caption(self, label: str, text: str, *, above: bool) -> None:
        """The number is a field, so that captions count on when a table is added in Word."""
        name, number = label.split(NBSP)
        look = f'<w:b/><w:color w:val="{docx_styles.ACCENT}"/>'
        counted = xml.field(f"SEQ {name} \\* ARABIC", xml.run(number, look), look)
        inside = f"{xml.run(name + NBSP, look)}{counted}{xml.run('. ', look)}{xml.run(text)}"
        element = self.paragraph("Caption", inside)
        if above:
            self.keep(element)

    def table(self, block: Table, label: str) -> None:
        self.caption(label, block.caption, above=True)
        here: dict[str, tuple[int, str]] = {}
        for row in block.rows:
            shown = row[0].shown if row and not row[0].source else ""
            if shown in self.names and shown not in self.marked:
                self.marks += 1
                self.marked.add(shown)
                here[shown] = (self.marks, self.names[shown])
        self.append(
            parse_xml(
                docx_tables.table(
                    block, label, width=self.width(), styles=self.styles, names=self.names, targets=here
                )
            )
        )
        # Two tables without a paragraph between them would be one; this one is also the white below.
        self.paragraph("Aantekening" if block.note else "Tabeltekst", xml.run(block.note))

    def figure(self, figure: Figure, label: str) -> None:
        chart = charts.drawing(figure.svg)
        png = charts.picture(chart) if chart else None
        if chart is None or png is None:
            self.paragraph("Kader", xml.run(figure.alt))
        else:
            self.charts += 1
            self.picture(chart, png, figure.alt, label)
        self.caption(label, figure.caption, above=False)

    def picture(self, chart: charts.Drawing, png: bytes, alt: str, label: str) -> None:
        width = min(self.width(), HIGHEST * chart.width / chart.height)
        paragraph = WordParagraph(self.paragraph("Figuur", ""), self.word._body)
        shape = paragraph.add_run().add_picture(BytesIO(png), width=Emu(round(width * EMU_A_TWIP)))
        about = shape._inline.docPr
        about.set("descr", clean(alt))
        about.set("name", label)
        name = PackURI(f"/word/media/figuur{self.charts}.svg")
        part = Part(name, "image/svg+xml", chart.svg.encode(), self.word.part.package)
        relation = self.word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        blip = next(shape._inline.iter(qn("a:blip")))
        blip.append(
            parse_xml(
                f'<a:extLst {nsdecls("a", "r")}><a:ext uri="{SVG_EXTENSION}">'
                f'<asvg:svgBlip xmlns:asvg="{SVG_NAMESPACE}" r:embed="{relation}"/></a:ext></a:extLst>'
            )
        )

    def width(self) -> int:
        """Of the text on the present page, in twentieths of a point."""
        size, margins = self.section.find(qn("w:pgSz")), self.section.find(qn("w:pgMar"))
        side = "w:h" if self.landscape else "w:w"
        return int(size.get(qn(side))) - sum(int(margins.get(qn(f"w:{edge}"))) for edge in ("left", "right"))

    def turn(self, wide: bool) -> None:
        """Begin or end landscape pages: what was written so far becomes a section of its own."""
        if wide == self.landscape:
            return
        section = deepcopy(self.section)
        if self.landscape:
            size = section.find(qn("w:pgSz"))
            width, height = size.get(qn("w:w")), size.get(qn("w:h"))
            size.set(qn("w:w"), height)
            size.set(qn("w:h"), width)
            size.set(qn("w:orient"), "landscape")
        for front in self.section.findall(qn("w:titlePg")):
            self.section.remove(front)  # only the first section has a front
        element = self.paragraph("Tabeltekst", "")
        element.pPr.append(section)
        self.landscape = wide
