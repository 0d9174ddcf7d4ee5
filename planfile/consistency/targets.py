"""Targets and measurements that are not there, not yet there, or not there in time."""

from __future__ import annotations

from collections.abc import Iterator

from core.numbers import NBSP, format_date
from core.periods import PeriodKind, parse_period
from indicators.rhythm import Rhythm, deciding_period, last_measurement_year
from planfile.consistency.finding import Finding
from planfile.consistency.rows import WHOLE, Row, listed, rows_of
from planfile.document import Document, Indicator, Target

NEEDS_YEAR = ("reach", "relative", "points", "improve", "range")


def check(document: Document) -> Iterator[Finding]:
    end = document.agenda.ends.year
    for _, objective in document.objectives():
        if not objective.indicators:
            yield Finding(
                "doelstelling-zonder-indicator",
                objective.code,
                (),
                f"doelstelling {objective.code} ({objective.title}) heeft geen indicator.",
            )
    for _, _, indicator in document.indicators():
        rows = rows_of(document, indicator)
        targets = _targets(indicator, rows)
        yield from _to_be_set(indicator, targets)
        yield from _renewed(indicator, targets)
        yield from _years(indicator, targets, end)
        yield from _without(indicator, rows, targets)
        yield from _measured(indicator, targets)


def _targets(indicator: Indicator, rows: list[Row]) -> list[tuple[str, Target]]:
    """Every target that counts, with what it is for."""
    found = [(row.label, row.target) for row in rows if row.target is not None]
    return [*found, *((group.title, group.target) for group in indicator.groups)]


def _for(labels: list[str]) -> str:
    """What the targets are for; nothing to say where it is the whole."""
    return "" if labels == [WHOLE] else f" ({listed(labels)})"


def _to_be_set(indicator: Indicator, targets: list[tuple[str, Target]]) -> Iterator[Finding]:
    """Per indicator and year one finding."""
    found: dict[int | None, list[str]] = {}
    for label, target in targets:
        if target.kind == "to_be_set":
            found.setdefault(target.due.year if target.due else None, []).append(label)
    for year, labels in found.items():
        when = f"moet er in {year} zijn" if year else "volgt; het plan noemt geen jaar"
        yield Finding(
            "doel-volgt",
            indicator.code,
            (str(year),) if year else ("geen jaar",),
            f"indicator {indicator.code}{_for(labels)}: het doel {when}.",
        )


def _renewed(indicator: Indicator, targets: list[tuple[str, Target]]) -> Iterator[Finding]:
    found: dict[str, list[str]] = {}
    for label, target in targets:
        if target.due and target.kind != "to_be_set":
            found.setdefault(format_date(target.due).replace(NBSP, " "), []).append(label)
    for day, labels in found.items():
        yield Finding(
            "doel-herzien",
            indicator.code,
            (day,),
            f"indicator {indicator.code}{_for(labels)}: na {day} moet het doel zijn vernieuwd.",
        )


def _years(indicator: Indicator, targets: list[tuple[str, Target]], end: int) -> Iterator[Finding]:
    others: dict[str, list[str]] = {}
    without: list[str] = []
    for label, target in targets:
        if target.by is None:
            if target.kind in NEEDS_YEAR:
                without.append(label)
        elif parse_period(target.by).end.year != end:
            others.setdefault(target.by, []).append(label)
    for by, labels in others.items():
        yield Finding(
            "ander-doeljaar",
            indicator.code,
            (by, str(end)),
            f"indicator {indicator.code}{_for(labels)}: het doel is voor {by}, "
            f"de agenda loopt tot en met {end}.",
        )
    if without:
        yield Finding(
            "doel-zonder-jaar",
            indicator.code,
            (),
            f"indicator {indicator.code}{_for(without)}: het doel noemt geen jaar.",
        )


def _without(indicator: Indicator, rows: list[Row], targets: list[tuple[str, Target]]) -> Iterator[Finding]:
    """No target at all; or no baseline where one is needed. Once per indicator, with the number of series."""
    if not targets:
        yield Finding(
            "zonder-doel",
            indicator.code,
            (),
            f"indicator {indicator.code} ({indicator.title}): geen doel; {_series(len(rows))}.",
        )
    members = [set(group.members.items()) for group in indicator.groups]
    aimed = [
        row
        for row in rows
        if (row.target is not None and row.target.kind != "monitor")
        or any(member <= set(row.breakdown.items()) for member in members)
    ]
    missing = [row for row in aimed if row.baseline is None]
    if rows and all(row.baseline is None for row in rows):
        yield Finding(
            "zonder-0-meting",
            indicator.code,
            (),
            f"indicator {indicator.code} ({indicator.title}): geen enkele 0-meting; {_series(len(rows))}.",
        )
    elif missing:
        yield Finding(
            "zonder-0-meting",
            indicator.code,
            (str(len(missing)), str(len(aimed))),
            f"indicator {indicator.code}: {len(missing)} van de {len(aimed)} reeksen met een doel "
            f"{'heeft' if len(missing) == 1 else 'hebben'} geen 0-meting "
            f"({listed(row.label for row in missing)}).",
        )


def _series(count: int) -> str:
    return "1 reeks" if count == 1 else f"{count} reeksen"


def _measured(indicator: Indicator, targets: list[tuple[str, Target]]) -> Iterator[Finding]:
    """A source that has ended, or that measures in other years than the target's."""
    given = indicator.rhythm
    rhythm = Rhythm(given.every, given.first, given.measured_on, given.ended)
    source = listed(indicator.sources) or "de bron"
    if rhythm.ended:
        since = f" na de meting van {rhythm.first}" if rhythm.first else ""
        yield Finding(
            "bron-gestopt",
            indicator.code,
            (),
            f"indicator {indicator.code}: {source} komt niet meer{since}.",
        )
    if rhythm.ended or rhythm.every is None or rhythm.first is None:
        return
    aims = {target.by for _, target in targets if target.by and target.kind != "monitor"}
    for by in sorted(aims, key=lambda text: parse_period(text)):
        year = parse_period(by).end.year
        last = last_measurement_year(rhythm, year)
        if last is None:
            yield Finding(
                "geen-meting-in-doeljaar",
                indicator.code,
                (by,),
                f"indicator {indicator.code}: de eerste meting ({source} {rhythm.first}) "
                f"komt pas na het doeljaar {by}.",
            )
        elif last != year:
            decides = deciding_period(by, rhythm, PeriodKind.YEAR)
            yield Finding(
                "geen-meting-in-doeljaar",
                indicator.code,
                (by, str(decides)),
                f"indicator {indicator.code}: in {by} is er geen meting; "
                f"vast te stellen met {source} {decides}.",
            )
