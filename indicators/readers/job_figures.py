"""From sums of answers to the figures of a college: itself, its units, its levels and routes. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from imports.reading import Item, Options, Problem, Question, Row, Severity, UnitRef
from indicators.readers.faults import column_place
from indicators.readers.feeds import ANSWERS, ASKED, POSITIVE, Feed, How, Per
from indicators.readers.tally import Tally, together


class Group(NamedTuple):
    """Where respondents belong; ``""``: the row does not say."""

    school: str
    team: str
    level: str
    route: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A column with a question that feeds something."""

    index: int
    header: str
    feeds: tuple[Feed, ...]

    @property
    def place(self) -> str:
        return column_place(self.index, self.header)


def figures_of(
    sums: Mapping[Group, Sequence[Tally]],
    asked: Sequence[Asked],
    options: Options,
    *,
    period: str,
    team_place: str,
) -> Iterator[Item]:
    """The figures of the college and its units, and questions about teams that share a name.

    ``sums``: of every group of respondents, a tally for each of ``asked``. Without a ``period`` there are no figures
    yet. ``team_place``: where the teams stand.
    """
    names, questions = _team_names(sums, options, team_place)
    yield from questions
    for place, column in enumerate(asked) if period else ():
        for feed in column.feeds:
            wanted = [(group, tallies[place]) for group, tallies in sums.items() if _counts(group, feed)]
            yield from _of_feed(feed, column, wanted, names, period)


def _counts(group: Group, feed: Feed) -> bool:
    """Whether respondents belong to the level and route that the figure itself is about."""
    return group.level == feed.breakdown.get("niveau", group.level) and group.route == feed.breakdown.get(
        "leerweg", group.route
    )


def _of_feed(
    feed: Feed,
    column: Asked,
    wanted: Sequence[tuple[Group, Tally]],
    names: Mapping[tuple[str, str], str],
    period: str,
) -> Iterator[Row]:
    own = UnitRef("own", "")
    if feed.per in (Per.LEVEL, Per.ROUTE):
        key = feed.per.value
        for value, tally in _grouped((g.level if feed.per is Per.LEVEL else g.route, t) for g, t in wanted):
            yield from _rows(feed, column, own, tally, period, {key: value})
        return
    yield from _rows(feed, column, own, together(tally for _, tally in wanted), period)
    if feed.per is Per.ANSWER:
        return
    schools = _grouped((group.school, tally) for group, tally in wanted)
    teams = _grouped((names.get((group.school, group.team), ""), tally) for group, tally in wanted)
    for name, tally in (*schools, *teams):
        yield from _rows(feed, column, UnitRef("unit", name), tally, period)


def _grouped(pairs: Iterable[tuple[str, Tally]]) -> list[tuple[str, Tally]]:
    """Sums by name, in the order of the names; those without a name are left out."""
    sums: dict[str, Tally] = {}
    for name, tally in pairs:
        if name:
            sums.setdefault(name, Tally()).take(tally)
    return sorted(sums.items())


def _rows(
    feed: Feed,
    column: Asked,
    unit: UnitRef,
    tally: Tally,
    period: str,
    extra: Mapping[str, str] | None = None,
) -> Iterator[Row]:
    """A figure as the handler takes it; nothing where nobody answered."""
    if not tally.n:
        return
    breakdown = {**feed.breakdown, **(extra or {})}
    same = {
        "indicator": feed.indicator, "part": feed.part, "unit": unit, "period": period, "n": tally.n,
        ASKED: feed.question,
    }  # fmt: skip
    if feed.how is How.MEAN:
        yield Row(column.place, {**same, "breakdown": breakdown, "value": tally.mean, "sd": tally.sd})
    elif feed.how is How.PERCENT_POSITIVE:
        # Without sd: the spread of answers on a scale of 5 says nothing about a percentage.
        yield Row(column.place, {**same, "breakdown": breakdown, "value": tally.share(POSITIVE)})
    else:
        for answer, words in ANSWERS.items():
            yield Row(
                column.place,
                {**same, "breakdown": {**breakdown, "antwoord": words}, "value": tally.share((answer,))},
            )


def _team_names(
    sums: Mapping[Group, Sequence[Tally]], options: Options, place: str
) -> tuple[dict[tuple[str, str], str], list[Problem]]:
    """How every team of every school is called. One name in two schools: the user says whether it is one team."""
    schools: dict[str, set[str]] = {}
    for group in sums:
        if group.team:
            schools.setdefault(group.team, set()).add(group.school)
    taken = {group.school.casefold() for group in sums}
    names: dict[tuple[str, str], str] = {}
    questions = []
    for team, where in sorted(schools.items()):
        choice = options.answers.get("team", {}).get(team, "") if len(where) > 1 else "one"
        if choice not in {"one", "apart"}:
            text = f"Team '{team}' staat bij meer locaties: {', '.join(sorted(where))}. Is dat een en hetzelfde team?"
            choices = (("one", "Een team, op meer locaties"), ("apart", "Op elke locatie een ander team"))
            questions.append(Problem(place, Severity.QUESTION, text, Question("team", team, text, choices)))
            continue
        # A team that is called after its school must not be taken for it.
        whole = f"{team} (team)" if team.casefold() in taken else team
        for school in where:
            names[school, team] = f"{team} ({school or 'zonder locatie'})" if choice == "apart" else whole
    return names, questions
