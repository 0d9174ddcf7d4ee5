"""What can go wrong with a report, said so that somebody can act on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class ReportRefusedError(Exception):
    """This report cannot be made. The message is Dutch and says what to do."""


class SnapshotError(ReportRefusedError):
    """What should be a snapshot is none, or not one that this version can read."""


class TemplateRefusedError(Exception):
    """This file cannot be a template. ``problems``: everything that is wrong with it, as Dutch sentences."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


class StoryRefusedError(Exception):
    """This story cannot be kept as it is. ``problems``: what is wrong, as a Dutch sentence by field."""

    def __init__(self, message: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.problems = dict(problems or {})


class StoryConflictError(Exception):
    """Somebody else kept a version in the meantime. ``texts``: theirs, by question; ``number``: of that version."""

    def __init__(self, number: int, by_label: str, texts: Mapping[str, str]) -> None:
        super().__init__(f"Intussen heeft {by_label} dit verhaal bewaard.")
        self.number, self.by_label, self.texts = number, by_label, dict(texts)


class LackingError(RuntimeError):
    """This machine cannot write a format. Its message says in Dutch what to install."""
