"""Means, shares and distributions of the same answers on a scale of 1 to 5.

With a mean m the share of the answers 4 and 5 is at least (m - 3) / 2 (all others a 3, all of these a 5) and
at most (m - 1) / 3 (all others a 1, all of these a 4). The share of 1 and 2 mirrors it. Each figure may be half
a unit off by rounding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from indicators.breakdowns import BREAKDOWNS, breakdown_key
from planfile.consistency.finding import Finding
from planfile.consistency.rows import Row, number, rows_of
from planfile.document import Document

ANSWER = "antwoord"
SCALE = BREAKDOWNS[ANSWER] or ()
TOP, BOTTOM = SCALE[3:], SCALE[:2]
# A share with a name of its own is the share of the good answers only if its name says so.
SHARE_WORDS = ("aandeel", "tevreden", "positief", "goed", "eens")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Value:
    """A figure with how far its rounding reaches."""

    row: Row
    moment: str
    value: Decimal

    @property
    def half(self) -> Decimal:
        return self.row.half

    @property
    def text(self) -> str:
        return self.row.text(self.value)


@dataclass
class Cell:
    """What is given for one breakdown and moment: means, shares, and distributions by part."""

    means: list[Value]
    shares: list[Value]
    answers: dict[str | None, dict[str, Value]]


def check(document: Document) -> Iterator[Finding]:
    for _, _, indicator in document.indicators():
        for cell in _cells(rows_of(document, indicator)).values():
            for mean in cell.means:
                yield from _mean_and_share(mean, cell)
                yield from _mean_and_answers(mean, cell)
            for part, answers in cell.answers.items():
                yield from _share_and_answers(part, answers, cell)
                yield from _all_answers(answers)


def _cells(rows: list[Row]) -> dict[tuple[str, str], Cell]:
    cells: dict[tuple[str, str], Cell] = defaultdict(lambda: Cell([], [], defaultdict(dict)))
    for row in rows:
        base = {key: value for key, value in row.breakdown.items() if key != ANSWER}
        for point in row.points(targets=True):
            cell = cells[breakdown_key(base), point.moment]
            value = Value(row, point.moment, point.value)
            if ANSWER in row.breakdown:
                if row.unit == "percent":
                    cell.answers[row.part][row.breakdown[ANSWER]] = value
            elif row.unit == "score5":
                cell.means.append(value)
            elif row.unit == "percent":
                cell.shares.append(value)
    return cells


def _mean_and_share(mean: Value, cell: Cell) -> Iterator[Finding]:
    for share in cell.shares:
        if not _same_answers(mean, share, cell):
            continue
        desired = share.row.desired
        limits = _limits(mean, mirrored=desired == "lower")
        outside = not _within(share.value, share.half, limits)
        if desired == "none":  # it may be either end of the scale
            outside = outside and not _within(share.value, share.half, _limits(mean, mirrored=True))
        if outside:
            yield _impossible(mean, share.row, share.text, f"aandeel {share.text} %", limits)


def _same_answers(mean: Value, share: Value, cell: Cell) -> bool:
    """Equal parts; or the only mean beside a share that is the indicator itself or says what it is."""
    if mean.row.part == share.row.part:
        return True
    return _is_good_share(share.row) and len(cell.means) == 1


def _is_good_share(row: Row) -> bool:
    return row.part is None or any(word in row.part.lower() for word in SHARE_WORDS)


def _limits(mean: Value, *, mirrored: bool) -> tuple[Decimal, Decimal]:
    """Lowest and highest possible share, in percent."""
    middle = Decimal(6) - mean.value if mirrored else mean.value
    low = (middle - mean.half - 3) / 2
    high = (middle + mean.half - 1) / 3
    return max(low, Decimal(0)) * HUNDRED, min(max(high, Decimal(0)), Decimal(1)) * HUNDRED


def _within(value: Decimal, half: Decimal, limits: tuple[Decimal, Decimal]) -> bool:
    return limits[0] <= value + half and value - half <= limits[1]


def _impossible(mean: Value, row: Row, text: str, what: str, limits: tuple[Decimal, Decimal]) -> Finding:
    low, high = (number(limit.quantize(Decimal("0.1")), 0) for limit in limits)
    return Finding(
        "gemiddelde-en-aandeel",
        row.subject,
        (mean.text, text),
        f"{row.name}, {mean.moment}: bij gemiddelde {mean.text} ligt het aandeel "
        f"tussen {low} % en {high} %; {what} kan daar niet bij horen.",
    )


def _ends(answers: dict[str, Value], names: tuple[str, ...]) -> tuple[Decimal, Decimal] | None:
    """Sum of some answers and how far rounding reaches, or ``None`` where one is missing."""
    if not all(name in answers for name in names):
        return None
    return sum((answers[name].value for name in names), Decimal(0)), sum(
        (answers[name].half for name in names), Decimal(0)
    )


def _mean_and_answers(mean: Value, cell: Cell) -> Iterator[Finding]:
    for part, answers in cell.answers.items():
        if mean.row.part != part and len(cell.means) > 1:
            continue
        whole = _ends(answers, SCALE)
        if whole:
            own = (
                sum((answers[name].value * rank for rank, name in enumerate(SCALE, 1)), Decimal(0)) / HUNDRED
            )
            reach = (
                sum((answers[name].half * rank for rank, name in enumerate(SCALE, 1)), Decimal(0)) / HUNDRED
            )
            if abs(own - mean.value) > reach + mean.half:
                given = mean.row.text(own.quantize(Decimal("0.01")))
                yield mean.row.finding(
                    "gemiddelde-en-aandeel",
                    (mean.text, given),
                    f"gemiddelde {mean.text}, maar de verdeling van de antwoorden geeft {given}.",
                    moment=mean.moment,
                )
            continue
        top = _ends(answers, TOP)
        if top and not _within(*top, _limits(mean, mirrored=False)):
            row = answers[TOP[0]].row
            text = row.text(top[0])
            yield _impossible(
                mean, row, text, f"goed en heel goed samen {text} %", _limits(mean, mirrored=False)
            )


def _share_and_answers(part: str | None, answers: dict[str, Value], cell: Cell) -> Iterator[Finding]:
    """A share against the sum of the answers that it is made of."""
    for share in cell.shares:
        if share.row.part != part and not (_is_good_share(share.row) and len(cell.answers) == 1):
            continue
        names = BOTTOM if share.row.desired == "lower" else TOP
        ends = _ends(answers, names)
        if ends is None or abs(ends[0] - share.value) <= ends[1] + share.half:
            continue
        other = _ends(answers, BOTTOM) if share.row.desired == "none" else None
        if other and abs(other[0] - share.value) <= other[1] + share.half:
            continue
        pieces = " + ".join(answers[name].text for name in names)
        total = answers[names[0]].row.text(ends[0])
        yield share.row.finding(
            "delen-en-geheel",
            (share.text, total),
            f"{share.text} %, maar {' en '.join(names)} zijn samen {pieces} = {total} %.",
            moment=share.moment,
        )


def _all_answers(answers: dict[str, Value]) -> Iterator[Finding]:
    whole = _ends(answers, SCALE)
    if whole and abs(whole[0] - HUNDRED) > whole[1]:
        first = answers[SCALE[0]]
        text = first.row.text(whole[0])
        yield Finding(
            "delen-en-geheel",
            first.row.subject,
            (text, "100"),
            f"{first.row.name}, {first.moment}: alle antwoorden zijn samen {text} %, geen 100 %.",
        )
