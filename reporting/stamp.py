"""Which report a snapshot belongs to and how far that is, written into the snapshot itself. Pure: no Django.

A document says who signed it off and when. It is written from its snapshot alone, so the snapshot has to say it: each
step makes a snapshot of its own, with the same facts and another stamp.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from core.numbers import format_moment
from reporting.canonical import Json, moment

NAME = "report"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def stamped(
    snapshot: Json,
    *,
    number: int,
    state: str,
    reason: str = "",
    signed_by: str = "",
    signed_at: datetime | None = None,
) -> Json:
    """The same facts with this stamp instead of the one they had. ``signed_at``: aware; ``None``: not signed."""
    return snapshot | {
        NAME: {
            "number": number,
            "state": state,
            "reason": reason,
            "signed_by": signed_by,
            "signed_at": None if signed_at is None else moment(signed_at),
        }
    }


def facts_of(snapshot: Json) -> Json:
    """The snapshot without its stamp."""
    return {key: value for key, value in snapshot.items() if key != NAME}


def status_of(snapshot: Json) -> str:
    """How far its report is, in words: ``concept, versie 1``, ``vastgesteld door NAAM op 12 maart 2026,
    9.41 uur, versie 1``.

    A snapshot without a stamp belongs to no report: it is a concept.
    """
    stamp = snapshot.get(NAME)
    if stamp is None:
        return "concept"
    words = str(stamp["state"])
    if stamp["signed_at"]:
        at = datetime.fromisoformat(stamp["signed_at"]).astimezone(AMSTERDAM)
        words += f" door {stamp['signed_by']} op {format_moment(at)}"
    return f"{words}, versie {stamp['number']}"
