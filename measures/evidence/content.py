"""Whether bytes are what their name says, and safe to hand to a colleague. Pure: no Django, no clock.

Only a short list of types is let in, and each is recognised by its content. Nothing is unpacked or drawn; of an Office
file only its list of members is read, and two small members that say what it is.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError

from measures.evidence.exceptions import EvidenceRefusedError

MIB = 1024 * 1024
MOST_MEMBERS = 5_000
MOST_UNPACKED = 20
"""How many times the limit of a file its members may be together, unpacked."""
LONGEST_NAME = 200

_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)
_SNIFFED = 2048
"""Where a browser looks for what a file might be."""
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_MACROS = re.compile(r"vbaproject|vbadata|activex/|macrosheets/|^basic/|^scripts/|/basic/", re.IGNORECASE)
_PROGRAMS = re.compile(
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|lnk|jar|msi|html?)$", re.IGNORECASE
)
_IN_PDF = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])")


_DAMAGE = (
    zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, zlib.error, LZMAError,
)  # fmt: skip
"""What reading a member of a damaged ZIP file may raise."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. ``name``: as it will be offered; ``media_type``: what its content is."""

    name: str
    media_type: str


@dataclass(frozen=True)
class Kind:
    """A type that is let in. ``check(content, limit)`` raises ``EvidenceRefusedError``."""

    media_type: str
    words: str
    check: Callable[[bytes, int], None]


def checked(*, name: str, content: bytes, limit: int) -> Checked:
    """The file as it may be kept. ``limit``: the largest size, in bytes.

    Raises ``EvidenceRefusedError`` for another type, an empty or too large file, content that is not what the name
    says, macros and other programs inside, and an archive that unpacks to very much.
    """
    plain = plain_name(name)
    ending = plain.rpartition(".")[2].lower() if "." in plain else ""
    kind = KINDS.get(ending)
    if kind is None:
        raise EvidenceRefusedError(f"{plain} kan niet. Kies een bestand van een van deze soorten: {ALLOWED}.")
    check_size(len(content), limit, plain)
    kind.check(content, limit)
    return Checked(plain, kind.media_type)


def check_size(size: int, limit: int, name: str) -> None:
    """Raises ``EvidenceRefusedError`` for an empty file, and for one above the limit."""
    if not size:
        raise EvidenceRefusedError(f"{plain_name(name)} is leeg.")
    if size > limit:
        raise EvidenceRefusedError(
            f"{plain_name(name)} is {_mib(size)} MB groot; een bestand mag ten hoogste {_mib(limit)} MB zijn."
        )


def plain_name(name: str) -> str:
    """The name without a path, and without signs to trip over; ``bestand`` when nothing is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = " ".join(_NOT_IN_NAMES.sub("", last).split()).strip(". ")
    if len(clean) > LONGEST_NAME:
        stem, _, ending = clean.rpartition(".")
        clean = (
            f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if len(ending) < 10 else clean[:LONGEST_NAME]
        )
    return clean or "bestand"


def _mib(size: int) -> str:
    return f"{size / MIB:.1f}".removesuffix(".0").replace(".", ",")


# Types ----------------------------------------------------------------------------------------------------
def _not(words: str, why: str = "") -> EvidenceRefusedError:
    return EvidenceRefusedError(
        f"Dit is geen {words}, al heet het zo. {why or 'Bewaar het opnieuw en probeer het nog eens.'}"
    )


def _plain_only(content: bytes, words: str, *, sniffed: int = _SNIFFED) -> None:
    """Raises where the file is also something else: an archive behind it, or markup in front."""
    if zipfile.is_zipfile(BytesIO(content)):
        raise _not(words, "Er zit een ander bestand in verstopt.")
    if _MARKUP.search(content[:sniffed]):
        raise _not(words, "Er staat code van een webpagina in.")


def _pdf(content: bytes, limit: int) -> None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise _not("pdf")
    _plain_only(content, "gewone pdf")
    if found := _IN_PDF.search(content):
        raise EvidenceRefusedError(
            f"In deze pdf zit een programma of een ander bestand ({found[1].decode()}). "
            "Druk hem af naar een nieuwe pdf en voeg die toe."
        )


def _png(content: bytes, limit: int) -> None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        raise _not("png")
    if not content.endswith(b"IEND\xaeB`\x82"):
        raise _not("gewone png", "Achter de afbeelding staat nog iets, of zij is niet volledig.")
    _plain_only(content, "gewone png")


def _jpeg(content: bytes, limit: int) -> None:
    if not content.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in content:
        raise _not("jpg")
    # What a camera writes about a photo may hold any text; only the very beginning says what a file is.
    _plain_only(content, "gewone jpg", sniffed=64)


def _text(content: bytes, limit: int) -> None:
    text = _decoded(content)
    if text is None or re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise _not("tekstbestand")
    start = text.lstrip("\ufeff \t\r\n")[:40]
    if start.startswith("<?xml") or _MARKUP.match(start.encode()):
        raise _not("gewone tekst", "Het is code van een webpagina of tekening. Maak er een pdf van.")


def _decoded(content: bytes) -> str | None:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    codecs = ["utf-16"] if wide else ["utf-8-sig", "cp1252"]
    for codec in codecs:
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def _office(main: str, words: str) -> Callable[[bytes, int], None]:
    """A file of Word, Excel or PowerPoint: ``main`` is the member that makes it one."""

    def check(content: bytes, limit: int) -> None:
        with _archive(content, limit, words) as archive:
            if not {main, "[Content_Types].xml"} <= set(archive.namelist()):
                raise _not(words)
            if b"macroenabled" in _member(archive, "[Content_Types].xml", words).lower():
                raise EvidenceRefusedError(MACROS)

    return check


def _open_document(media_type: str, words: str) -> Callable[[bytes, int], None]:
    def check(content: bytes, limit: int) -> None:
        with _archive(content, limit, words) as archive:
            if not {"mimetype", "content.xml"} <= set(archive.namelist()):
                raise _not(words)
            if _member(archive, "mimetype", words).strip() != media_type.encode():
                raise _not(words)

    return check


MACROS = "In dit bestand zitten macro's. Bewaar het zonder macro's, of als pdf."


def _archive(content: bytes, limit: int, words: str) -> zipfile.ZipFile:
    """The archive, once its list of members is found sound; no member is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        raise _not(words)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise _not(words, "Het is beschadigd.") from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED * limit:
        raise EvidenceRefusedError(
            "Dit bestand wordt uitgepakt veel te groot. Maak het kleiner, of bewaar het als pdf."
        )
    for one in members:
        if one.flag_bits & 1:
            raise EvidenceRefusedError("Dit bestand heeft een wachtwoord. Bewaar het zonder.")
        if one.filename.startswith("/") or "\\" in one.filename or ".." in one.filename.split("/"):
            raise _not(words, "Het is beschadigd.")
        if _MACROS.search(one.filename):
            raise EvidenceRefusedError(MACROS)
        if _PROGRAMS.search(one.filename):
            raise EvidenceRefusedError(
                f"In dit bestand zit een programma ({plain_name(one.filename)}). Haal het eruit."
            )
    return archive


def _member(archive: zipfile.ZipFile, name: str, words: str) -> bytes:
    """A small member; at most a megabyte of it, whatever its list says."""
    try:
        with archive.open(name) as member:
            return member.read(MIB)
    except _DAMAGE as error:
        raise _not(words, "Het is beschadigd.") from error


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", "pdf", _pdf),
    "docx": Kind(f"{_OOXML}.wordprocessingml.document", "Word", _office("word/document.xml", "Word-bestand")),
    "xlsx": Kind(f"{_OOXML}.spreadsheetml.sheet", "Excel", _office("xl/workbook.xml", "Excel-bestand")),
    "pptx": Kind(
        f"{_OOXML}.presentationml.presentation", "PowerPoint", _office("ppt/presentation.xml", "PowerPoint-bestand")
    ),
    "odt": Kind(f"{_ODF}.text", "tekst", _open_document(f"{_ODF}.text", "odt-bestand")),
    "ods": Kind(f"{_ODF}.spreadsheet", "rekenblad", _open_document(f"{_ODF}.spreadsheet", "ods-bestand")),
    "png": Kind("image/png", "afbeelding", _png),
    "jpg": Kind("image/jpeg", "foto", _jpeg),
    "jpeg": Kind("image/jpeg", "foto", _jpeg),
    "txt": Kind("text/plain", "tekst", _text),
    "csv": Kind("text/csv", "tabel", _text),
}  # fmt: skip
"""What is let in, by the ending of its name."""
ALLOWED = ", ".join(KINDS)
