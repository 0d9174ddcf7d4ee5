"""What a survey's question feeds: which figure of which indicator, counted how. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from imports.reading import Problem
from imports.sheets import plain_words
from indicators.breakdowns import BREAKDOWNS, breakdown_key

_CODE = re.compile(r"(?:(?:vraag|stelling|v|q) ?)?\d+[a-z]? ", re.ASCII)
_ASIDE = re.compile(r"\([^()]*\)")

ANSWERS: dict[int, str] = dict(enumerate(BREAKDOWNS["antwoord"] or (), start=1))
"""The five answers of a survey and how a breakdown calls them: 1 is ``heel slecht``."""
POSITIVE = (4, 5)


class How(StrEnum):
    """How answers become a figure.

    ``PERCENT_POSITIVE``: the weighted percentage (0-100) that answered 4 or 5. ``MEAN``: the weighted mean, on the
    scale of the answers. ``ANSWERS``: the percentage of every answer, one figure each; of the college only, because
    one answer of a team soon tells of one person.
    """

    PERCENT_POSITIVE = "percent_positive"
    MEAN = "mean"
    ANSWERS = "answers"


class Per(StrEnum):
    """Of whom a figure is made: ``WHOLE`` is the college and each of its units; the others split the college.

    ``ANSWER`` goes with ``How.ANSWERS``, and only with that.
    """

    WHOLE = "whole"
    LEVEL = "niveau"
    ROUTE = "leerweg"
    ANSWER = "antwoord"


ASKED = "asked"
"""The field of a row that says which question it comes from, as ``normalised``."""


@dataclass(frozen=True)
class Unfed(Problem):
    """A note about a question that feeds nothing. ``header``: the question as the file writes it."""

    header: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One figure that a question feeds.

    ``question``: as ``normalised``. ``breakdown``: of the figure; where it names a level or route, only those
    respondents count. ``only``: what somebody must be, see ``within``; empty: everybody.
    """

    question: str
    indicator: str
    how: How
    per: Per = Per.WHOLE
    part: str = ""
    breakdown: Mapping[str, str] = field(default_factory=dict)
    only: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str, str]:
        """What makes it another figure; two feeds with one key would write the same figure."""
        return (
            self.question, self.indicator, self.part, breakdown_key(dict(self.breakdown)), self.per.value, self.only,
        )  # fmt: skip


def normalised(text: str) -> str:
    """A question by its words only: no capitals, accents, marks, asides in brackets, or number in front."""
    words = plain_words(_ASIDE.sub(" ", text))
    return _CODE.sub("", words, count=1) if _CODE.match(words) else words


def by_question(feeds: Iterable[Feed]) -> dict[str, tuple[Feed, ...]]:
    """The feeds of every question."""
    found: dict[str, tuple[Feed, ...]] = {}
    for feed in feeds:
        found[feed.question] = (*found.get(feed.question, ()), feed)
    return found


def merged(defaults: Iterable[Feed], own: Iterable[tuple[Feed, bool]]) -> tuple[Feed, ...]:
    """The feeds that hold: the defaults, changed by what a college set itself (feed, whether it is in use)."""
    found = {feed.key: feed for feed in defaults}
    for feed, in_use in own:
        if in_use:
            found[feed.key] = feed
        else:
            found.pop(feed.key, None)
    return tuple(found.values())


def within(only: str, traits: Iterable[str]) -> set[str] | None:
    """Which of somebody's traits make them belong to a group; ``None``: they do not belong to it.

    ``only`` is a list of conditions with ``;`` between, each a list of spellings with ``|`` between:
    ``OP|docent;0-2 jaar``. Every condition needs one of the traits. An empty ``only`` is everybody.
    """
    spelled = {normalised_trait(trait): trait for trait in traits}
    used: set[str] = set()
    for condition in filter(None, only.split(";")):
        hit = next((word for word in map(normalised_trait, condition.split("|")) if word in spelled), None)
        if hit is None:
            return None
        used.add(spelled[hit])
    return used


def normalised_trait(text: str) -> str:
    """A trait by its words; ``<`` is kept, because "< 2 jaar" and "2 jaar" differ."""
    return plain_words(text.replace("<", " minder dan "))
