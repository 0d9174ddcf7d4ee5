"""Readers that use what the college keeps: its survey questions and the plans of its own tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from django.utils import timezone

from imports.reading import Item, Options, Problem, Question, ReaderError, Severity
from imports.sheets import Book, Sheet
from imports.tables import open_tables
from indicators.models import AgendaIndicator, Indicator, MeasureUnit, SurveyQuestion, TableMapping
from indicators.readers.feeds import Feed, How, Per, merged
from indicators.readers.job import read_job
from indicators.readers.job_questions import JOB_FEEDS
from indicators.readers.mto import read_mto
from indicators.readers.mto_questions import MTO_FEEDS
from indicators.readers.table import figures_of, read_table
from indicators.readers.table_headings import EXAMPLE, doubled, recognised, said
from indicators.readers.table_plan import TablePlan, plan_of
from indicators.readers.table_sheet import fits
from indicators.readers.table_unread import unread

DEFAULTS = {SurveyQuestion.Survey.JOB: JOB_FEEDS, SurveyQuestion.Survey.MTO: MTO_FEEDS}
MAPPING, FILE = "mapping", "bestand"
_NO_PLAN = (
    "Er is nog geen indeling vastgelegd. Maak er eerst een bij Import, Eigen tabellen, of geef de tabel koppen die "
    f"zeggen wat er staat: {EXAMPLE}."
)


def job(file: BinaryIO, options: Options) -> Iterator[Item]:
    """The JOB-monitor, with the questions as the college set them."""
    feeds = feeds_of(SurveyQuestion.Survey.JOB)
    yield from read_job(file, options, feeds=feeds, this_year=timezone.localdate().year)


def mto(file: BinaryIO, options: Options) -> Iterator[Item]:
    """The staff survey, with the questions as the college set them."""
    feeds = feeds_of(SurveyQuestion.Survey.MTO)
    yield from read_mto(file, options, feeds=feeds, this_year=timezone.localdate().year)


def table(file: BinaryIO, options: Options) -> Iterator[Item]:
    """A table of the college's own: by the plan that the user chooses, the only one, or what its headings say.

    Raises ``ReaderError`` without any plan.
    """
    known = {str(one.pk): one for one in TableMapping.objects.all()}
    chosen = str(options.settings.get(MAPPING) or options.answers.get(MAPPING, {}).get(FILE, ""))
    if chosen in known:
        yield from read_table(file, options, plan=plan_of(known[chosen].plan), keys=indicator_keys())
        return
    book = open_tables(file, options)
    told = recognised(book)
    fitting = {key: one for key, one in known.items() if told is None or fits(book, plan_of(one.plan))}
    if not fitting and told is None:
        raise ReaderError(doubled(book) or _NO_PLAN)
    if len(fitting) > 1 or (fitting and chosen):
        text = "Welke indeling heeft deze tabel?"
        choices = tuple((key, one.name) for key, one in fitting.items())
        yield Problem(FILE, Severity.QUESTION, text, Question(MAPPING, FILE, text, choices))
    elif fitting:
        (only,) = fitting.values()
        yield from read_table(file, options, plan=plan_of(only.plan), keys=indicator_keys())
    elif told is not None:
        yield from book.notes
        yield from _by_headings(book, *told, options)


def _by_headings(book: Book, plan: TablePlan, sheet: Sheet, options: Options) -> Iterator[Item]:
    """A table that its headings explain; what they do not explain is asked or refused."""
    found = unread(book, sheet, plan, options.answers)
    yield Problem(FILE, Severity.NOTE, said(found.plan))
    yield from found.problems
    percents = set(Indicator.objects.filter(unit=MeasureUnit.PERCENT).values_list("key", flat=True))
    yield from figures_of(
        sheet, options, plan=found.plan, keys=indicator_keys(), percents=percents, told=found.told
    )


def feeds_of(survey: SurveyQuestion.Survey) -> tuple[Feed, ...]:
    """What each question of a survey feeds: the readers' own table, with the college's changes."""
    own = [(feed_of(row), row.in_use) for row in SurveyQuestion.objects.filter(survey=survey)]
    return merged(DEFAULTS[survey], own)


def feed_of(row: SurveyQuestion) -> Feed:
    """What a row of the college says, as readers take it."""
    breakdown = dict(pair.split("=", 1) for pair in row.breakdown.split(";")) if row.breakdown else {}
    return Feed(row.words, row.indicator, How(row.how), Per(row.per), row.part, breakdown, row.only)


def indicator_keys() -> dict[str, str]:
    """How people write an indicator, in lower case -> its key: the key itself, and its codes and titles in agendas.

    A code or title that means two indicators is left out.
    """
    found: dict[str, set[str]] = {}
    rows = AgendaIndicator.objects.values_list("code", "title", "indicator__key")
    for code, title, key in rows:
        for text in (code, title):
            found.setdefault(" ".join(text.split()).casefold(), set()).add(key)
    for key in Indicator.objects.values_list("key", flat=True):
        found[key.casefold()] = {key}
    return {text: next(iter(keys)) for text, keys in found.items() if len(keys) == 1}
