"""DUO's counts per programme, read for the programmes that an agenda of the site follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from agenda.models import Programme
from imports.reading import Item, Options
from indicators.readers import duo_gediplomeerden, duo_instroom

PROGRAMMES = "programmes"


def gediplomeerden(file: BinaryIO, options: Options) -> Iterator[Item]:
    """Graduates; see ``duo_gediplomeerden.read``."""
    yield from duo_gediplomeerden.read(file, with_programmes(options))


def instroom(file: BinaryIO, options: Options) -> Iterator[Item]:
    """Students who enter; see ``duo_instroom.read``."""
    yield from duo_instroom.read(file, with_programmes(options))


def with_programmes(options: Options) -> Options:
    """The options with title by bc-code of every programme that is followed; what the upload says itself stands."""
    if PROGRAMMES in options.settings:
        return options
    known = dict(Programme.objects.order_by("agenda__starts", "order").values_list("code", "title"))
    return replace(options, settings={**options.settings, PROGRAMMES: known})
