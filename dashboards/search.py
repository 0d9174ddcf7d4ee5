"""Searching the agenda: objectives, indicators, measures, partners, and what is reported on measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from agenda.models import Agenda, Ambition, Partner
from agenda.selectors import ObjectiveOutline, agenda_outline, outline_objectives
from dashboards.matching import Piece, excerpt, holds, words_of
from indicators.models import AgendaIndicator
from measures.models import Measure, MeasurePartner, StatusReport
from measures.units import college_units
from organisation.access import Actor

MOST_SHOWN = 20
"""As many hits of a kind as a page shows; more words find fewer."""
MOST_REPORTS = 400
"""As many reports are looked through, the newest first."""


@dataclass(frozen=True)
class Hit:
    """Something found. ``where``: what it belongs to, in words. ``pieces``: the text around the words."""

    url: str
    code: str
    title: str
    where: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Kind:
    """What was found of one kind; ``total`` counts those that are not shown too."""

    title: str
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True)
class Found:
    """The answer to a question. ``words``: empty when nothing was asked."""

    question: str
    words: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @property
    def total(self) -> int:
        return sum(kind.total for kind in self.kinds)


def search(agenda: Agenda, question: str, actor: Actor) -> Found:
    """What holds every word asked for. Reports only of units that this person may read. At most ten queries."""
    words = words_of(question)
    question = " ".join(question.replace("\0", " ").split())
    if not words:
        return Found(question, (), ())
    objectives = outline_objectives(agenda_outline(agenda))
    measures = Measure.objects.filter(agenda=agenda).order_by("objective__order", "order")
    found = (
        ("Doelstellingen", _objectives(agenda, objectives, words)),
        ("Indicatoren", _indicators(agenda, words)),
        ("Maatregelen", _measures(measures, words)),
        ("Partners", _partners(agenda, words)),
        ("Meldingen", _reports(agenda, words, actor)),
    )
    kinds = (Kind(title, tuple(hits[:MOST_SHOWN]), len(hits)) for title, hits in found if hits)
    return Found(question, words, tuple(kinds))


def _objectives(agenda: Agenda, objectives: Iterable[ObjectiveOutline], words: Sequence[str]) -> list[Hit]:
    ambitions: dict[int | None, list[str]] = {}
    stored = Ambition.objects.filter(objective__agenda=agenda).values_list("objective_id", "text")
    for pk, text in stored:
        ambitions.setdefault(pk, []).append(text)
    hits = []
    for one in objectives:
        text = " ".join([one.owner, *one.people, *ambitions.get(one.pk, [])])
        if holds(f"{one.code} {one.title} {text}", words):
            hits.append(Hit(_objective_url(agenda, one.code), one.code, one.title, "", excerpt(text, words)))
    return hits


def _indicators(agenda: Agenda, words: Sequence[str]) -> list[Hit]:
    stored = (
        AgendaIndicator.objects.filter(agenda=agenda)
        .order_by("order")
        .values_list("code", "title", "definition", "note")
    )
    return [
        Hit(
            reverse("indicators:indicator", args=[code]),
            code,
            title,
            "",
            excerpt(f"{definition} {note}", words),
        )
        for code, title, definition, note in stored
        if holds(f"{code} {title} {definition} {note}", words)
    ]


def _measures(measures: Iterable[Measure], words: Sequence[str]) -> list[Hit]:
    hits = []
    for one in measures:
        text = " ".join(filter(None, [one.heading, one.lead, one.explanation]))
        if holds(f"{one.code} {one.title} {text}", words):
            url = reverse("measures:measure", args=[one.code])
            hits.append(Hit(url, one.code, one.title, "", excerpt(text, words)))
    return hits


def _partners(agenda: Agenda, words: Sequence[str]) -> list[Hit]:
    """A partner once for every objective or measure that it works along with."""
    fields = ("name", "role", "branch", "topic")
    of_objectives = Partner.objects.filter(objective__agenda=agenda).values_list(
        *fields, "objective__code", "objective__title"
    )
    of_measures = MeasurePartner.objects.filter(measure__agenda=agenda).values_list(
        *fields, "measure__code", "measure__title"
    )
    hits = []
    for rows, url_of in (
        (of_objectives, lambda code: _objective_url(agenda, code)),
        (of_measures, lambda code: reverse("measures:measure", args=[code])),
    ):
        for name, role, branch, topic, code, title in rows:
            text = " ".join(filter(None, [topic, role, branch]))
            if holds(f"{name} {text}", words):
                hits.append(Hit(url_of(code), "", name, f"{code} {title}", excerpt(text, words)))
    return hits


def _reports(agenda: Agenda, words: Sequence[str], actor: Actor) -> list[Hit]:
    """The present reports. The database looks for the words, so accents count here."""
    asked = Q()
    for word in words:
        asked &= Q(changed__icontains=word) | Q(following__icontains=word) | Q(reason__icontains=word)
    stored = (
        StatusReport.objects.filter(
            asked,
            superseded_at__isnull=True,
            assignment__measure__agenda=agenda,
            assignment__unit__in=college_units(agenda.college, actor.on).readable(actor),
        )
        .select_related("assignment__measure", "assignment__unit")
        .order_by("-at")[:MOST_REPORTS]
    )
    return [
        Hit(
            reverse("measures:measure", args=[report.assignment.measure.code]),
            report.assignment.measure.code,
            report.assignment.measure.title,
            report.assignment.unit.name,
            excerpt(f"{report.changed} {report.following} {report.reason}", words),
        )
        for report in stored
    ]


def _objective_url(agenda: Agenda, code: str) -> str:
    return reverse("dashboards:objective", args=[agenda.period, code])
