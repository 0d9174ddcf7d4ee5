"""The five questions that a story answers, in the order of the report. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 60_000
"""Characters in the answer to one question. Nobody types that many; it is where pasting a whole document ends."""


@dataclass(frozen=True)
class Question:
    """``name``: of the field; ``title``: as it stands in the form and above the answer in the report."""

    name: str
    title: str
    help: str


QUESTIONS = (
    Question("planned", "Wat was het plan?", "Wat wilde u dit jaar bereiken, en waarmee?"),
    Question("happened", "Wat is er gebeurd?", "Wat is gedaan, en wat niet?"),
    Question(
        "effect", "Wat leverde het op?", "Wat ziet u terug in de cijfers en bij studenten en collega's?"
    ),
    Question("learned", "Wat leren we ervan?", "Wat ging anders dan gedacht?"),
    Question("changing", "Wat gaan we anders doen?", "Wat verandert er volgend jaar?"),
)
NAMES = tuple(one.name for one in QUESTIONS)
TITLES = {one.name: one.title for one in QUESTIONS}
