"""What a template may not be: everything is refused, in words, and all at once."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from reporting.template import check
from reporting.template.check import BROKEN, NO_DOCX, problems

TYPES = "[Content_Types].xml"
RELS = "word/_rels/document.xml.rels"
Parts = dict[str, bytes]
OUTSIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def template(*paragraphs: str, header: str = "") -> bytes:
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    if header:
        word.sections[0].header.paragraphs[0].text = header
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def changed(change: Callable[[Parts], object], content: bytes | None = None) -> bytes:
    """A template with other parts in it."""
    with zipfile.ZipFile(BytesIO(content or template())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def put(name: str, old: bytes, new: bytes) -> Callable[[Parts], object]:
    def change(parts: Parts) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return change


def related(kind: str, target: str) -> Callable[[Parts], object]:
    one = f'<Relationship Id="rX" Type="{OUTSIDE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return put(RELS, b"</Relationships>", one.encode())


def field(instruction: str) -> Callable[[Parts], object]:
    run = f'<w:p><w:fldSimple w:instr=" {instruction} "/></w:p><w:sectPr'
    return put("word/document.xml", b"<w:sectPr", run.encode())


def test_good_template_has_no_problems():
    assert problems(template("{{ titel }}", "{{jaar}}", header="{{ instelling }} {{ status }}")) == ()
    assert problems(template()) == ()


@pytest.mark.parametrize("content", [b"", b"PK", b"geen zip", template()[:2000], b"%PDF-1.7"])
def test_what_is_no_docx(content):
    assert problems(content) == (NO_DOCX,)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda parts: parts.update({"word/vbaProject.bin": b"x"}), "macro's"),
        (put(TYPES, b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
             b"ms-word.document.macroEnabled.main+xml"), "macro's"),
        (put(TYPES, b"wordprocessingml.document.main+xml", b"wordprocessingml.template.main+xml"), "geen Word-bestand"),
        (lambda parts: parts.update({"word/embeddings/oleObject1.bin": b"x"}), "ingesloten object"),
        (lambda parts: parts.update({"word/activeX/activeX1.xml": b"<a/>"}), "ingesloten object"),
        (related("attachedTemplate", "file:///h/huisstijl.dotm"), "ander sjabloon"),
        (related("aFChunk", "afchunk.html"), "ander bestand in gevoegd"),
        (related("subDocument", "deel.docx"), "ander bestand in gevoegd"),
        (related("image", "https://example.nl/logo.png"), "https://example.nl/logo.png"),
        (related("hyperlink", "https://example.nl/"), "buiten het bestand"),
        (field("INCLUDETEXT c:\\geheim.docx"), "INCLUDETEXT"),
        (field("DDEAUTO c:\\cmd.exe"), "DDEAUTO"),
        (field("MERGEFIELD naam"), "MERGEFIELD"),
        (put("word/styles.xml", b"<w:styles", b'<!DOCTYPE a [<!ENTITY b "c">]><w:styles'), "word/styles.xml"),
        (put("word/document.xml", b"</w:body>", b""), "word/document.xml"),
        (lambda parts: parts.update({"../../etc/passwd": b"x"}), "indeling"),
        (lambda parts: parts.update({f"word/media/{place}.png": b"x" for place in range(600)}), "te groot"),
    ],
)  # fmt: skip
def test_what_is_refused(change, why):
    found = problems(changed(change))
    assert len(found) == 1 and why in found[0], found


def test_too_large_is_said_before_anything_is_unpacked(monkeypatch):
    monkeypatch.setattr(check, "LARGEST", 100)
    assert "te groot" in problems(template())[0]
    monkeypatch.undo()
    monkeypatch.setattr(check, "UNPACKED", 100)
    assert "uitgepakt te groot" in problems(template())[0]


def test_unknown_fields_are_listed_with_those_that_there_are():
    (said,) = problems(template("{{ title }} {{ titel }}", "{{ 1a.meting }}", header="{{ logo }}"))
    assert "{{ title }}, {{ 1a.meting }}, {{ logo }}" in said or "{{ logo }}" in said
    assert "U kunt gebruiken: {{ titel }}, {{ instelling }}" in said


def test_everything_is_told_at_once():
    def change(parts: Parts) -> None:
        parts["word/vbaProject.bin"] = b"x"
        related("attachedTemplate", "x.dotm")(parts)

    found = problems(changed(change, template("{{ naam }}")))
    assert len(found) == 3
    assert BROKEN.format(what="x") not in found
