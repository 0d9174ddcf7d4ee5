"""Telling the data steward that a source's figures are late, once for each release."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from agenda.calendar import Publication
from agenda.selectors import current_agenda
from indicators.freshness import agenda_freshness
from operations.letters import letter_queue
from organisation.access import Action
from organisation.holders import people_with


@transaction.atomic
def overdue_tell(*, on: date) -> int:
    """Mail everybody who may load files on the day about each release that is late; returns how many releases are.

    The outbox sends a key once: who knows of a release already hears nothing, somebody who has the role since
    then does. A release whose expected day is moved is a new one. Nothing happens without an agenda.
    """
    agenda = current_agenda(on)
    if agenda is None:
        return 0
    late = [(source, one) for source in agenda_freshness(agenda, on) for one in source.overdue]
    people = people_with(Action.IMPORT_DATA, on) if late else []
    for source, release in late:
        for person in people:
            letter_queue(
                person=person, template="indicators/mail/overdue.txt", key=_key(agenda.slug, release, person.pk),
                agenda=agenda, source=source, release=release,
            )  # fmt: skip
    return len(late)


def _key(slug: str, release: Publication, person: int) -> str:
    kind = "final" if release.final else "provisional"
    day = release.expected_on.isoformat()
    return f"overdue:{slug[:60]}:{release.source}:{release.period}:{kind}:{day}:{person}"
