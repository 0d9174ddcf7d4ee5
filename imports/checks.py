"""Whether the bytes of a file are what its name says. Looks at the outside only; reading is the reader's work."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import Any, BinaryIO

from imports.exceptions import FileRefused

MIB = 1024 * 1024
MOST_UNPACKED = 400 * MIB
MOST_TIMES = 200
"""How many times larger a workbook of some size may be unpacked; real ones reach about fifty."""
SMALL_UNPACKED = 20 * MIB
MOST_PARTS = 5000
"""Parts inside a workbook: sheets, pictures, styles."""

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_KINDS = frozenset({"csv", "json", "txt"})
KINDS = TEXT_KINDS | {"xlsx", "xls"}


def extension_of(name: str) -> str:
    """``"DUO 2025.XLSX"`` -> ``"xlsx"``; empty when there is none."""
    return PurePath(name).suffix.lower().removeprefix(".")


def check_extension(name: str, allowed: tuple[str, ...]) -> str:
    """The extension of a name. Raises ``FileRefused`` when the reader does not take it."""
    extension = extension_of(name)
    if extension in allowed and extension in KINDS:
        return extension
    said = f"'.{extension}'" if extension else "zonder extensie"
    wanted = " of ".join(f".{one}" for one in allowed)
    raise FileRefused(f"Dit bestand is {said}. Voor deze bron is een bestand {wanted} nodig.")


def check_content(file: BinaryIO, extension: str) -> None:
    """Raises ``FileRefused`` when the bytes do not fit the extension, or unpack to far too much. Rewinds the file."""
    file.seek(0)
    start = file.read(len(OLE_MAGIC))
    file.seek(0)
    try:
        if extension == "xlsx":
            _check_workbook(file, start)
        elif extension == "xls":
            _check_old_workbook(start)
        else:
            _check_text(file, start)
    finally:
        file.seek(0)


def _check_workbook(file: BinaryIO, start: bytes) -> None:
    if start == OLE_MAGIC:
        raise FileRefused(
            "Dit bestand heet .xlsx, maar is een oud Excel-bestand of heeft een wachtwoord. "
            "Sla het in Excel zonder wachtwoord op als .xlsx."
        )
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise FileRefused(
            "Dit bestand heet .xlsx, maar is geen (heel) Excel-bestand. Misschien is het niet helemaal gekopieerd. "
            "Haal het opnieuw op bij de bron."
        ) from error
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise FileRefused(
            "Dit bestand heet .xlsx, maar is geen Excel-bestand. Sla het in Excel op als .xlsx."
        )
    _check_unpacked(parts)


def _check_unpacked(parts: list[Any]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    absurd = unpacked > SMALL_UNPACKED and unpacked > MOST_TIMES * packed
    if unpacked > MOST_UNPACKED or absurd or len(parts) > MOST_PARTS:
        raise FileRefused(
            f"Dit Excel-bestand wordt uitgepakt {unpacked // MIB} MB groot. Dat is te veel. "
            "Verwijder bladen, plaatjes en lege rijen die niet nodig zijn, of deel het bestand op."
        )


def _check_old_workbook(start: bytes) -> None:
    if start == OLE_MAGIC:
        return
    if start.startswith(ZIP_MAGIC):
        raise FileRefused("Dit bestand heet .xls, maar is een nieuw Excel-bestand. Geef het de naam .xlsx.")
    raise FileRefused(
        "Dit bestand heet .xls, maar is geen Excel-bestand. Open het in Excel en sla het op als .xlsx."
    )


def _check_text(file: BinaryIO, start: bytes) -> None:
    if start.startswith(ZIP_MAGIC) or start == OLE_MAGIC:
        raise FileRefused(
            "Dit bestand lijkt een Excel-bestand, maar heet anders. Geef het de naam .xlsx of .xls."
        )
    place = 0
    while chunk := file.read(MIB):
        if (at := chunk.find(b"\0")) >= 0:
            raise FileRefused(
                f"Dit is geen gewone tekst: op plaats {place + at + 1} staat een teken dat er niet hoort. "
                "Sla het bestand op als CSV met UTF-8."
            )
        place += len(chunk)
