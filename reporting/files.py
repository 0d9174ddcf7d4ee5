"""Writing a report's files: each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import structlog

from reporting.blocks import Document
from reporting.canonical import fingerprint
from reporting.exceptions import LackingError
from reporting.writers import WRITERS

log = structlog.get_logger(__name__)

SNAPSHOT = "json"
FORMATS = ("docx", "pdf", "xlsx", "html", SNAPSHOT)
"""In the order in which they are written; the snapshot itself is one of them."""
BROKEN = (
    "er ging iets mis bij het maken. Probeer het opnieuw; lukt dat niet, vraag dan de beheerder: in het logboek van "
    "de server staat meer."
)
"""What a library says of itself is for the log: it may be in English, and name paths of the server."""


@dataclass(frozen=True)
class Written:
    """A file that is there, and the hash of its bytes."""

    path: Path
    sha256: str


@dataclass(frozen=True)
class Failed:
    """A format that could not be written, and why, in Dutch."""

    format: str
    reason: str


def write_report(
    document: Document, snapshot: bytes, folder: Path, name: str, formats: Iterable[str]
) -> list[Written | Failed]:
    """Every format in a folder, which is made where it is not there. What one format lacks stops no other.

    Raises ``OSError`` when the folder cannot be made or written in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_one(document, snapshot, folder / f"{name}.{one}", one) for one in formats]


def _one(document: Document, snapshot: bytes, path: Path, format: str) -> Written | Failed:
    content = content_of(document, snapshot, format)
    if isinstance(content, Failed):
        return content
    put(path, content)
    return Written(path, fingerprint(content))


def content_of(document: Document, snapshot: bytes, format: str) -> bytes | Failed:
    """The bytes of a report in one format, or why this machine cannot write it."""
    if format == SNAPSHOT:
        return snapshot
    try:
        return WRITERS[format](document)
    except ImportError as error:
        log.warning("report format lacks a package", format=format, error=str(error))
        return Failed(
            format, f"het pakket {error.name or 'daarvoor'} ontbreekt op deze server; installeer het."
        )
    except LackingError as error:
        return Failed(format, str(error))
    except Exception:
        # A library may stumble over anything; the other formats must come all the same.
        log.exception("report format failed", format=format)
        return Failed(format, BROKEN)


def put(path: Path, content: bytes) -> None:
    """A file with this content; whoever looks finds the old one, or the new one whole."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
