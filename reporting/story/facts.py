"""The facts that a story may refer to, out of a snapshot or the part of one that is gathered while writing. Pure.

Needs of it: ``indicators``, ``objectives`` (``carrying``), ``measures`` and ``money``. A reference is a thing and what
of it: ``1a.meting``, ``5a:leerweg=BOL;niveau=2.meting``, ``1.2.besteed``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from core.numbers import format_euro, format_percent, round_half_up
from indicators.suppression import Hidden
from reporting.canonical import Json
from reporting.chapters.objective import newest_of
from reporting.chapters.sentences import statuses
from reporting.chapters.told import label_of
from reporting.story.references import Fact, Facts

NONE_YET = "nog geen meting"
_TOO_FEW = frozenset({Hidden.SMALL.value, Hidden.COMPLEMENTARY.value})


def facts_of(snapshot: Json) -> Facts:
    """Every fact by its key, in the order of the plan."""
    return {fact.key: fact for fact in _all(snapshot)}


def _all(snapshot: Json) -> Iterator[Fact]:
    for row in snapshot["indicators"]:
        yield from _indicator(row)
    for row in snapshot["objectives"]:
        yield from _carrying(row)
    for row in snapshot["measures"]:
        if row["applied"]:
            yield _fact(row["code"], "stand", label_of(row), "stand", row["standing"]["label"])
    if snapshot["money"]:
        for scope in ("objectives", "priorities"):
            for row in snapshot["money"][scope]:
                yield from _money(row)


def _indicator(row: Json) -> Iterator[Fact]:
    if row["mark"]:
        yield _fact(row["code"], "status", label_of(row), "status", row["mark"]["label"])
    for one in (*row["series"], *row["groups"]):
        yield from _series(row, one)


def _series(row: Json, one: Json) -> Iterator[Fact]:
    name = label_of(row) if one["ref"] == row["code"] else f"{label_of(row)}, {one['label']}"
    ref, baseline = one["ref"], one["baseline"]
    newest = newest_of(one)
    every = (*one["figures"], *([baseline] if baseline else ()))
    guarded = any(figure["hidden"] in _TOO_FEW for figure in every)
    if baseline is not None:
        yield _figure(ref, "nulmeting", name, "0-meting", baseline)
        yield _fact(ref, "nulmeting_periode", name, "periode van de 0-meting", baseline["period"])
    if newest is None:
        yield _fact(ref, "meting", name, "laatste meting", NONE_YET, missing=True, guarded=guarded)
    else:
        yield replace(_figure(ref, "meting", name, "laatste meting", newest), guarded=guarded)
        yield _fact(ref, "periode", name, "periode van de laatste meting", newest["period"])
    if one["asked"]:
        yield _fact(ref, "doel", name, "streefwaarde", one["target_text"])
        if ref != row["code"]:
            yield _fact(ref, "status", name, "status", one["judgement"]["label"])
    if one["change"]:
        yield _fact(ref, "verandering", name, "verandering sinds de 0-meting", one["change"])
    if one["distance"]:
        yield _fact(ref, "afstand", name, "afstand tot de streefwaarde", one["distance"])


def _carrying(row: Json) -> Iterator[Fact]:
    states = row["carrying"]["states"]
    words = ", ".join(f"{one['count']} {one['label']}" for one in states) or "geen"
    yield _fact(row["code"], "maatregelen", label_of(row), "maatregelen naar stand", words)
    if row["standing"]:
        yield _fact(
            row["code"], "indicatoren", label_of(row), "indicatoren naar status", statuses(row["standing"])
        )


def _money(row: Json) -> Iterator[Fact]:
    name = label_of(row)
    yield _euros(row, "begroot", name, "begroot", row["planned"], "niets begroot")
    yield _euros(row, "besteed", name, "besteed", row["actual"], "nog niets geboekt")
    if row["spent_percent"] is not None:
        share = format_percent(Decimal(row["spent_percent"]), 0)
        yield _fact(row["code"], "besteed_procent", name, "besteed, deel van de begroting", share)


def _figure(ref: str, what: str, name: str, words: str, found: Json) -> Fact:
    hidden = found["hidden"] in _TOO_FEW
    missing = not hidden and found["value"] is None
    return _fact(ref, what, name, words, found["text"], hidden=hidden, missing=missing)


def _euros(row: Json, what: str, name: str, words: str, amount: str | None, without: str) -> Fact:
    shown = without if amount is None else format_euro(round_half_up(Decimal(amount), 0))
    return _fact(row["code"], what, name, words, shown, missing=amount is None)


def _fact(ref: str, what: str, name: str, words: str, shown: str, **more: bool) -> Fact:
    return Fact(f"{ref}.{what}", f"{name}: {words}", shown, **more)
