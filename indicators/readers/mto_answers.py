"""A staff survey (MTO) with one answer a row: added up to the college and each unit. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from imports.reading import Item, Options, Row, UnitRef
from indicators.readers.answers import answer_of
from indicators.readers.faults import Faults
from indicators.readers.feeds import ASKED, POSITIVE, Feed, How, within
from indicators.readers.mto_rows import SHORT_TOP, TOP, Entry, Groups, Rows, scale_of
from indicators.readers.tally import Tally

OWN = UnitRef("own", "")


@dataclass
class _Sum:
    """All that is kept of the answers that feed one figure: tallies by period and unit."""

    feed: Feed
    text: str
    tallies: dict[tuple[str, UnitRef], Tally] = field(default_factory=dict)

    def add(self, entry: Entry, answer: int) -> None:
        for unit in {OWN, entry.unit}:
            self.tallies.setdefault((entry.period, unit), Tally()).add(answer, Decimal(1))


def read_answers(rows: Rows, options: Options) -> Iterator[Item]:
    """The figures of the answers. Nobody's own row is kept."""
    score, faults, groups = rows.layout.score, Faults(), Groups()
    header = rows.layout.table.label(score)
    sums: dict[tuple[str, ...], _Sum] = {}
    for entry in rows.entries():
        most = TOP if all(feed.how is How.MEAN for feed in entry.feeds) else SHORT_TOP
        try:
            answer = answer_of(entry.record.value(score), most=most)
        except ValueError as error:
            faults.add(entry.record.row, score, header, str(error))
            answer = None
        yield from faults.found()
        for feed in entry.feeds:
            belongs = within(feed.only, entry.traits) is not None
            if groups.see(entry, feed, belongs) and answer is not None:
                sums.setdefault(feed.key, _Sum(feed, entry.text)).add(entry, answer)
    yield from faults.rest()
    yield from groups.warnings()
    times, questions = scale_of(_highest(sums.values()), options)
    yield from questions
    for one in sums.values():
        for (period, unit), tally in one.tallies.items():
            if period and (one.feed.how is not How.MEAN or one.text in times):
                yield _figure(one, unit, period, tally, times.get(one.text, 1))


def _highest(sums: Iterable[_Sum]) -> dict[str, Decimal]:
    """By question, the highest answer that goes into a mean."""
    highest: dict[str, Decimal] = {}
    for one in sums:
        if one.feed.how is How.MEAN:
            most = Decimal(max(answer for tally in one.tallies.values() for answer in tally.counts))
            highest[one.text] = max(highest.get(one.text, most), most)
    return highest


def _figure(one: _Sum, unit: UnitRef, period: str, tally: Tally, times: int) -> Row:
    fields: dict[str, Any] = {
        "indicator": one.feed.indicator, "part": one.feed.part, "breakdown": dict(one.feed.breakdown), "unit": unit,
        "period": period, "n": tally.n, ASKED: one.feed.question,
    }  # fmt: skip
    if one.feed.how is How.MEAN:
        fields["value"] = None if tally.mean is None else tally.mean * times
        fields["sd"] = None if tally.sd is None else tally.sd * times
    else:
        # Without sd: the spread of answers on a scale of 5 says nothing about a percentage.
        fields["value"] = tally.share(POSITIVE)
    return Row(f"vraag {one.text}"[:120], fields)
