"""What a line of the page that looks ahead says: one target, now and at the pace that a reader assumes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from indicators.rows import GroupRow, IndicatorRow, Part, SeriesRow
from indicators.verdict.judgement import Judgement
from indicators.verdict.outlook import USUAL_PACE, Outcome, Outlook
from indicators.verdict.outlook_words import (
    a_year_text,
    decimals_of,
    forecast_text,
    ground_text,
    group_text,
    pace_text,
)
from indicators.verdict.reasons import period_words
from indicators.wording import value_text

USUAL_PERCENT, _STEP = 100, 10
_TONES = {Outcome.MISSED: "missed", Outcome.UNCLEAR: "waiting", Outcome.MET: "done"}


@dataclass(frozen=True)
class Assumption:
    """What the reader assumes: a pace in percent of the present one, for one indicator; ``code`` ``""``: for all."""

    percent: int = USUAL_PERCENT
    code: str = ""

    @property
    def differs(self) -> bool:
        return self.percent != USUAL_PERCENT

    @property
    def text(self) -> str:
        return pace_text(self.percent, self.code)

    @property
    def step(self) -> int:
        """How far the slider moves at a time: a pace between its steps keeps its place."""
        return 1 if self.percent % _STEP else _STEP

    @property
    def query(self) -> str:
        """What an address needs to keep it."""
        return urlencode({"tempo": self.percent, "indicator": self.code})

    def pace_for(self, code: str) -> Decimal:
        return Decimal(self.percent) / 100 if self.code in {"", code} else USUAL_PACE


@dataclass(frozen=True)
class OutlookLine:
    """One target: how it ends at the present pace (``usual``) and at the assumed one (``now``).

    ``among``: for how many parts of its indicator the line speaks.
    """

    row: IndicatorRow
    part: Part
    usual: Outlook
    now: Outlook
    among: int = 1

    @property
    def judgement(self) -> Judgement:
        return self.part.judgement

    @property
    def label(self) -> str:
        """``""`` where the indicator has one part, which needs no name."""
        return self.part.label if len(self.row.parts) > 1 else ""

    @property
    def moved(self) -> bool:
        return self.now.outcome is not self.usual.outcome

    @property
    def before(self) -> str:
        """What the assumption changed, as it was; ``""``: nothing that a reader would see at once."""
        if self.moved:
            return f"was: {self.usual.outcome.label}"
        if self.now.middle != self.usual.middle:
            return f"middelste lijn was: {'wel' if self.usual.middle else 'niet'} gehaald"
        return ""

    @cached_property
    def source(self) -> SeriesRow | GroupRow | None:
        """The series, or the group of series, that the target is about."""
        if self.part.number:
            return self.row.series[self.part.number - 1]
        return next((one for one in self.row.groups if one.judgement is self.judgement), None)

    @property
    def target_text(self) -> str:
        if isinstance(self.source, SeriesRow):
            return self.source.target_text
        return self.source.text if self.source else ""

    @property
    def newest(self) -> tuple[str, str] | None:
        """The newest figure and its period in words, the baseline where nothing came after; ``None``: there is none."""
        if isinstance(self.source, SeriesRow):
            if self.source.newest is not None:
                final = "" if self.source.newest.final else ", voorlopig"
                return self.source.newest.text, self.source.newest.period + final
            start = self.source.baseline
            return (start.text, f"{start.period}, 0-meting") if start and start.value is not None else None
        y = self.judgement.measurement
        one = y or self.judgement.case.baseline
        if one is None:
            return None
        text = value_text(one.figure, self.judgement.case.unit, decimals_of(self.judgement))
        return text, period_words(one.on) + ("" if y else ", 0-meting")

    @property
    def forecast(self) -> str:
        return forecast_text(self.now, self.judgement)

    @property
    def ground(self) -> str:
        """The period that the forecast is about, and what the outcome rests on."""
        period = period_words(self.now.day) if self.now.day and self.now.forecast else ""
        return "; ".join(filter(None, [period, ground_text(self.now, self.judgement)]))

    @property
    def needed(self) -> str:
        """The change a year that would do; ``""``: none is needed, or it cannot be told."""
        return a_year_text(self.now.needed, self.judgement)

    @property
    def so_far(self) -> str:
        """The change a year until now; ``""``: too few figures, or it no longer matters."""
        return "" if self.now.settled else a_year_text(self.now.so_far, self.judgement)

    @property
    def ahead(self) -> str:
        """The change a year at the assumed pace; ``""`` where that is the present one."""
        return (
            a_year_text(self.now.ahead, self.judgement)
            if self.so_far and self.now.ahead != self.now.so_far
            else ""
        )


@dataclass(frozen=True)
class OutlookGroup:
    """The targets with one outcome, what is certain already last. ``before``: how many at the present pace."""

    outcome: Outcome
    lines: tuple[OutlookLine, ...]
    before: int

    @property
    def title(self) -> str:
        return self.outcome.label.capitalize()

    @property
    def words(self) -> str:
        return group_text(self.outcome, [line.now for line in self.lines])

    @property
    def tone(self) -> str:
        return _TONES[self.outcome]
