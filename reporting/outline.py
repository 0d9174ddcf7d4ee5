"""A report as a document, from its snapshot alone: the same snapshot, the same blocks. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Document
from reporting.canonical import Json, canonical, fingerprint
from reporting.chapters.annexes import annexes, how_made, origins
from reporting.chapters.changes import changes_chapter
from reporting.chapters.factsheet import factsheets
from reporting.chapters.management import management_chapters
from reporting.chapters.money import money_chapter
from reporting.chapters.objective import objective_chapter
from reporting.chapters.school import school_chapters
from reporting.chapters.sheets import about, sheets
from reporting.chapters.summary import above_chapter, summary_chapter
from reporting.chapters.supervisors import supervisor_chapters
from reporting.chapters.told import Told, label_of
from reporting.exceptions import ReportRefusedError
from reporting.garbage import kept_until_done
from reporting.kinds import ReportKind
from reporting.older import filled
from reporting.paging import paged
from reporting.stamp import status_of

BANNER = "Bevat verzonnen voorbeeldgegevens"


@kept_until_done()
def outline(snapshot: Json, *, objective: str = "") -> Document:
    """The whole document. ``objective``: the code of the only one that factsheets are made of.

    Raises ``ReportRefusedError`` for another kind with an objective, and for one that the agenda does not have.
    """
    told = Told(filled(snapshot))
    _check(told, objective)
    sha256 = fingerprint(canonical(snapshot))
    return Document(
        title=_title(told, objective),
        subtitle=told.agenda["title"],
        organisation=told.agenda["college"]["name"],
        moment=told.known_at,
        fingerprint=sha256,
        status=status_of(snapshot),
        blocks=tuple(paged(_blocks(told, sha256, objective), short=told.kind.is_short)),
        sheets=sheets(told),
        about=about(told),
        banner=BANNER if snapshot["demo"] else "",
        front=told.kind.has_front,
    )


def _check(told: Told, objective: str) -> None:
    if not objective:
        return
    if told.kind is not ReportKind.FACTSHEET:
        raise ReportRefusedError("Alleen een factsheet gaat over één doelstelling.")
    known = [row["code"] for row in told.objectives]
    if objective not in known:
        raise ReportRefusedError(f"Er is geen doelstelling {objective}. Wel: {', '.join(known)}.")


def _title(told: Told, objective: str) -> str:
    if objective:
        row = next(row for row in told.objectives if row["code"] == objective)
        return f"Factsheet {told.about.words}: {label_of(row)}"
    return told.title


def _blocks(told: Told, sha256: str, objective: str) -> Iterator[Block]:
    match told.kind:
        case ReportKind.ACCOUNT:
            yield from _account(told, sha256)
        case ReportKind.MANAGEMENT:
            yield from management_chapters(told)
            yield from how_made(told, sha256, "A")
        case ReportKind.SCHOOL:
            yield from school_chapters(told)
            yield from origins(told, "A")
            yield from how_made(told, sha256, "B")
        case ReportKind.FACTSHEET:
            yield from factsheets(told, objective)
        case ReportKind.SUPERVISORS:
            yield from supervisor_chapters(told)


def _account(told: Told, sha256: str) -> Iterator[Block]:
    yield from summary_chapter(told)
    for priority in told.all["priorities"]:
        yield from above_chapter(told, priority)
        for row in told.objectives:
            if row["priority"] == priority["code"]:
                yield from objective_chapter(told, row)
    yield from money_chapter(told)
    yield from changes_chapter(told)
    yield from annexes(told, sha256)
