"""Puts the rows of a file beside what stands there, and finds what cannot be. Writes staged facts only."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery

from core.bulk import Part, insert_rows
from core.periods import parse_period
from core.texts import storable
from imports.models import Batch
from imports.reading import Item, Problem, Question, Row, Severity
from indicators.imports.confirming import newest_confirmation
from indicators.imports.planning import (
    Outcome,
    Refusal,
    Remark,
    Said,
    Spot,
    Standing,
    outcome_of,
    said_of,
    spot_of,
)
from indicators.imports.resolving import Resolver, Target, UnknownName, Unplaced
from indicators.limits import limit_problem
from indicators.models import Confirmation, Indicator, Observation, StagedFact
from indicators.readers.feeds import ASKED, Unfed, normalised

AT_ONCE = 2000
_SAID = ("value", "absence", "n", "sd", "decimals", "final")
WHOLE_FILE = "bestand"
REFUSALS = {
    Refusal.NEWER: "er staat een cijfer van een nieuwere editie",
    Refusal.BY_HAND: "iemand heeft dit cijfer met de hand ingevoerd, verbeterd of ingetrokken",
    Refusal.EMPTY: "de cel is leeg, en een lege cel vervangt geen cijfer",
}


@dataclass
class Staged:
    """What was read so far. ``rows`` counts every row, also what feeds nothing."""

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    unfed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    asked: set[str] = field(default_factory=set)
    heard: dict[str, str] = field(default_factory=dict)
    """Questions of a survey: by words, as the file writes those that feed nothing, and ``""`` for others."""


def stage(
    batch: Batch, run: str, items: Iterable[Item], resolver: Resolver, beat: Callable[[int], None]
) -> Staged:
    """Store every row under ``run``, chunk by chunk, and collect every problem."""
    staged = Staged()
    chunk: list[_Values] = []
    for item in items:
        if isinstance(item, Problem):
            staged.problems.append(item)
            if isinstance(item, Unfed):
                staged.heard[normalised(item.header)] = item.header
            continue
        staged.rows += 1
        if asked := item.fields.get(ASKED):
            staged.heard.setdefault(asked, "")
        if (fact := _fact(batch, run, item, resolver, staged)) is not None:
            chunk.append(fact)
        if staged.rows % AT_ONCE == 0:
            beat(staged.rows)
            insert_rows(StagedFact, _COLUMNS, chunk)
            chunk = []
    beat(staged.rows)
    insert_rows(StagedFact, _COLUMNS, chunk)
    staged.problems += _left_out(staged)
    return staged


def _fact(batch: Batch, run: str, row: Row, resolver: Resolver, staged: Staged) -> _Values | None:
    """The row as a staged fact; ``None``: it feeds nothing, or ``staged`` says what is wrong with it."""
    fields = row.fields
    indicator = resolver.indicator(str(fields["indicator"]))
    if indicator is None:
        staged.unfed[str(fields["indicator"])] += 1
        return None
    try:
        target = resolver.unit(fields["unit"])
        if target is None:
            staged.skipped[fields["unit"].code] += 1
            return None
        spot, said = spot_of(fields), said_of(fields)
        series = resolver.series(indicator, spot.part, spot.key)
        _check_limits(said, indicator, resolver.measured_in(indicator, series))
    except UnknownName as error:
        _once(staged, error.key.casefold(), _question(row.place, error.key))
    except Unplaced as error:  # true of every row of this unit
        _once(staged, str(error), Problem(row.place, Severity.ERROR, str(error)))
    except ValueError as error:
        message = str(error)
        staged.problems.append(Problem(row.place, Severity.ERROR, message[:1].upper() + message[1:]))
    else:
        return _staged(batch, run, row, indicator, spot, said, target, series)
    return None


def _check_limits(said: Said, indicator: Indicator, unit: str) -> None:
    """Raises ``ValueError`` (Dutch) for a value that cannot be in its unit."""
    if problem := limit_problem(said.value, unit, is_change=indicator.is_change):
        raise ValueError(f"{problem}. Kijk na of dit het goede cijfer is, en of de schaal klopt.")


_COLUMNS = (
    "batch", "run", "outcome", "reason", "indicator", "part", "key", "series", "period", "period_start", "period_end",
    "unit_code", "unit_name", "unit_brin", "subject", "beside",
    "value", "absence", "n", "sd", "decimals", "final", "place", "note",
)  # fmt: skip
_Values = tuple[Part, Part, Part]
"""Of what a staged fact is, of whom, and what it says: the first two are those of many facts."""


def _staged(
    batch: Batch,
    run: str,
    row: Row,
    indicator: Indicator,
    spot: Spot,
    said: Said,
    target: Target,
    series: int | None,
) -> _Values:
    period, beside = parse_period(spot.period), bool(row.fields.get("beside", False))
    return (
        (
            batch.pk, run, Outcome.NEW.value, "", indicator.pk, spot.part, spot.key, series, spot.period, period.start,
            period.end,
        ),
        (target.code, target.name, target.brin, target.pk, beside),
        (
            said.value, said.absence, said.n, said.sd, said.decimals, said.final, storable(row.place)[:120], said.note,
        ),
    )  # fmt: skip


def _once(staged: Staged, mark: str, problem: Problem) -> None:
    if mark not in staged.asked:
        staged.asked.add(mark)
        staged.problems.append(problem)


def _question(place: str, name: str) -> Problem:
    text = f"Welke eenheid bedoelt het bestand met '{name}'?"
    return Problem(place, Severity.QUESTION, text, Question("unit", name, text))


def _left_out(staged: Staged) -> Iterator[Problem]:
    for key, count in sorted(staged.unfed.items()):
        yield _note(
            f"{count} cijfers voeden geen indicator van deze site ('{key}') en blijven buiten beschouwing."
        )
    for name, count in sorted(staged.skipped.items()):
        yield _note(f"{count} cijfers van '{name}' worden overgeslagen, zoals gekozen.")


def _note(message: str) -> Problem:
    return Problem(WHOLE_FILE, Severity.NOTE, message)


# After the last row -------------------------------------------------------------------------------------
def current_facts() -> Subquery:
    """The id of the fact that stands now where a staged fact would come; ``None``: nothing stands there."""
    return Subquery(_there().values("pk")[:1])


def _there() -> QuerySet[Observation]:
    """For a subquery about a staged fact: what stands there now, one row at most."""
    there = Observation.objects.current().filter(
        series=OuterRef("series"), subject=OuterRef("subject"), period=OuterRef("period")
    )
    return there.order_by()


_UNTIL = "t/m "


def edition_of(rows: QuerySet[StagedFact]) -> str:
    """What to call an edition that nobody named: after its newest period, so that a later one is known as later.

    ``""``: the file has no figures.
    """
    newest = rows.order_by("-period_end").values_list("period", flat=True).first()
    return f"{_UNTIL}{newest}" if newest else ""


def is_derived(edition: str) -> bool:
    """Whether a name was made by ``edition_of``: then it is made anew with every check."""
    return edition.startswith(_UNTIL)


def compare(rows: QuerySet[StagedFact], edition: str, reader: str) -> Counter[str]:
    """Give every staged fact what stands there now and what becomes of it; returns how many of each reason.

    ``rows`` must be fresh: everything in it counts as new until something is found.
    """
    # What is new stays as it is: an update writes a row anew.
    rows.filter(Exists(_there())).update(current=current_facts())
    found: dict[tuple[Outcome, str], list[int]] = {}
    reasons: Counter[str] = Counter()
    for row in _beside_current(rows):
        kind, recorded_as, read_by, confirmed_as, confirmed_by = row[15:]
        standing = Standing(Said(*row[8:15]), kind, confirmed_as or recorded_as, confirmed_by or read_by)
        outcome, reason = outcome_of(Said(*row[1:8]), standing, edition, reader)
        if reason:
            reasons[reason] += 1
        chunk = found.setdefault((outcome, reason), [])
        chunk.append(row[0])
        if len(chunk) == AT_ONCE:
            _settle(rows, outcome, reason, chunk)
            chunk.clear()
    for (outcome, reason), chunk in found.items():
        _settle(rows, outcome, reason, chunk)
    return reasons


def _beside_current(rows: QuerySet[StagedFact]) -> Iterator[tuple[Any, ...]]:
    """Staged facts with the fact that stands there, page by page: rows are updated while they are read."""
    said = (*_SAID, "note")
    origin = "current__origin__"
    wanted = (
        *said, *(f"current__{name}" for name in said), f"{origin}kind", f"{origin}edition", f"{origin}reader",
    )  # fmt: skip
    newest = newest_confirmation("series", "subject", "period", "current__origin")
    confirmed = {name: Subquery(newest.values(f"by__{name}")[:1]) for name in ("edition", "reader")}
    last = 0
    while True:
        some = list(
            rows.filter(current__isnull=False, pk__gt=last)
            .order_by("pk")
            .annotate(confirmed_as=confirmed["edition"], confirmed_by=confirmed["reader"])
            .values_list("pk", *wanted, "confirmed_as", "confirmed_by")[:AT_ONCE]
        )
        yield from some
        if len(some) < AT_ONCE:
            return
        last = some[-1][0]


def _settle(rows: QuerySet[StagedFact], outcome: str, reason: str, pks: list[int]) -> None:
    rows.filter(pk__in=pks).update(outcome=outcome, reason=reason)


def warnings_of(reasons: Counter[str]) -> list[Problem]:
    """One warning for each reason why figures stay, and one when figures of another source give way."""
    return [
        Problem(WHOLE_FILE, Severity.WARNING, _warning(reason, count))
        for reason, count in sorted(reasons.items())
        if reason != Remark.CONFIRMS
    ]


def _warning(reason: str, count: int) -> str:
    if reason == Remark.OTHER_SOURCE:
        return f"{count} cijfers kwamen uit een ander soort bestand. Dit bestand vervangt ze: klopt dat?"
    return f"{count} cijfers blijven zoals ze zijn: {REFUSALS[Refusal(reason)]}."


def basis_of(rows: QuerySet[StagedFact], now: bool = False) -> str:
    """A digest of the facts that staged facts were compared with; ``now``: of those that stand there at this moment.

    What confirms those facts is of it too: it decides which edition is the newest.
    """
    digest = hashlib.sha256()
    there = rows.annotate(there=current_facts() if now else F("current_id")).order_by("pk")
    for pk in there.values_list("there", flat=True).iterator(chunk_size=AT_ONCE):
        digest.update(f"{pk or 0};".encode())
    same = rows.order_by().filter(
        series=OuterRef("series"), subject=OuterRef("subject"), period=OuterRef("period")
    )
    last = Confirmation.objects.filter(Exists(same)).aggregate(last=Max("pk"), count=Count("pk"))
    digest.update(f"{last['last']};{last['count']}".encode())
    return digest.hexdigest()


def counts(rows: QuerySet[StagedFact]) -> dict[str, int]:
    """How many staged facts have which outcome."""
    stored = dict(rows.order_by().values_list("outcome").annotate(count=Count("pk")))
    return {outcome.value: stored.get(outcome.value, 0) for outcome in Outcome}
