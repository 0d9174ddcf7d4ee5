"""What the page of the survey questions shows: which question feeds which figure, and which feed nothing yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from indicators.breakdowns import breakdown_label
from indicators.mapping_pages import indicator_choices
from indicators.models import SeenQuestion, SurveyQuestion
from indicators.reader_services import Fed, version_of
from indicators.readers import job_questions, mto_questions
from indicators.readers.feeds import Feed, normalised
from indicators.readers.stored import DEFAULTS, feed_of

_TEXTS = (
    *job_questions.SAFE_AT_SCHOOL, *job_questions.SAFE_AT_WORK, *job_questions.GUIDANCE, *job_questions.CHOICE,
    *job_questions.PLACEMENT_SCHOOL, *job_questions.PLACEMENT_COMPANY, *job_questions.WORKPLACE,
    *job_questions.DUTCH, *job_questions.ARITHMETIC, *job_questions.CITIZENSHIP,
    mto_questions.DEVELOPMENT, mto_questions.WORKLOAD, mto_questions.ELSEWHERE, mto_questions.OTHER_JOB,
)  # fmt: skip
TEXTS = {normalised(text): text for text in _TEXTS}
"""The readers' own questions as people write them, by words."""


@dataclass(frozen=True)
class Line:
    """One figure that a question feeds. ``pk`` and ``version``: of a row of the college; ``None``: it came along.

    ``ref`` names a line that came with the site. ``seen``: the last file with the question; ``""``: none yet.
    ``also``: other questions in use that feed the same figure, where the college set one of them. ``is_known``: whether
    the site has the indicator.
    """

    question: str
    indicator: str
    is_known: bool
    how: str
    detail: str
    in_use: bool
    seen: str
    also: tuple[str, ...]
    pk: int | None = None
    version: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Open:
    """A question of the last file that feeds nothing."""

    pk: int
    question: str


@dataclass(frozen=True)
class SurveyPart:
    """``last``: the newest file of the survey that was checked; ``""``: there is none."""

    survey: str
    title: str
    lines: tuple[Line, ...]
    open: tuple[Open, ...]
    last: str


@dataclass(frozen=True)
class _Entry:
    """A feed with its row, if the college set it."""

    feed: Feed
    in_use: bool
    row: SurveyQuestion | None


def question_parts() -> list[SurveyPart]:
    """Both surveys. Four queries."""
    own: dict[str, list[SurveyQuestion]] = defaultdict(list)
    for row in SurveyQuestion.objects.all():
        own[row.survey].append(row)
    seen: dict[str, list[SeenQuestion]] = defaultdict(list)
    for one in SeenQuestion.objects.select_related("batch"):
        seen[one.survey].append(one)
    names = dict(indicator_choices())
    return [_part(survey, own[survey], seen[survey], names) for survey in SurveyQuestion.Survey]


def _part(
    survey: SurveyQuestion.Survey,
    own: Iterable[SurveyQuestion],
    seen: Iterable[SeenQuestion],
    names: Mapping[str, str],
) -> SurveyPart:
    known = {one.words: one for one in seen}
    entries = _entries(survey, own)
    users: dict[tuple[str, ...], list[tuple[str, bool]]] = defaultdict(list)
    for entry in entries:
        if entry.in_use:
            users[entry.feed.key[1:]].append((_text(entry, known), entry.row is not None))
    lines = [_line(survey, entry, known, users, names) for entry in entries]
    lines.sort(key=lambda line: (line.indicator.casefold(), line.question.casefold(), line.detail))
    last = max((one.batch for one in known.values() if one.batch), key=lambda batch: batch.pk, default=None)
    fed = {entry.feed.question for entry in entries}
    still = tuple(
        Open(one.pk, one.question)
        for one in known.values()
        if last is not None and one.batch_id == last.pk and one.question and one.words not in fed
    )
    return SurveyPart(survey.value, survey.label, tuple(lines), still, last.file_name if last else "")


def _entries(survey: SurveyQuestion.Survey, own: Iterable[SurveyQuestion]) -> list[_Entry]:
    found = {feed.key: _Entry(feed, True, None) for feed in DEFAULTS[survey]}
    for row in own:
        feed = feed_of(row)
        found[feed.key] = _Entry(feed, row.in_use, row)
    return list(found.values())


def _text(entry: _Entry, known: Mapping[str, SeenQuestion]) -> str:
    """The question as the college wrote it, else as a file or the readers' own table does."""
    words = entry.feed.question
    if entry.row is not None:
        return entry.row.question
    return TEXTS.get(words) or (known[words].question if words in known else "") or words


def _only(only: str) -> str:
    """``OP|docent;0-2 jaar`` -> ``alleen OP of docent, en 0-2 jaar``; see ``readers.feeds.within``."""
    return f"alleen {only.replace('|', ' of ').replace(';', ', en ')}" if only else ""


def _line(
    survey: SurveyQuestion.Survey,
    entry: _Entry,
    known: Mapping[str, SeenQuestion],
    users: Mapping[tuple[str, ...], list[tuple[str, bool]]],
    names: Mapping[str, str],
) -> Line:
    feed, text, seen = entry.feed, _text(entry, known), known.get(entry.feed.question)
    how, per = SurveyQuestion.How(feed.how.value), SurveyQuestion.Per(feed.per.value)
    detail = [
        per.label if per != SurveyQuestion.Per.WHOLE else "",
        feed.part, breakdown_label(dict(feed.breakdown), {}), _only(feed.only),
    ]  # fmt: skip
    return Line(
        question=text,
        indicator=names.get(feed.indicator, feed.indicator),
        is_known=feed.indicator in names,
        how=how.label,
        detail=", ".join(filter(None, detail)),
        in_use=entry.in_use,
        seen=(seen.batch.file_name if seen.batch else "een eerder bestand") if seen else "",
        # Spellings that came along are those of different editions: they never stand in one file.
        also=tuple(
            one for one, own in users.get(feed.key[1:], ()) if one != text and (own or entry.row is not None)
        )
        if entry.in_use
        else (),
        pk=entry.row.pk if entry.row else None,
        version=version_of(entry.row) if entry.row else "",
        ref=ref_of(survey, feed) if entry.row is None else "",
    )


def ref_of(survey: SurveyQuestion.Survey, feed: Feed) -> str:
    """A short name for a line that came with the site."""
    return sha256("|".join((survey, *feed.key)).encode()).hexdigest()[:16]


def default_line(ref: str) -> tuple[SurveyQuestion.Survey, Feed] | None:
    """The line that came with the site under this name; ``None``: there is none."""
    for survey, feeds in DEFAULTS.items():
        for feed in feeds:
            if ref_of(survey, feed) == ref:
                return survey, feed
    return None


def fed_by(feed: Feed) -> Fed:
    """What a feed says, as the services take it."""
    return Fed(
        feed.indicator, SurveyQuestion.How(feed.how.value), SurveyQuestion.Per(feed.per.value), feed.part,
        feed.breakdown, feed.only,
    )  # fmt: skip
