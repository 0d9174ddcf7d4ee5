"""Keeping what people write about a year. Versions are added, never changed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from agenda.models import Agenda
from core.numbers import format_number
from operations.services import audit_record
from organisation.access import Actor, By
from reporting.exceptions import StoryConflictError, StoryRefusedError
from reporting.models import Report, Story, StoryComment, StoryDraft, StoryTexts, StoryVersion
from reporting.story.live import facts_now
from reporting.story.markup import tidy
from reporting.story.questions import LONGEST, NAMES
from reporting.story.references import Facts, Trouble, problems, shown_in
from reporting.story.rights import locked

EMPTY = "Er is nog niets geschreven. Beantwoord ten minste één vraag."
TOO_LONG = f"Deze tekst is te lang: hoogstens {format_number(LONGEST)} tekens."
NO_COMMENT = "Schrijf eerst een opmerking."
LONGEST_COMMENT = 4000
NOT_READY = "Dit verhaal is nog niet klaar voor lezen: er staan gegevens in die niet te tonen zijn."


def texts_of(row: StoryTexts | None) -> dict[str, str]:
    """What a version or draft says, by question; nothing of ``None``."""
    return {name: str(getattr(row, name)) if row else "" for name in NAMES}


def story_of(*, agenda: Agenda, year: int, scope: str, code: str) -> Story:
    """The story of a subject, made where there is none yet."""
    story, _ = Story.objects.get_or_create(agenda=agenda, year=year, scope=scope, code=code)
    return story


@transaction.atomic
def story_keep(
    *, story: Story, texts: Mapping[str, str], based_on: int, ready: bool, by: By, demo: bool = False
) -> StoryVersion:
    """Keep the next version. ``based_on``: the number of the version that the writer saw, 0 when there was none.

    ``ready``: for readers; then every reference must be one that can be shown. The same words again, with the same
    facts, are the version that is there. Raises ``StoryRefusedError`` and ``StoryConflictError``; then nothing has
    changed.
    """
    held = Story.objects.select_for_update().get(pk=story.pk)
    # Whoever puts the report before the board meanwhile comes first or sees this story: never in between.
    list(Report.objects.select_for_update().filter(agenda=held.agenda, year=held.year).values_list("pk"))
    if refusal := locked(held.agenda, held.year):
        raise StoryRefusedError(refusal)
    said = _checked(texts)
    newest = held.versions.first()
    if newest is None and not any(said.values()):
        raise StoryRefusedError(EMPTY)
    facts = facts_now(held.agenda, held.year).facts
    shown = shown_in(said.values(), facts)
    if newest is not None and newest.number != based_on and texts_of(newest) != said:
        raise StoryConflictError(newest.number, newest.by_label, texts_of(newest))
    if ready:
        _check_ready(said, facts)
    _forget_draft(held, by)
    if newest is not None and (texts_of(newest), newest.ready, newest.facts) == (said, ready, shown):
        return newest
    made = StoryVersion.objects.create(
        story=held, number=1 + (newest.number if newest else 0), ready=ready, facts=shown, by=by.user,
        by_label=by.label[:160], at=timezone.now(), demo=demo, **said,
    )  # fmt: skip
    audit_record(
        by=by,
        verb="story_keep",
        obj=held,
        details={"version": made.number, "ready": "ja" if ready else "nee"},
    )
    return made


@transaction.atomic
def draft_save(*, story: Story, texts: Mapping[str, str], based_on: int, by: Actor) -> StoryDraft | None:
    """Keep what stands in the form, as it was typed. ``None``: it says no more than the version that it began with;
    an earlier draft is then gone.

    Kept whoever may write now: it is theirs. Raises ``StoryRefusedError`` for a text that is too long to store.
    """
    Story.objects.select_for_update().get(pk=story.pk)
    typed = {name: str(texts.get(name) or "").replace("\0", "").replace("\r\n", "\n") for name in NAMES}
    if any(len(text) > LONGEST for text in typed.values()):
        raise StoryRefusedError(TOO_LONG)
    seen = story.versions.filter(number=based_on).first()
    if {name: tidy(text) for name, text in typed.items()} == texts_of(seen):
        draft_drop(story=story, by=by)
        return None
    draft, _ = StoryDraft.objects.update_or_create(
        story=story, user=by.user, defaults={**typed, "based_on": based_on}
    )
    return draft


@transaction.atomic
def draft_drop(*, story: Story, by: Actor) -> bool:
    """Throw away what this person typed. Whether there was something."""
    count, _ = StoryDraft.objects.filter(story=story, user=by.user).delete()
    return count > 0


@transaction.atomic
def comment_add(*, story: Story, text: str, version: int, by: By) -> StoryComment:
    """Say something about a story as it was in a version. Sending it twice gives one. Raises ``StoryRefusedError``."""
    said = tidy(text)
    if not said:
        raise StoryRefusedError(NO_COMMENT)
    if len(said) > LONGEST_COMMENT:
        raise StoryRefusedError(
            f"Deze opmerking is te lang: hoogstens {format_number(LONGEST_COMMENT)} tekens."
        )
    Story.objects.select_for_update().get(pk=story.pk)
    same = story.comments.filter(text=said, by=by.user, version=version, settled_at=None)
    if by.user is not None and (there := same.first()) is not None:
        return there
    made = StoryComment.objects.create(
        story=story, text=said, version=version, by=by.user, by_label=by.label[:160]
    )
    audit_record(by=by, verb="comment_add", obj=story)
    return made


@transaction.atomic
def comment_settle(*, comment: StoryComment, by: By) -> StoryComment:
    """Say that a comment was dealt with. Once: a second time leaves it as it was."""
    held = StoryComment.objects.select_for_update(of=("self",)).select_related("story").get(pk=comment.pk)
    if held.settled_at is None:
        held.settled_at, held.settled_by_label = timezone.now(), by.label[:160]
        held.save(update_fields=["settled_at", "settled_by_label"])
        audit_record(by=by, verb="comment_settle", obj=held.story)
    return held


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    wrong = {name: TOO_LONG for name in NAMES if len(texts.get(name) or "") > LONGEST}
    if wrong:
        raise StoryRefusedError(TOO_LONG, wrong)
    return {name: tidy(str(texts.get(name) or "")) for name in NAMES}


def _check_ready(said: Mapping[str, str], facts: Facts) -> None:
    if not any(said.values()):
        raise StoryRefusedError(EMPTY)
    wrong = {
        name: " ".join(one.words for one in problems([text], facts) if one.trouble is not Trouble.MISSING)
        for name, text in said.items()
    }
    wrong = {name: words for name, words in wrong.items() if words}
    if wrong:
        raise StoryRefusedError(NOT_READY, wrong)


def _forget_draft(story: Story, by: By) -> None:
    if by.user is not None:
        StoryDraft.objects.filter(story=story, user=by.user).delete()
