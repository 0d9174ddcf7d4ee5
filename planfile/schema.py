"""From bytes to a document: shape first, then the rules that hold between parts. All problems come out at once.

What makes a file unloadable stands here; what is merely odd in a plan is a finding (``consistency``).
Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from indicators.breakdowns import breakdown_key, breakdown_problem
from planfile.document import DOCUMENT, Cost, Document, Figure, Income, Indicator, Measure, Series, Target
from planfile.reading import Reading
from planfile.source import Problem, SourceError, parse

SCALES: dict[str, tuple[int, int | None]] = {
    "percent": (0, 100),
    "score5": (0, 5),
    "score10": (0, 10),
    "count": (0, None),
}
MAX_BREAKDOWN = 160  # characters of the stored key
NEEDS = {
    "reach": ("value",),
    "at_least": ("value",),
    "at_most": ("value",),
    "relative": ("percent",),
    "points": ("points",),
    "range": ("low", "high"),
}


def read_document(content: bytes) -> Document:
    """The agenda in a file's bytes. Raises ``SourceError`` with every problem, its line and its key."""
    reading = Reading()
    document = DOCUMENT.read(parse(content), "", reading)
    if isinstance(document, Document):
        _Rules(document, reading).check()
    if reading.problems:
        raise SourceError(sorted(reading.problems, key=lambda problem: problem.line))
    if not isinstance(document, Document):
        raise SourceError(
            [Problem(1, "", "hier hoort een groep van sleutels en waarden, die begint met agenda:")]
        )
    return document


def check_rules(document: Document, reading: Reading) -> None:
    """Report to ``reading`` every rule between parts that the document breaks."""
    _Rules(document, reading).check()


class _Rules:
    """The rules between the parts of one document."""

    def __init__(self, document: Document, reading: Reading) -> None:
        self.document, self.reading = document, reading
        self.whole = not reading.problems
        self.programmes = {programme.code for programme in document.programmes}
        self.priorities = {priority.code for priority in document.priorities}
        self.objectives = {objective.code for _, objective in document.objectives()}

    def problem(self, record: Any, key: str, message: str) -> None:
        self.reading.problem(self.reading.line_of(record, key), key, message)

    def missing(self, record: Any, key: str, message: str) -> None:
        """A reference to what is not there; silent when something fell out of the document for another problem."""
        if self.whole:
            self.problem(record, key, message)

    def check(self) -> None:
        head = self.document.agenda
        if head.ends <= head.starts:
            self.problem(head, "ends", "de agenda eindigt voordat zij begint")
        self.once(self.document.programmes, "programma")
        self.once(self.document.priorities, "prioriteit")
        self.once((objective for _, objective in self.document.objectives()), "doelstelling")
        self.once((indicator for _, _, indicator in self.document.indicators()), "indicator")
        self.once((indicator for _, _, indicator in self.document.indicators()), "indicator", "key")
        self.once((measure for _, measure in self.document.measures()), "maatregel")
        self.once(self.document.budget.income, "batenregel")
        self.once(self.document.budget.costs, "lastenregel")
        self.programme_codes()
        self.releases()
        for _, _, indicator in self.document.indicators():
            self.indicator(indicator)
        self.measures()
        self.budget()

    def once(self, records: Iterable[Any], noun: str, key: str = "code") -> None:
        seen: dict[str, int] = {}
        for record in records:
            code = getattr(record, key)
            if "/" in code or not code.strip("."):
                self.problem(
                    record, key, f"'{code}' kan geen code zijn; gebruik geen /, en niet alleen punten"
                )
            if code in seen:
                self.problem(record, key, f"{noun} '{code}' staat er twee keer (ook op regel {seen[code]})")
            seen.setdefault(code, self.reading.line_of(record, key))

    def programme_codes(self) -> None:
        """A code is part of a breakdown's stored key, where these two signs part the pairs."""
        for programme in self.document.programmes:
            if set(programme.code) & set(";="):
                self.problem(programme, "code", "een code van een opleiding bevat geen ; of =")

    def releases(self) -> None:
        seen = set()
        for release in self.document.calendar:
            row = (release.source, release.period, release.final)
            if row in seen:
                self.problem(
                    release, "period", f"{release.source} {release.period} staat twee keer in de meetkalender"
                )
            seen.add(row)

    def indicator(self, indicator: Indicator) -> None:
        seen = set()
        for series in indicator.series:
            problem = breakdown_problem(series.breakdown, self.programmes)
            if problem is None and len(breakdown_key(series.breakdown)) > MAX_BREAKDOWN:
                problem = "te veel uitsplitsingen tegelijk; splits de reeks"
            if problem:
                self.problem(series, "breakdown", problem)
                continue
            identity = (series.part, breakdown_key(series.breakdown))
            if identity in seen:
                self.problem(
                    series, "breakdown", f"deze uitsplitsing staat twee keer bij indicator {indicator.code}"
                )
            seen.add(identity)
            self.series(indicator, series)
        keys = {key for _, key in seen}
        if indicator.headline and breakdown_key(indicator.headline) not in keys:
            self.missing(indicator, "headline", "deze uitsplitsing heeft geen reeks bij deze indicator")
        for group in indicator.groups:
            self.target(group.target, "count")
            members = set(group.members.items())
            if not any(members <= set(series.breakdown.items()) for series in indicator.series):
                self.missing(group, "members", "geen enkele reeks heeft deze uitsplitsing")

    def series(self, indicator: Indicator, series: Series) -> None:
        unit = series.unit or indicator.unit
        for figure in (*((series.baseline,) if series.baseline else ()), *series.history):
            self.on_scale(figure, "value", figure.value, unit)
            if figure.value is not None and figure.absence:
                self.problem(figure, "absence", "er is een waarde, dus kan die niet ook ontbreken")
        periods = [figure.period for figure in series.history]
        if series.baseline:
            periods.append(series.baseline.period)
        if any(period and periods.count(period) > 1 for period in periods):
            self.problem(series, "history", "een periode staat twee keer in 0-meting en historie")
        for figure in series.history:
            if figure.period is None:
                self.problem(figure, "period", "een eerdere meting heeft een periode nodig")
        for target in series.targets:
            self.target(target, unit)
        for other in series.also_stated:
            self.on_scale(other, "value", other.value, unit)
        self.on_scale(series, "stretch", series.stretch, unit)

    def target(self, target: Target, unit: str) -> None:
        for key in NEEDS.get(target.kind, ()):
            if getattr(target, key) is None:
                self.problem(target, key, f"een doel van de soort {target.kind} heeft {key} nodig")
        for key in ("value", "low", "high"):
            self.on_scale(target, key, getattr(target, key), unit)
        if target.low is not None and target.high is not None and target.low > target.high:
            self.problem(target, "low", "de ondergrens ligt boven de bovengrens")
        if target.margin < 0:
            self.problem(target, "margin", "een marge is nooit negatief")
        for interim in target.interim:
            self.on_scale(interim, "value", interim.value, unit)

    def on_scale(self, record: Any, key: str, value: Decimal | None, unit: str) -> None:
        low, high = SCALES.get(unit, (None, None))
        if value is None or low is None:
            return
        if value < low or (high is not None and value > high):
            limits = f"van {low} tot {high}" if high is not None else f"{low} of hoger"
            self.problem(record, key, f"{value} kan niet bij eenheid {unit}; die loopt {limits}")

    def measures(self) -> None:
        owner = {measure.code: objective.code for objective, measure in self.document.measures()}
        parents = {measure.code: measure.parent for _, measure in self.document.measures()}
        indicators = {indicator.code for _, _, indicator in self.document.indicators()}
        for objective, measure in self.document.measures():
            if measure.parent is not None and owner.get(measure.parent) != objective.code:
                self.missing(
                    measure,
                    "parent",
                    f"maatregel '{measure.parent}' staat niet bij doelstelling {objective.code}",
                )
            elif _is_own_ancestor(measure.code, parents):
                self.problem(measure, "parent", "de maatregel valt zo onder zichzelf")
            if not measure.applied and not measure.explanation:
                self.problem(
                    measure, "explanation", "een maatregel die niet wordt ingezet, heeft uitleg nodig"
                )
            for code in measure.indicators:
                if code not in indicators:
                    self.missing(measure, "indicators", f"indicator '{code}' bestaat niet")
            self.repeated(measure)

    def repeated(self, measure: Measure) -> None:
        if len(set(measure.indicators)) < len(measure.indicators):
            self.problem(measure, "indicators", "een indicator staat er twee keer")

    def budget(self) -> None:
        lines: list[Income | Cost] = [*self.document.budget.income, *self.document.budget.costs]
        for line in lines:
            if line.priority is not None and line.priority not in self.priorities:
                self.missing(line, "priority", f"prioriteit '{line.priority}' bestaat niet")
            for code in line.objectives:
                if code not in self.objectives:
                    self.missing(line, "objectives", f"doelstelling '{code}' bestaat niet")
            if len(set(line.objectives)) < len(line.objectives):
                self.problem(line, "objectives", "een doelstelling staat er twee keer")
        self.instruments()
        for cost in self.document.budget.costs:
            shares = cost.objectives.values()
            if any(share <= 0 for share in shares) or sum(shares) > 100:
                self.problem(cost, "objectives", "de aandelen zijn groter dan 0 en samen ten hoogste 100")

    def instruments(self) -> None:
        seen: dict[str, int] = {}
        for one in self.document.budget.instruments:
            if one.name in seen:
                self.problem(
                    one, "name", f"instrument '{one.name}' staat er twee keer (ook op regel {seen[one.name]})"
                )
            seen.setdefault(one.name, self.reading.line_of(one, "name"))
            if one.starts and one.ends and one.ends < one.starts:
                self.problem(one, "ends", "het instrument eindigt voordat het begint")


def _is_own_ancestor(code: str, parents: dict[str, str | None]) -> bool:
    seen = {code}
    above = parents.get(code)
    while above is not None:
        if above in seen:
            return above == code
        seen.add(above)
        above = parents.get(above)
    return False


def figures(series: Series) -> tuple[Figure, ...]:
    """Every figure that the plan prints of a series: earlier measurements first, then the baseline."""
    return (*series.history, *((series.baseline,) if series.baseline else ()))
