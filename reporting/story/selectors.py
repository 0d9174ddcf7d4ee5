"""What the pages on which stories are written need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from agenda.models import Agenda
from agenda.owners import in_charge_of
from agenda.selectors import PriorityOutline, agenda_outline
from organisation.access import Actor
from reporting.canonical import Json
from reporting.kinds import ReportKind
from reporting.models import Story, StoryComment, StoryDraft, StoryVersion
from reporting.story import markup
from reporting.story.live import Live, facts_now
from reporting.story.offers import Offer, offers_of
from reporting.story.questions import QUESTIONS, Question
from reporting.story.references import Changed, Fact, Problem, changed, keys_of, problems, resolved
from reporting.story.rights import locked, writes
from reporting.story.services import texts_of

Scope = Story.Scope
SCOPES = {"doelstelling": Scope.OBJECTIVE, "prioriteit": Scope.PRIORITY}
"""As they stand in an address."""
NAMES_OF_SCOPES = {value: name for name, value in SCOPES.items()}


@dataclass(frozen=True)
class Subject:
    """What a story is about. ``objective_id``: ``None`` for a priority. ``priority``: the code of the priority."""

    scope: str
    code: str
    title: str
    objective_id: int | None
    priority: str

    @property
    def word(self) -> str:
        """As it stands in an address."""
        return NAMES_OF_SCOPES[Scope(self.scope)]

    @property
    def label(self) -> str:
        return f"{self.code} {self.title}".strip()


def subjects(outline: tuple[PriorityOutline, ...]) -> list[Subject]:
    """Everything that has a story: each priority, followed by its objectives."""
    found = []
    for priority in outline:
        found.append(Subject(Scope.PRIORITY, priority.code, priority.title, None, priority.code))
        found += [
            Subject(Scope.OBJECTIVE, one.code, one.title, one.pk, priority.code)
            for one in priority.objectives
        ]
    return found


@dataclass(frozen=True)
class StoryLine:
    """How far a story is. ``newest``: ``None``, nothing was kept yet. ``open``: comments that wait for an answer."""

    subject: Subject
    newest: StoryVersion | None
    open: int
    changed: int
    drafted: bool
    mine: bool


def story_lines(agenda: Agenda, year: int, actor: Actor) -> list[StoryLine]:
    """All stories of a year, in the order of the plan, with how many facts changed since they were written."""
    outline = agenda_outline(agenda)
    facts = facts_now(agenda, year, outline).facts
    versions = _newest(agenda, year)
    stories = {
        (story.scope, story.code): story
        for story in Story.objects.filter(agenda=agenda, year=year).annotate(
            waiting=Count("comments", filter=Q(comments__settled_at=None))
        )
    }
    drafted = set(
        StoryDraft.objects.filter(story__agenda=agenda, story__year=year, user=actor.user).values_list(
            "story_id", flat=True
        )
    )
    own = in_charge_of(actor)
    lines = []
    for subject in subjects(outline):
        story = stories.get((subject.scope, subject.code))
        newest = versions.get(story.pk) if story else None
        lines.append(
            StoryLine(
                subject=subject,
                newest=newest,
                open=story.waiting if story else 0,
                changed=len(changed(newest.facts, facts)) if newest else 0,
                drafted=story is not None and story.pk in drafted,
                mine=subject.objective_id in own,
            )
        )
    return lines


def _newest(agenda: Agenda, year: int) -> dict[int, StoryVersion]:
    """The newest version by story. One query."""
    rows = StoryVersion.objects.filter(story__agenda=agenda, story__year=year).order_by("number")
    return {row.story_id: row for row in rows}


@dataclass(frozen=True)
class Told:
    """A text as it will stand in the report. ``parts``: a list of its paragraphs, lists and tables."""

    question: Question
    parts: tuple[markup.Part, ...]


@dataclass(frozen=True)
class StoryPage:
    """All of the page of one story.

    ``texts``: what stands in the form, by question: of the reader's own draft where there is one. ``locked``: why
    nobody writes now, ``""`` when they can. ``version``: the one that is shown; ``None``: nothing was kept yet.
    """

    agenda: Agenda
    year: int
    subject: Subject
    story: Story | None
    versions: tuple[StoryVersion, ...]
    draft: StoryDraft | None
    comments: tuple[StoryComment, ...]
    outline: tuple[PriorityOutline, ...]
    may_write: bool
    locked: str

    @cached_property
    def live(self) -> Live:
        """The facts of this moment; only looked up for who reads or writes, not to keep a draft."""
        return facts_now(self.agenda, self.year, self.outline)

    @property
    def newest(self) -> StoryVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def number(self) -> int:
        """Of the newest version; 0 when there is none."""
        return self.newest.number if self.newest else 0

    @property
    def writable(self) -> bool:
        """Whether the reader can write here now."""
        return self.may_write and not self.locked

    @cached_property
    def texts(self) -> dict[str, str]:
        return texts_of(self.newest)

    @cached_property
    def changed(self) -> tuple[Changed, ...]:
        """Facts that are no longer what they were when the newest version was kept."""
        return changed(self.newest.facts, self.live.facts) if self.newest else ()

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        return problems(self.texts.values(), self.live.facts)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        return told(self.texts, self.live)

    @cached_property
    def used(self) -> tuple[Fact, ...]:
        """The facts that the newest version refers to."""
        keys = dict.fromkeys(key for text in self.texts.values() for key in keys_of(text))
        return tuple(self.live.facts[key] for key in keys if key in self.live.facts)

    @cached_property
    def offers(self) -> dict[str, list[tuple[Offer, str]]]:
        """By question the sentences to begin with, each as it is put in and as it would read."""
        found: dict[str, list[tuple[Offer, str]]] = {one.name: [] for one in QUESTIONS}
        for one in offers_of(self._indicators, self._objective, self._money):
            found[one.question].append((one, resolved(one.text, self.live.facts)))
        return found

    @cached_property
    def near(self) -> tuple[Fact, ...]:
        """The facts about its own subject: its indicators, its measures and its money."""
        codes = {row["code"] for row in (*self._indicators, *self._measures)} | {self.subject.code}
        return tuple(fact for fact in self.live.facts.values() if _of(fact.key) in codes)

    @cached_property
    def listed(self) -> tuple[Fact, ...]:
        """Of those what a list shows at once: wholes, and no measures; the others are found by searching."""
        measures = {row["code"] for row in self._measures}
        return tuple(fact for fact in self.near if ":" not in fact.key and _of(fact.key) not in measures)

    @cached_property
    def choices(self) -> list[tuple[str, str, str]]:
        """What can be chosen while typing: all of the own subject, then the wholes of others. Key, label, value."""
        near = {fact.key for fact in self.near}
        measures = {row["code"] for row in self.live.gathered["measures"]}
        others = (
            fact
            for fact in self.live.facts.values()
            if fact.key not in near and ":" not in fact.key and _of(fact.key) not in measures
        )
        return [(fact.key, fact.label, fact.shown) for fact in (*self.near, *others)]

    @property
    def _indicators(self) -> list[Json]:
        rows = self.live.gathered["indicators"]
        if self.subject.scope == Scope.OBJECTIVE:
            return [row for row in rows if row["objective"] == self.subject.code]
        return [row for row in rows if row["priority"] == self.subject.code and not row["objective"]]

    @property
    def _measures(self) -> list[Json]:
        if self.subject.scope != Scope.OBJECTIVE:
            return []
        return [row for row in self.live.gathered["measures"] if row["objective"] == self.subject.code]

    @property
    def _objective(self) -> Json | None:
        if self.subject.scope != Scope.OBJECTIVE:
            return None
        return next(
            (row for row in self.live.gathered["objectives"] if row["code"] == self.subject.code), None
        )

    @property
    def _money(self) -> Json | None:
        kind = "objectives" if self.subject.scope == Scope.OBJECTIVE else "priorities"
        rows = self.live.gathered["money"][kind]
        return next((row for row in rows if row["code"] == self.subject.code), None)


def _of(key: str) -> str:
    """The code that a reference is about: ``5a:leerweg=BOL.meting`` is about ``5a``."""
    return key.rsplit(".", 1)[0].split(":", 1)[0]


def told(texts: Mapping[str, str], live: Live) -> tuple[Told, ...]:
    """Some texts as they will stand in the report; questions without an answer are left out."""
    return tuple(
        Told(one, tuple(markup.parts(resolved(texts[one.name], live.facts))))
        for one in QUESTIONS
        if texts.get(one.name)
    )


def story_page(agenda: Agenda, year: int, word: str, code: str, actor: Actor) -> StoryPage | None:
    """The page of one story; ``None``: the plan has no such subject."""
    outline = agenda_outline(agenda)
    scope = SCOPES.get(word)
    subject = next((one for one in subjects(outline) if (one.scope, one.code) == (scope, code)), None)
    if subject is None:
        return None
    story = Story.objects.filter(agenda=agenda, year=year, scope=scope, code=code).first()
    return StoryPage(
        agenda=agenda,
        year=year,
        subject=subject,
        story=story,
        versions=tuple(story.versions.all()) if story else (),
        draft=story.drafts.filter(user=actor.user).first() if story else None,
        comments=tuple(story.comments.all()) if story else (),
        outline=outline,
        may_write=writes(actor, subject.scope, subject.objective_id),
        locked=locked(agenda, year),
    )


def stories_behind(agenda: Agenda, year: int, snapshot: Json) -> list[str]:
    """The subjects of which a newer story was kept than the one in a snapshot, of those that its report tells. Two
    queries.
    """
    kept = {"objective": "objectives", "priority": "priorities"}
    behind = []
    newest = _newest(agenda, year)
    told = ReportKind(snapshot["kind"]).story_scopes
    for story in Story.objects.filter(pk__in=newest, scope__in=told).order_by("code"):
        there = snapshot["stories"].get(kept[story.scope], {}).get(story.code)
        if there is None or there["version"] < newest[story.pk].number:
            behind.append(story.code)
    return behind
