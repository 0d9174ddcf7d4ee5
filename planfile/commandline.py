"""What our commands share: results on standard output, refusals on standard error with exit 1."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import CommandError

import agenda.models as plan
from planfile.document import Document
from planfile.schema import read_document
from planfile.selectors import agenda_document
from planfile.source import MAX_BYTES, TOO_LARGE, SourceError


def refused(lines: Iterable[object]) -> CommandError:
    """Ends a command with exit 1; the lines go to standard error."""
    return CommandError("\n".join(str(line) for line in lines))


def read_bytes(name: str) -> bytes:
    """A file's bytes, if it can be one; too large is said before anything is read."""
    path = Path(name)
    try:
        if not path.is_file():
            raise refused([f"{name}: dit bestand is er niet"])
        if path.stat().st_size > MAX_BYTES:
            raise refused([f"{name}: {TOO_LARGE}"])
        return path.read_bytes()
    except OSError as error:
        raise refused([f"{name}: kan niet gelezen worden ({error.strerror})"]) from error


def stored_document(slug: str) -> Document:
    """The agenda with that slug as it is stored."""
    agenda = plan.Agenda.objects.filter(slug=slug).select_related("college").first()
    if agenda is None:
        known = ", ".join(plan.Agenda.objects.values_list("slug", flat=True)) or "nog geen enkele"
        raise refused([f"Er is geen agenda '{slug}'. Wel: {known}."])
    return agenda_document(agenda)


def document_of(slug_or_file: str) -> Document:
    """The agenda in a file, or the stored one of that slug."""
    if not Path(slug_or_file).exists() and "/" not in slug_or_file and "." not in slug_or_file:
        return stored_document(slug_or_file)
    try:
        return read_document(read_bytes(slug_or_file))
    except SourceError as error:
        raise refused([f"{slug_or_file}: {problem}" for problem in error.problems]) from error
