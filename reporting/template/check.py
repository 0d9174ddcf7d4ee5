"""Whether a file can be a template: a real DOCX that does nothing by itself and asks nothing from elsewhere. Pure.

Everything that is wrong is told at once, in Dutch, so that nobody uploads it five times.
"""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from reporting.template.fields import FIELDS, fields_in

LARGEST = 10 * 1024 * 1024
"""Bytes of the file."""
UNPACKED = 60 * 1024 * 1024
"""Bytes of all that is in it."""
ENTRIES = 500
NO_DOCX = "Dit is geen Word-bestand (DOCX). Bewaar het in Word als 'Word-document (*.docx)'."
BROKEN = "Het bestand is beschadigd: {what} is niet te lezen. Open het in Word en bewaar het opnieuw."
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = "[Content_Types].xml"
_DAMAGE = (
    zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, zlib.error, lzma.LZMAError, RuntimeError,
    KeyError,
)  # fmt: skip
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OBJECT = re.compile(r"word/(embeddings/|activeX/)|oleObject", re.IGNORECASE)
_MACRO = re.compile(r"vbaProject|vbaData|macrosheets/", re.IGNORECASE)
_DOING = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|MACROBUTTON|MERGEFIELD|RD)\b", re.IGNORECASE
)  # fmt: skip
_WITH_FIELDS = re.compile(r"word/(document|header\d*|footer\d*)\.xml", re.IGNORECASE)


def problems(content: bytes) -> tuple[str, ...]:
    """Everything that is wrong with a file as a template; empty: it can be used."""
    if len(content) > LARGEST:
        return (f"Het bestand is te groot; ten hoogste {LARGEST // 1024 // 1024} MB.",)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if said := tuple(_of_archive(archive)):
                return said
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except _DAMAGE:
        return (NO_DOCX,)
    if TYPES not in parts or "word/document.xml" not in parts:
        return (NO_DOCX,)
    found, trees = list(_of_names(parts)), dict[str, Any]()
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            tree = _tree(part)
            if tree is None:
                found.append(BROKEN.format(what=name))
            else:
                trees[name] = tree
    found += [*_of_types(trees), *_of_relations(trees), *_of_fields(trees)]
    if not found and not _opens(content):
        found.append(BROKEN.format(what="de tekst"))
    return tuple(dict.fromkeys(found))


def _of_archive(archive: zipfile.ZipFile) -> Iterator[str]:
    """Before anything is unpacked; ``zipfile`` never unpacks more than an entry declares."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        yield "Het bestand is uitgepakt te groot voor een sjabloon."
    if any(entry.flag_bits & 1 for entry in entries):
        yield "Het bestand is versleuteld. Haal het wachtwoord eraf."
    if len(set(names)) != len(names) or any(
        name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names
    ):
        yield BROKEN.format(what="de indeling")


def _of_names(parts: dict[str, bytes]) -> Iterator[str]:
    if any(_MACRO.search(name) for name in parts):
        yield "Er zitten macro's in. Bewaar het als 'Word-document (*.docx)', zonder macro's."
    if any(_OBJECT.search(name) for name in parts):
        yield "Er zit een ingesloten object in (OLE of ActiveX). Haal het weg of maak er een afbeelding van."


def _tree(part: bytes) -> Any:
    """An XML part; ``None`` for one that is none, or that defines entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.doctype else root


def _of_types(trees: dict[str, Any]) -> Iterator[str]:
    """What the file says that it is."""
    types = [one.get("ContentType") or "" for one in trees.get(TYPES, ())]
    if any("macroEnabled" in one or "vba" in one.lower() for one in types):
        yield "Er zitten macro's in. Bewaar het als 'Word-document (*.docx)', zonder macro's."
    elif MAIN not in types:
        yield NO_DOCX


def _of_relations(trees: dict[str, Any]) -> Iterator[str]:
    """Nothing is fetched from elsewhere, whoever opens the report."""
    for name, root in trees.items():
        if not name.endswith(".rels"):
            continue
        for one in root:
            kind = (one.get("Type") or "").rsplit("/", 1)[-1]
            if kind == "attachedTemplate":
                yield "Het is gekoppeld aan een ander sjabloon. Ontkoppel dat in Word."
            elif kind in {"aFChunk", "subDocument"}:
                yield "Er is een ander bestand in gevoegd. Plak de tekst ervan in het sjabloon zelf."
            elif kind in {"oleObject", "package", "control", "vbaProject"}:
                yield "Er zit een ingesloten object in (OLE of ActiveX). Haal het weg of maak er een afbeelding van."
            elif (one.get("TargetMode") or "").lower() == "external":
                where = " ".join((one.get("Target") or "").split())[:80]
                yield f"Het verwijst naar iets buiten het bestand: {where}. Haal die koppeling weg."


def _of_fields(trees: dict[str, Any]) -> Iterator[str]:
    """Fields that we do not know, and fields of Word that do something."""
    unknown: dict[str, None] = {}
    for name, root in trees.items():
        if not name.startswith("word/"):
            continue
        if _WITH_FIELDS.fullmatch(name):
            unknown |= dict.fromkeys(one for one in fields_in(root) if one not in FIELDS)
        told = "".join(one.text or "" for one in root.iter(f"{_W}instrText"))
        told += " ".join(one.get(f"{_W}instr") or "" for one in root.iter(f"{_W}fldSimple"))
        for word in dict.fromkeys(found.upper() for found in _DOING.findall(told)):
            yield f"Er staat een veld van Word in dat iets ophaalt of uitvoert: {word}. Haal het weg."
    if unknown:
        names = ", ".join(f"{{{{ {one} }}}}" for one in unknown)
        known = ", ".join(f"{{{{ {one} }}}}" for one in FIELDS)
        yield f"Onbekende velden: {names}. U kunt gebruiken: {known}."


def _opens(content: bytes) -> bool:
    # The library takes a while to load, and few pages need it.
    import docx
    from docx.opc.exceptions import OpcError

    try:
        return bool(docx.Document(BytesIO(content)).sections)
    except (OpcError, AttributeError, etree.LxmlError, *_DAMAGE):
        return False
