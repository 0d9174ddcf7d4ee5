"""The staff survey (MTO) in its long form: one answer a row, or one score of a group a row.

Columns ``QuestionId, Question Text, Score, Organisatie, Characteristic 1..3``; a cost centre may stand beside the
organisation. With a column for how many people answered, a row is a score of a group; without, it is an answer, and
answers are added up to the college and each unit. Pure: no Django.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from imports.reading import Item, Options, Problem, Question, ReaderError, Severity
from imports.sheets import Value
from imports.tables import open_tables
from indicators.readers.feeds import Feed, by_question
from indicators.readers.mto_answers import read_answers
from indicators.readers.mto_rows import Rows, layout_of
from indicators.readers.mto_scores import read_scores
from indicators.readers.survey_period import FILE, survey_period

FORM, ANSWERS, SCORES = "form", "answers", "scores"
_NOT_MTO = (
    "Dit is geen bestand van het medewerkersonderzoek. Er zijn kolommen nodig met de vraag ('Question Text') en de "
    "score ('Score')."
)
_NO_PEOPLE = (
    "Elke rij is gelezen als het cijfer van een groep. Er is geen kolom met aantallen (N): welke groep te klein is om "
    "te tonen, is niet te zien."
)
_FORMS = (
    (ANSWERS, "Elke rij is één antwoord"),
    (SCORES, "Elke rij is het gemiddelde of percentage van een groep"),
)


def read_mto(file: BinaryIO, options: Options, *, feeds: Sequence[Feed], this_year: int) -> Iterator[Item]:
    """Everything in a file. Raises ``ReaderError`` for another kind of file.

    ``this_year``: the newest year to offer when the file's own year must be asked.
    """
    book = open_tables(file, options)
    yield from book.notes
    layout = next((found for sheet in book.sheets if (found := layout_of(sheet))), None)
    if layout is None:
        raise ReaderError(_NOT_MTO)
    for sheet in book.sheets:
        if sheet is not layout.table.sheet:
            yield Problem(f"blad {sheet.name}", Severity.NOTE, "Dit blad is overgeslagen.")
    period = ""
    if layout.period is None:
        period, questions = survey_period(options, this_year)
        yield from questions
    rows = Rows(layout, by_question(feeds), period)
    yield from rows.problems()
    form = _form(rows, options)
    if form == SCORES and layout.people is None:
        yield Problem(FILE, Severity.WARNING, _NO_PEOPLE)
    if isinstance(form, Problem):
        yield form
    else:
        yield from (read_answers if form == ANSWERS else read_scores)(rows, options)


def _form(rows: Rows, options: Options) -> str | Problem:
    """What a row is. Whole numbers without a number of people are answers, and nobody answers 7,4.

    Where most are whole and some are not, the user says.
    """
    if rows.layout.people is not None:
        return SCORES
    answered = options.answers.get(FORM, {}).get(FILE, "")
    if answered in (ANSWERS, SCORES):
        return answered
    broken = Counter(_has_decimals(entry.record.value(rows.layout.score)) for entry in rows.entries())
    if not broken[True]:
        return ANSWERS
    if broken[True] >= broken[False]:
        return SCORES
    text = "Er is geen kolom met aantallen. Wat staat er op een rij?"
    return Problem(FILE, Severity.QUESTION, text, Question(FORM, FILE, text, _FORMS))


def _has_decimals(value: Value) -> bool:
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except ArithmeticError:
        return False
    return number.is_finite() and number != number.to_integral_value()
