"""DUO's counts per programme, read for the programmes that an agenda of the site follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from agenda.models import Programme
from imports.reading import SKIP, Item, Options
from indicators.models import ProgrammeCrebo
from indicators.readers import duo_gediplomeerden, duo_instroom

PROGRAMMES, CREBOS = "programmes", "crebos"


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
    return replace(
        options, settings={CREBOS: remembered_crebos(known), **options.settings, PROGRAMMES: known}
    )


def remembered_crebos(known: Mapping[str, str]) -> dict[str, str]:
    """What was answered before, by crebo: a bc-code of ``known``, or that it is none of them.

    An answer about a programme that no agenda follows any more is asked again.
    """
    answered = ProgrammeCrebo.objects.values_list("crebo", "programme")
    return {crebo: code or SKIP for crebo, code in answered if not code or code in known}
