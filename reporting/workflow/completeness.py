"""What a report still lacks, chapter by chapter, and who owes it. Pure: from the snapshot alone, no Django.

Nothing of this stops a report: what will not come is told in it as missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from measures.standing import NOT_REPORTED
from reporting.canonical import Json
from reporting.chapters.told import label_of
from reporting.kinds import ReportKind

WRITER = "portefeuillehouder"


@dataclass(frozen=True)
class Missing:
    """Something that is not there. ``who``: the role or department that can bring it."""

    what: str
    who: str


@dataclass(frozen=True)
class Chapter:
    """A chapter that lacks something."""

    title: str
    missing: tuple[Missing, ...]


def completeness(snapshot: Json) -> tuple[Chapter, ...]:
    """The chapters that lack something, in the order of the report; empty: nothing is missing."""
    chapters = [
        Chapter("Bronnen", tuple(_sources(snapshot))),
        *_plan(snapshot),
        Chapter("Begroting", tuple(_money(snapshot))),
    ]
    return tuple(one for one in chapters if one.missing)


def _plan(snapshot: Json) -> Iterator[Chapter]:
    """Each priority, followed by its objectives."""
    for priority in snapshot["priorities"]:
        yield Chapter(label_of(priority), tuple(_priority(snapshot, priority)))
        for row in snapshot["objectives"]:
            if row["priority"] == priority["code"]:
                yield Chapter(label_of(row), tuple(_objective(snapshot, row)))


def _sources(snapshot: Json) -> Iterator[Missing]:
    for one in snapshot["freshness"]:
        if one["late"]:
            periods = ", ".join(late["period"] for late in one["late"])
            yield Missing(f"{one['source']}: de cijfers over {periods} zijn er nog niet.", "databeheerder")


def _tells(snapshot: Json, scope: str) -> bool:
    """Whether this kind of report tells what people wrote about an objective, or about a priority."""
    return scope in ReportKind(snapshot["kind"]).story_scopes


def _priority(snapshot: Json, row: Json) -> Iterator[Missing]:
    if _tells(snapshot, "priority"):
        yield from _story(snapshot["stories"].get("priorities", {}).get(row["code"]), WRITER)


def _story(story: Json | None, owner: str) -> Iterator[Missing]:
    """What is still to be done to a story before readers can rely on it."""
    if story is None or not story["parts"]:
        yield Missing("Het verhaal van dit jaar is nog niet geschreven.", owner)
        return
    if not story["ready"]:
        yield Missing("Het verhaal is nog niet klaar voor lezen.", owner)
    for one in story["problems"]:
        yield Missing(f"In het verhaal: {one['words']}", owner)
    for one in story["changed"]:
        now = f"en is nu {one['now']}" if one["now"] else "en bestaat nu niet meer"
        yield Missing(f"In het verhaal: {one['label']} was {one['then']} {now}. Klopt de zin nog?", owner)


def _objective(snapshot: Json, row: Json) -> Iterator[Missing]:
    code, owner = row["code"], row["owner"] or WRITER
    if _tells(snapshot, "objective"):
        yield from _story(snapshot["stories"].get("objectives", {}).get(code), owner)
    unsettled = [
        _without_target(one)
        for one in snapshot["indicators"]
        if one["objective"] == code and _lacks_target(one)
    ]
    if unsettled:
        yield Missing(f"De streefwaarde is nog niet bepaald: {', '.join(unsettled)}.", owner)
    for one in snapshot["measures"]:
        if one["objective"] == code:
            yield from _measure(one, owner)
    if not snapshot["unit"] and not any(
        held["held_on"][:4] == str(snapshot["year"]) for held in row["evaluations"]
    ):
        yield Missing(f"Er is in {snapshot['year']} geen evaluatie met partners vastgelegd.", owner)


def _lacks_target(indicator: Json) -> bool:
    """Whether the newest target of a series is one that is still to be set."""
    return any(map(_unsettled, indicator["series"]))


def _unsettled(series: Json) -> bool:
    return bool(series["targets"] and not series["targets"][-1]["settled"])


def _without_target(indicator: Json) -> str:
    """``6b``, or ``2c (wel ondersteuning)`` where other series do have one."""
    lacking = [one["label"] for one in indicator["series"] if _unsettled(one)]
    asked = [one for one in indicator["series"] if one["asked"]]
    whole = len(lacking) == len(asked)
    return str(indicator["code"]) if whole else f"{indicator['code']} ({' en '.join(lacking)})"


def _measure(one: Json, owner: str) -> Iterator[Missing]:
    if not one["applied"]:
        if not one["explanation"]:
            yield Missing(f"Waarom maatregel {one['code']} niet is ingezet, staat er niet.", owner)
        return
    silent = [share["unit_name"] for share in one["shares"] if share["state"] == NOT_REPORTED]
    if silent:
        yield Missing(
            f"Over maatregel {one['code']} meldden {len(silent)} van de {len(one['shares'])} uitvoerders nog niets.",
            ", ".join(sorted(silent)),
        )


def _money(snapshot: Json) -> Iterator[Missing]:
    money = snapshot["money"]
    if money is None:
        return
    now = next((row for row in money["years"] if row["year"] == snapshot["year"]), None)
    if now is None or now["costs"]["actual"] is None:
        yield Missing(f"Over {snapshot['year']} is nog niets geboekt.", "controller")
    elif not now["costs"]["closed"]:
        yield Missing(f"Het boekjaar {snapshot['year']} is nog niet afgesloten.", "controller")
    if money["unmapped"]:
        count = money["unmapped"]["count"]
        words = "1 boeking hoort" if count == 1 else f"{count} boekingen horen"
        yield Missing(f"{words} nog bij geen begrotingsregel.", "controller")
