"""What the page that looks ahead shows: which targets are met at the present pace, and at another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agenda.models import Agenda
from agenda.reference import agenda_reference
from dashboards.outlook_lines import Assumption, OutlookGroup, OutlookLine
from indicators.rows import Part
from indicators.selectors import IndicatorRow, indicator_rows
from indicators.verdict.judgement import Rule
from indicators.verdict.outlook import USUAL_PACE, Outcome, outlook_of
from indicators.verdict.outlook_words import effect_text, summary_text

_WITHOUT_TARGET = {Rule.TO_BE_SET, Rule.TARGET_EXPIRED, Rule.EMPTY_TARGET}


@dataclass(frozen=True)
class Share:
    """A part of a bar."""

    label: str
    value: int
    tone: str


@dataclass(frozen=True)
class OutlookPage:
    """``everything``: all series (``long`` of them), not one line for each indicator (``short``)."""

    year: int
    assumption: Assumption
    everything: bool
    lines: tuple[OutlookLine, ...]
    without_target: tuple[IndicatorRow, ...]
    short: int
    long: int

    @property
    def summary(self) -> str:
        settled = sum(line.usual.settled for line in self.lines)
        return summary_text(self._outcomes_before, settled, self.year)

    @property
    def effect(self) -> str:
        """What the assumption changes; ``""`` without one."""
        if not self.assumption.differs:
            return ""
        before, after = [line.usual for line in self.lines], [line.now for line in self.lines]
        return effect_text(before, after, self.assumption.text)

    @property
    def _outcomes_before(self) -> list[Outcome]:
        return [line.usual.outcome for line in self.lines]

    @cached_property
    def groups(self) -> tuple[OutlookGroup, ...]:
        """Worst first; a group without targets is there all the same."""
        return tuple(
            OutlookGroup(
                outcome,
                tuple(
                    sorted(
                        (line for line in self.lines if line.now.outcome is outcome),
                        key=lambda line: line.now.settled,
                    )
                ),
                self._outcomes_before.count(outcome),
            )
            for outcome in Outcome
        )

    @property
    def shares(self) -> list[Share]:
        return [Share(one.outcome.label, len(one.lines), one.tone) for one in self.groups]

    @property
    def shares_before(self) -> list[Share]:
        return [Share(one.outcome.label, one.before, one.tone) for one in self.groups]


def outlook_rows(agenda: Agenda, on: date) -> list[IndicatorRow]:
    """The agenda's indicators with the college's figures."""
    return indicator_rows(agenda, subject=agenda.college, on=on, reference=agenda_reference(agenda))


def choices(rows: Sequence[IndicatorRow]) -> list[tuple[str, str]]:
    """The indicators whose pace can be moved: those that ask something."""
    return [
        (row.code, f"{row.code} {row.title}")
        for row in rows
        if any(part.judgement.goal is not None for part in row.parts)
    ]


def outlook_page(
    agenda: Agenda, rows: Sequence[IndicatorRow], assumption: Assumption, *, everything: bool
) -> OutlookPage:
    """The page about rows of this agenda. No queries. ``everything``: every series and group that asks something."""
    short, long = (tuple(_lines(agenda, rows, assumption, every)) for every in (False, True))
    return OutlookPage(
        year=agenda.ends.year,
        assumption=assumption,
        everything=everything,
        lines=long if everything else short,
        without_target=tuple(
            row
            for row in rows
            if any(part.judgement.rule in _WITHOUT_TARGET for part in _spoken(row, everything))
        ),
        short=len(short),
        long=len(long),
    )


def _spoken(row: IndicatorRow, everything: bool) -> tuple[Part, ...]:
    if everything:
        return row.parts
    return (row.mark.part,) if row.mark else ()


def _lines(
    agenda: Agenda, rows: Sequence[IndicatorRow], assumption: Assumption, everything: bool
) -> Iterator[OutlookLine]:
    for row in rows:
        pace = assumption.pace_for(row.code)
        for part in _spoken(row, everything):
            usual = now = outlook_of(part.judgement, ends=agenda.ends)
            if pace != USUAL_PACE:
                now = outlook_of(part.judgement, ends=agenda.ends, pace=pace)
            if usual is not None and now is not None:
                among = row.mark.total if row.mark and not everything else 1
                yield OutlookLine(row, part, usual, now, among)
