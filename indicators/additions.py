"""What higher floors add to the page of an indicator, such as what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agenda.models import Agenda
from indicators.rows import IndicatorRow
from organisation.access import Actor


@dataclass(frozen=True)
class Addition:
    """A part of the page: a template, and what it shows under the name ``part``."""

    template: str
    part: Any


page_additions: list[Callable[[Agenda, IndicatorRow, Actor], Addition | None]] = []
"""Each gives its part, or ``None`` for nothing, with one query at most. Filled in ``AppConfig.ready``."""


def additions_of(agenda: Agenda, indicator: IndicatorRow, actor: Actor) -> list[Addition]:
    """The parts for an indicator, in the order in which the apps are installed."""
    found = (make(agenda, indicator, actor) for make in page_additions)
    return [one for one in found if one is not None]
