"""What differs between two snapshots: figures, statuses, targets, measures, money and texts. Pure: no Django.

Works on what the two reports show, so it tells nothing that they do not: what is hidden in one of them is its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import format_euro, format_number, format_percent, round_half_up
from reporting.canonical import Json
from reporting.chapters.told import label_of
from reporting.comparing.texts import Segment, segments
from reporting.story.questions import QUESTIONS

NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """Something that is not the same in both. ``before`` and ``after``: as each report shows it, ``""``: not in it."""

    about: str
    before: str
    after: str
    period: str = ""


@dataclass(frozen=True)
class TextChange:
    """A text that is not the same in both."""

    about: str
    title: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Differences:
    """``restated``: figures of the same period that changed. ``added`` and ``gone``: figures that only one has."""

    restated: tuple[Change, ...]
    added: tuple[Change, ...]
    gone: tuple[Change, ...]
    statuses: tuple[Change, ...]
    targets: tuple[Change, ...]
    measures: tuple[Change, ...]
    money: tuple[Change, ...]
    texts: tuple[TextChange, ...]

    @property
    def told(self) -> tuple[Change, ...]:
        """All but the texts, each with what it was and what it is."""
        return (
            *self.statuses,
            *self.restated,
            *self.added,
            *self.gone,
            *self.targets,
            *self.measures,
            *self.money,
        )

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, name) for name in self.__dataclass_fields__)


def differences(old: Json, new: Json) -> Differences:
    """What became different from one report to the other, in the order of the newer plan."""
    figures = tuple(_figures(old, new))
    return Differences(
        restated=tuple(one for one in figures if one.before and one.after),
        added=tuple(one for one in figures if not one.before),
        gone=tuple(one for one in figures if not one.after),
        statuses=tuple(_changed(_statuses(old), _statuses(new))),
        targets=tuple(_changed(_targets(old), _targets(new))),
        measures=tuple(_changed(_measures(old), _measures(new))),
        money=tuple(_changed(_money(old), _money(new))),
        texts=tuple(_texts(old, new)),
    )


BASELINE = "0-meting"
"""What stands in the place of a period for what the plan starts from."""
Named = dict[str, tuple[str, str]]
"""By a key that both reports use: what it is called, and what is shown of it."""


def _changed(old: Named, new: Named) -> Iterator[Change]:
    for key in (*new, *(key for key in old if key not in new)):
        about, _ = new.get(key) or old[key]
        before, after = (found[key][1] if key in found else "" for found in (old, new))
        if before != after:
            yield Change(about, before, after)


def _series(snapshot: Json) -> Iterator[tuple[Json, Json]]:
    """Every series and every target over several, with its indicator; of a school's report its own series."""
    for row in (*snapshot["indicators"], *snapshot["unit_indicators"]):
        for one in (*row["series"], *row.get("groups", ())):
            yield row, one


def _figures(old: Json, new: Json) -> Iterator[Change]:
    before, after = _by_period(old), _by_period(new)
    for key in (*after, *(key for key in before if key not in after)):
        about, _ = after.get(key) or before[key]
        was, now = (found[key][1] if key in found else "" for found in (before, after))
        if was != now:
            yield Change(about, was, now, period=key[1])


def _by_period(snapshot: Json) -> dict[tuple[str, str], tuple[str, str]]:
    """By series and period: what it is called, and the figure as it is shown."""
    return {
        (one["ref"], figure["period"]): (
            _name(row, one),
            figure["text"] + ("" if figure["final"] else " (voorlopig)"),
        )
        for row, one in _series(snapshot)
        for figure in one["figures"]
    } | {
        (one["ref"], BASELINE): (_name(row, one), one["baseline"]["text"])
        for row, one in _series(snapshot)
        if one["baseline"]
    }


def _name(row: Json, one: Json) -> str:
    return label_of(row) if one["ref"] == row["code"] else f"{label_of(row)}, {one['label']}"


def _statuses(snapshot: Json) -> Named:
    found: Named = {}
    for row in snapshot["indicators"]:
        if row["mark"]:
            found[f"{row['code']}:"] = (label_of(row), row["mark"]["label"])
        parts = (one for one in row["series"] if one["asked"] and one["ref"] != row["code"])
        for one in (*parts, *row["groups"]):
            found[one["ref"]] = (_name(row, one), one["judgement"]["label"])
    return found


def _targets(snapshot: Json) -> Named:
    whole = (
        (one["ref"], _name(row, one), one["target_text"])
        for row in snapshot["indicators"]
        for one in row["series"]
        if one["asked"]
    )
    groups = (
        (one["ref"], f"{label_of(row)}, {one['title']}", one["target"]["text"])
        for row in snapshot["indicators"]
        for one in row["groups"]
    )
    return {ref: (about, text) for ref, about, text in (*whole, *groups)}


def _measures(snapshot: Json) -> Named:
    """How measures stand. One that is not taken says so."""
    return {
        row["code"]: (label_of(row), row["standing"]["label"] if row["applied"] else "niet ingezet")
        for row in snapshot["measures"]
    }


def _money(snapshot: Json) -> Named:
    """What was planned and realised, from the totals down to the lines, each report in its own year."""
    if not snapshot["money"]:
        return {}
    found = {
        f"{key}.{name}": (f"{about}: {words}", shown)
        for key, about, row in _sums(snapshot["money"])
        for name, words, shown in _amounts(row)
    }
    if left := snapshot["money"].get("unmapped"):
        found["unmapped"] = ("Boekingen zonder begrotingsregel", format_number(left["count"]))
    return found


def _sums(money: Json) -> Iterator[tuple[str, str, Json]]:
    """Every sum of the report's year: a key that both reports use, what it is of, and the sum."""
    for row in money["years"]:
        if row["year"] == money["year"]:
            yield "costs", "Lasten samen", row["costs"]
            yield "income", "Baten samen", row["income"]
    for part, word in (("priorities", "Lasten van prioriteit"), ("objectives", "Lasten van doelstelling")):
        for row in money[part]:
            yield f"{part}.{row['code']}", f"{word} {label_of(row)}" if row["code"] else row["title"], row
    for line in money["lines"]:
        word = "Lasten" if line["side"] == "cost" else "Baten"
        for row in line["years"]:
            if row["year"] == money["year"]:
                yield f"{line['side']}.{line['code']}", f"{word}, {line['title']}", row


def _amounts(row: Json) -> Iterable[tuple[str, str, str]]:
    for key, words in (("planned", "begroot"), ("actual", "gerealiseerd"), ("expected", "verwacht")):
        amount = row.get(key)
        shown = NOTHING if amount is None else format_euro(round_half_up(Decimal(amount), 0))
        yield key, words, shown
    if row["spent_percent"] is not None:
        yield "share", "gerealiseerd, deel van de begroting", format_percent(Decimal(row["spent_percent"]), 0)


def _texts(old: Json, new: Json) -> Iterator[TextChange]:
    names = {
        row["code"]: label_of(row)
        for found in (old, new)
        for row in (*found["priorities"], *found["objectives"])
    }
    for scope in ("priorities", "objectives"):
        before, after = (found["stories"].get(scope, {}) for found in (old, new))
        for code in (*after, *(code for code in before if code not in after)):
            for question in QUESTIONS:
                was, now = (_shown(found.get(code), question.name) for found in (before, after))
                if was != now:
                    yield TextChange(names.get(code, code), question.title, segments(was, now))


def _shown(story: Json | None, name: str) -> str:
    parts = story["parts"] if story else []
    return next((str(part["shown"]) for part in parts if part["name"] == name), "")
