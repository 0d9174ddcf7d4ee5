"""Looking into the folder that is watched: a sub-folder for each reader, files in it. Nothing there is changed.

The files are the college's own, and anybody with access to the folder may put anything there. No link is followed
and no name is trusted: every folder and file is opened from the folder that holds it, and what was opened is looked
at, not what the name said.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

SETTLED_AFTER = 60.0
"""Seconds without a change after which a file counts as copied to its end."""
CHUNK = 1024 * 1024
IN_MEMORY = 8 * CHUNK
LONGEST_PATH = 600
_PASSING = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".download")
_CLUTTER = {"thumbs.db", "desktop.ini"}

LOOSE = "Dit bestand staat los in de map. Zet het in de map van zijn bron: {names}."
UNKNOWN = "Geen bron heet zo. Geef de map de naam van een bron: {names}."
LINK = "Dit is een verwijzing naar een andere plek. Zet het bestand zelf in de map."
NESTED = "Mappen in de map van een bron lezen we niet. Zet de bestanden er los in."
ODD = "Dit is geen gewoon bestand."
UNREADABLE = "Dit mag of kan niet worden gelezen. Vraag de beheerder om leesrecht voor de site."
TOO_LONG = "De naam van dit bestand is te lang. Geef het een kortere naam."


class StillChangingError(Exception):
    """The file is not what it was when it was found: it is looked at again the next time."""


@dataclass(frozen=True)
class Found:
    """Something in the folder. ``path`` is for showing and remembering; ``name`` opens it.

    ``stamp``: size and moments of change; the same stamp is the same content. ``ready``: it has stopped changing.
    ``message``: why it is not read; empty: it can be.
    """

    path: str
    reader: str = ""
    name: str = ""
    stamp: str = ""
    size: int = 0
    ready: bool = True
    message: str = ""


def scan(root: str, readers: Collection[str], now: float) -> list[Found]:
    """All that lies in the folder, by name. ``now``: seconds since 1970.

    Raises ``OSError`` when the folder cannot be read.
    """
    found: list[Found] = []
    names = ", ".join(readers)
    with _opened(root) as base:
        for entry in _entries(base):
            if entry.is_symlink():
                found.append(_refused(entry.name, LINK))
            elif not entry.is_dir(follow_symlinks=False):
                found.append(_refused(entry.name, LOOSE.format(names=names)))
            elif entry.name not in readers:
                found.append(_refused(entry.name, UNKNOWN.format(names=names)))
            else:
                found += _of_reader(base, entry.name, now)
    return found


def _of_reader(base: int, reader: str, now: float) -> Iterator[Found]:
    try:
        with _opened(reader, base) as folder:
            for entry in _entries(folder):
                yield _file(entry, reader, now)
    except OSError:
        yield _refused(reader, UNREADABLE)


def _file(entry: os.DirEntry[str], reader: str, now: float) -> Found:
    path = f"{reader}/{entry.name}"
    try:
        about = entry.stat(follow_symlinks=False)
    except OSError:
        return _refused(path, UNREADABLE)
    if stat.S_ISLNK(about.st_mode):
        return _refused(path, LINK)
    if stat.S_ISDIR(about.st_mode):
        return _refused(path, NESTED)
    if not stat.S_ISREG(about.st_mode):
        return _refused(path, ODD)
    shown = _shown(path)
    if len(shown) > LONGEST_PATH:
        return _refused(path, TOO_LONG)
    ready = now - about.st_ctime >= SETTLED_AFTER
    return Found(shown, reader, entry.name, _stamp(about), about.st_size, ready)


def _entries(folder: int) -> list[os.DirEntry[str]]:
    """What lies in an open folder, but for what programs leave there for a moment or for themselves."""
    with os.scandir(folder) as listed:
        kept = [entry for entry in listed if not _is_clutter(entry.name.lower())]
    return sorted(kept, key=lambda entry: entry.name)


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith(_PASSING) or name in _CLUTTER


def _refused(path: str, message: str) -> Found:
    return Found(_shown(path)[:LONGEST_PATH], message=message)


def _shown(path: str) -> str:
    """A name as text that can be kept, whatever bytes it is made of."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)


def _stamp(about: os.stat_result) -> str:
    return f"{about.st_size}.{about.st_mtime_ns}.{about.st_ctime_ns}"


@contextmanager
def _opened(path: str, within: int | None = None) -> Iterator[int]:
    """A folder as a number to open things from. A link is refused, but for the folder that the site is set to."""
    flags = os.O_RDONLY | os.O_DIRECTORY | (os.O_NOFOLLOW if within is not None else 0)
    folder = os.open(path, flags, dir_fd=within)
    try:
        yield folder
    finally:
        os.close(folder)


@contextmanager
def copied(root: str, found: Found) -> Iterator[tuple[IO[bytes], str]]:
    """A copy of a file's bytes, with their SHA-256: what is read afterwards cannot change any more.

    Raises ``StillChangingError``, and ``OSError``.
    """
    with (
        _opened(root) as base,
        _opened(found.reader, base) as folder,
        SpooledTemporaryFile(IN_MEMORY) as copy,
    ):
        # Not to wait: what was a file may have become a pipe.
        file = os.open(found.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        digest = hashlib.sha256()
        with os.fdopen(file, "rb") as source:
            _check_same(source, found)
            left = found.size
            while left > 0 and (chunk := source.read(min(CHUNK, left))):
                digest.update(chunk)
                copy.write(chunk)
                left -= len(chunk)
            _check_same(source, found)
        copy.seek(0)
        yield copy, digest.hexdigest()


def _check_same(source: IO[bytes], found: Found) -> None:
    about = os.fstat(source.fileno())
    if not stat.S_ISREG(about.st_mode) or _stamp(about) != found.stamp:
        raise StillChangingError
