"""What may be answered to a file's questions, and answers as somebody types them: ``KEY=VALUE``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from imports.exceptions import ImportRefused
from imports.models import BatchProblem
from imports.reading import SKIP
from organisation.models import Unit

UNIT = "unit"
Choices = list[tuple[str, str]]
"""Pairs of a value and its words."""


def unit_choices() -> Choices:
    """Every unit that exists, as (code, name and kind)."""
    units = Unit.objects.filter(closed_on__isnull=True).order_by("kind", "name")
    return [(unit.code, f"{unit.name} ({unit.get_kind_display()})") for unit in units]


def asks_units(questions: Iterable[BatchProblem]) -> bool:
    """Whether one of the questions can be answered with any unit."""
    return any(one.question_kind == UNIT and not one.question_choices for one in questions)


def offered(question: BatchProblem, units: Choices) -> Choices:
    """What may be answered; ``units`` as ``unit_choices`` gives them."""
    given = [(str(value), str(label)) for value, label in question.question_choices]
    if given or question.question_kind != UNIT:
        return given
    return [(SKIP, "Deze regels overslaan"), *units]


def names_of(questions: Sequence[BatchProblem]) -> dict[str, BatchProblem]:
    """Each question by what it is called: its key, and ``kind:key`` too; only the latter where two share a key."""
    keys = [one.question_key for one in questions]
    found = {one.question_key: one for one in questions if keys.count(one.question_key) == 1}
    return {**found, **{f"{one.question_kind}:{one.question_key}": one for one in questions}}


def shortest_names(questions: Sequence[BatchProblem]) -> dict[int, str]:
    """What to call each question, by its ``pk``."""
    names = names_of(questions)
    return {one.pk: name for name, one in reversed(names.items())}


def match(
    questions: Sequence[BatchProblem], typed: Sequence[str]
) -> tuple[dict[tuple[str, str], str], list[str]]:
    """Answers by (kind, key), and what was typed that belongs to none of these questions.

    A key may hold ``=`` itself: the longest name that fits is meant. Raises ``ImportRefused``, with what may be
    answered, for a value that was not offered and for two answers to one question.
    """
    names, units = names_of(questions), unit_choices() if typed and asks_units(questions) else []
    answers: dict[tuple[str, str], str] = {}
    left: list[str] = []
    for text in typed:
        fitting = [name for name in names if text.startswith(f"{name}=")]
        if not fitting:
            left.append(text)
            continue
        name = max(fitting, key=len)
        question, value = names[name], text[len(name) + 1 :]
        choices = offered(question, units)
        mark = (question.question_kind, question.question_key)
        if value not in {one for one, _ in choices}:
            raise ImportRefused(f"'{value}' is geen antwoord op {name}. Kies uit: {_said(choices)}.")
        if answers.get(mark, value) != value:
            raise ImportRefused(f"Op {name} staan twee verschillende antwoorden. Geef er een.")
        answers[mark] = value
    return answers, left


def unknown(questions: Sequence[BatchProblem], left: Sequence[str]) -> ImportRefused:
    """The refusal of answers to what is not asked, with what is."""
    names = ", ".join(shortest_names(questions).values())
    asked = f"Dit bestand vraagt: {names}." if names else "Dit bestand vraagt niets meer."
    typed = ", ".join(f"'{text}'" for text in left)
    return ImportRefused(f"{typed} hoort bij geen vraag van dit bestand. Schrijf SLEUTEL=WAARDE. {asked}")


def how_to_answer(question: BatchProblem, name: str) -> str:
    """What somebody at the command line types: one sentence."""
    choices = offered(question, [])
    if question.question_kind == UNIT and not question.question_choices:
        choices = [("CODE", "de code van een eenheid"), *choices]
    return f"Antwoord met --answer '{name}=WAARDE'; de waarde is {_said(choices)}."


def _said(choices: Choices) -> str:
    return ", ".join(f"{value} ({label})" for value, label in choices)
