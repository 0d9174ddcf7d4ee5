"""What was written for a report, with its references filled in from the very facts of the snapshot."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.canonical import Json
from reporting.gathering.asked import Asked
from reporting.models import Story, StoryVersion
from reporting.story.questions import QUESTIONS
from reporting.story.references import Facts, changed, problems, resolved

PLURAL = {Story.Scope.OBJECTIVE: "objectives", Story.Scope.PRIORITY: "priorities"}


def told(asked: Asked, facts: Facts) -> Json:
    """By objective and by priority what was written about the year, in the version of that moment. One query.

    Never who wrote it. ``text``: as it was typed; ``shown``: as a reader sees it.
    """
    found: Json = {"objectives": {}, "priorities": {}}
    for version in versions_at(asked):
        story = version.story
        found[PLURAL[Story.Scope(story.scope)]][story.code] = _told(version, facts)
    return found


def versions_at(asked: Asked) -> Iterable[StoryVersion]:
    """The newest version of every story at the moment that is asked for."""
    rows = StoryVersion.objects.filter(
        story__agenda=asked.agenda, story__year=asked.year, at__lte=asked.known_at
    ).select_related("story")
    newest = {version.story_id: version for version in rows.order_by("story__code", "number")}
    return newest.values()


def _told(version: StoryVersion, facts: Facts) -> Json:
    texts = {one.name: str(getattr(version, one.name)) for one in QUESTIONS}
    return {
        "version": version.number,
        "ready": version.ready,
        "demo": version.demo,
        "parts": [
            {
                "name": one.name,
                "title": one.title,
                "text": texts[one.name],
                "shown": resolved(texts[one.name], facts),
            }
            for one in QUESTIONS
            if texts[one.name]
        ],
        "problems": [
            {"key": one.key, "trouble": one.trouble.value, "words": one.words}
            for one in problems(texts.values(), facts)
        ],
        "changed": [
            {"key": one.key, "label": one.label, "then": one.then, "now": one.now}
            for one in changed(version.facts, facts)
        ],
    }
