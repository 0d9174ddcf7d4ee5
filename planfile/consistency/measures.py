"""Measures: without a planning, or pointing at what is not there or at each other."""

from __future__ import annotations

from collections.abc import Iterator

from planfile.consistency.finding import Finding
from planfile.document import Document, Measure


def check(document: Document) -> Iterator[Finding]:
    measures = {measure.code: measure for _, measure in document.measures()}
    objectives = {objective.code for _, objective in document.objectives()}
    yield from _planning(measures)
    yield from _see(measures, objectives)
    yield from _loops(measures)


def _planning(measures: dict[str, Measure]) -> Iterator[Finding]:
    """Applied measures without any below them, not carried out by another; a planning above is named."""
    parents = {measure.parent for measure in measures.values()}
    for measure in measures.values():
        if measure.planning or not measure.applied or measure.see or measure.code in parents:
            continue
        above = _planned_above(measure, measures)
        note = f"; wel bij {above}, waar zij onder valt" if above else ""
        yield Finding(
            "maatregel-zonder-planning",
            measure.code,
            (),
            f"maatregel {measure.code} ({measure.title}) heeft geen planning{note}.",
        )


def _planned_above(measure: Measure, measures: dict[str, Measure]) -> str | None:
    seen: set[str] = set()
    code = measure.parent
    while code is not None and code in measures and code not in seen:
        if measures[code].planning:
            return code
        seen.add(code)
        code = measures[code].parent
    return None


def _see(measures: dict[str, Measure], objectives: set[str]) -> Iterator[Finding]:
    for measure in measures.values():
        for code in measure.see:
            if code in measures:
                if not measures[code].applied:
                    yield _unknown(measure, code, "die maatregel wordt niet ingezet")
            elif code not in objectives:
                yield _unknown(measure, code, "die maatregel of doelstelling staat niet in de agenda")


def _unknown(measure: Measure, code: str, why: str) -> Finding:
    return Finding(
        "verwijzing-onbekend",
        measure.code,
        (code,),
        f"maatregel {measure.code} ({measure.title}) verwijst naar {code}; {why}.",
    )


def _loops(measures: dict[str, Measure]) -> Iterator[Finding]:
    """Each loop once, from its first measure in the file."""
    place = {code: number for number, code in enumerate(measures)}
    done: set[str] = set()
    reported: set[frozenset[str]] = set()
    for start in measures:
        if start in done:
            continue
        path: list[str] = []
        stack = [(start, iter(measures[start].see))]
        path.append(start)
        while stack:
            target = next(stack[-1][1], None)
            if target is None:
                stack.pop()
                done.add(path.pop())
            elif target in path:
                loop = path[path.index(target) :]
                if frozenset(loop) not in reported:
                    reported.add(frozenset(loop))
                    first = loop.index(min(loop, key=lambda item: place[item]))
                    yield _loop([*loop[first:], *loop[:first]])
            elif target in measures and target not in done:
                path.append(target)
                stack.append((target, iter(measures[target].see)))


def _loop(loop: list[str]) -> Finding:
    if len(loop) == 1:
        message = f"maatregel {loop[0]} verwijst naar zichzelf."
    else:
        message = f"de maatregelen {' -> '.join([*loop, loop[0]])} verwijzen naar elkaar."
    return Finding("verwijzing-kring", loop[0], tuple(loop), message)
