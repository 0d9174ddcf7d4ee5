"""Which questions of a survey a file has: kept at its check, so that a page can tell which are still to be placed."""

from __future__ import annotations

from core.texts import storable
from imports.models import Batch
from indicators.models import SeenQuestion, SurveyQuestion

LONGEST, MOST = 300, 500
"""Of a question, and how many of one file are kept."""


def keep_heard(batch: Batch, heard: dict[str, str]) -> None:
    """Remember the questions of a survey's file. ``heard``: as the file writes it, by words; ``""``: fed, as known."""
    reader = batch.known_reader
    if reader is None or reader.source not in SurveyQuestion.Survey.values:
        return
    known = dict(SeenQuestion.objects.filter(survey=reader.source).values_list("words", "question"))
    found: dict[str, str] = {}
    for words, question in list(heard.items())[:MOST]:
        key = storable(words)[:LONGEST]
        text = " ".join(storable(question).split())[:LONGEST]
        if key:
            found[key] = text or known.get(key, "")
    SeenQuestion.objects.bulk_create(
        [
            SeenQuestion(survey=reader.source, words=words, question=question, batch=batch)
            for words, question in found.items()
        ],
        update_conflicts=True,
        unique_fields=["survey", "words"],
        update_fields=["question", "batch"],
    )
