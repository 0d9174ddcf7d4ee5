"""What is stated of one series: two values for one figure, a target that is worse, terms that differ."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.breakdowns import PROGRAMME
from planfile.consistency.finding import Finding
from planfile.consistency.rows import UNIT_WORDS, Row, listed, number, rows_of
from planfile.document import Document, Indicator, Target

FIELDS = {"baseline": "0-meting", "target": "doel"}


def check(document: Document) -> Iterator[Finding]:
    sectors = {programme.code: programme.sector for programme in document.programmes}
    for _, _, indicator in document.indicators():
        rows = rows_of(document, indicator)
        for row in rows:
            yield from _two_values(row)
            yield from _worse_target(row)
        yield from _worse_groups(indicator)
        yield from _sectors(rows, sectors)
        yield from _terms(indicator, rows)
        yield from _unit(indicator)
        yield from _not_comparable(indicator, rows)


def _two_values(row: Row) -> Iterator[Finding]:
    """Another value for the same figure. One that only rounds the other more coarsely is no other value."""
    target = row.target
    stated = {"baseline": row.baseline, "target": target.value if target else None}
    for other in row.series.also_stated:
        first = stated[other.field]
        if first is None or _only_rounded(first, other.value):
            continue
        values = (row.text(first), row.text(other.value))
        yield row.finding(
            "twee-waarden",
            values,
            f"{FIELDS[other.field]} {values[0]}, maar {other.where} noemt {values[1]}.",
        )


def _only_rounded(first: Decimal, second: Decimal) -> bool:
    """Whether the value with fewer decimals can be the other one, rounded. Exactly halfway: no."""
    coarse = min(_places(first), _places(second))
    return first == second or (
        _places(first) != _places(second) and abs(first - second) < Decimal("0.5").scaleb(-coarse)
    )


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _gain(desired: str, baseline: Decimal, target: Decimal) -> Decimal | None:
    """How much better the target is; ``None`` where no direction is wanted."""
    if desired == "none":
        return None
    return target - baseline if desired == "higher" else baseline - target


def _worse_target(row: Row) -> Iterator[Finding]:
    target, baseline = row.target, row.baseline
    if target is None:
        return
    if target.kind in ("relative", "points"):
        finding = _change(row.desired, target)
        if finding:
            yield row.finding(*finding)
        return
    if baseline is None or target.value is None or target.kind not in ("reach", "at_least", "at_most"):
        return
    gain = _gain(row.desired, baseline, target.value)
    values = (row.text(baseline), row.text(target.value))
    if gain is None or gain > 0:
        return
    if target.kind == "reach" and gain == 0 and not target.strict:
        yield row.finding(
            "doel-gelijk", values, f"het doel {values[1]} is gelijk aan de 0-meting {values[0]}."
        )
    elif target.kind == "reach" and gain < 0:
        wanted = "hoger" if row.desired == "higher" else "lager"
        yield row.finding(
            "doel-slechter", values, f"van {values[0]} naar {values[1]} is slechter; {wanted} is hier beter."
        )
    elif gain < 0 and (target.kind == "at_least") == (row.desired == "higher"):
        bound = "ondergrens" if target.kind == "at_least" else "bovengrens"
        yield row.finding(
            "doel-slechter",
            values,
            f"de {bound} {values[1]} laat toe dat het cijfer slechter wordt dan de 0-meting {values[0]}.",
        )


def _change(desired: str, target: Target) -> tuple[str, tuple[str], str] | None:
    """A target as a change: no change, or one in the wrong direction."""
    amount, sign = (target.percent, " %") if target.kind == "relative" else (target.points, " procentpunt")
    if amount is None or desired == "none":
        return None
    text = ("+" if amount > 0 else "") + number(amount, 0) + sign
    if amount == 0:
        return "doel-gelijk", (text,), f"een verandering van {text} laat het cijfer zoals het is."
    if (amount > 0) != (desired == "higher"):
        wanted = "hoger" if desired == "higher" else "lager"
        return "doel-slechter", (text,), f"een verandering van {text} is slechter; {wanted} is hier beter."
    return None


def _worse_groups(indicator: Indicator) -> Iterator[Finding]:
    for group in indicator.groups:
        if group.target.kind not in ("relative", "points"):
            continue
        finding = _change(indicator.desired, group.target)
        if finding:
            code, values, message = finding
            yield Finding(
                code, indicator.code, values, f"indicator {indicator.code}, {group.title}: {message}"
            )


def _sectors(rows: list[Row], sectors: dict[str, str | None]) -> Iterator[Finding]:
    """A sector's target that every programme of the sector with a baseline has already reached."""
    for row in rows:
        target, sector = row.target, row.breakdown.get("sector")
        if (
            sector is None
            or target is None
            or target.kind != "reach"
            or target.value is None
            or row.desired == "none"
        ):
            continue
        others = {key: value for key, value in row.breakdown.items() if key != "sector"}
        found = [
            (baseline, other.breakdown[PROGRAMME])
            for other in rows
            if (baseline := other.baseline) is not None
            and sectors.get(other.breakdown.get(PROGRAMME, "")) == sector
            and (other.part, other.unit) == (row.part, row.unit)
            and {key: value for key, value in other.breakdown.items() if key != PROGRAMME} == others
        ]
        gains = [_gain(row.desired, baseline, target.value) for baseline, _ in found]
        if not found or any(gain is None or gain > 0 for gain in gains):
            continue
        programmes = listed(f"{code} {row.text(baseline)}" for baseline, code in found)
        how = "niet beter dan" if all(gain == 0 for gain in gains) else "slechter dan"
        yield row.finding(
            "doel-onder-opleidingen",
            (row.text(target.value), *(row.text(baseline) for baseline, _ in found)),
            f"het doel {row.text(target.value)} is {how} "
            f"de 0-meting van de eigen opleidingen ({programmes}).",
        )


def _terms(indicator: Indicator, rows: list[Row]) -> Iterator[Finding]:
    """Baseline and target that say in different words what they measure; one finding per indicator."""
    befores, afters, places = [], [], []
    for row in rows:
        before = row.series.baseline.stated_as if row.series.baseline else None
        after = row.target.stated_as if row.target else None
        if before and after and before != after:
            befores.append(before)
            afters.append(after)
            places.append(row.label)
    if befores:
        yield Finding(
            "andere-termen",
            indicator.code,
            tuple(dict.fromkeys((*befores, *afters))),
            f"indicator {indicator.code}: de 0-meting staat in {listed(befores)}, "
            f"het doel in {listed(afters)} ({'; '.join(places)}).",
        )


def _unit(indicator: Indicator) -> Iterator[Finding]:
    stated = indicator.stated_unit
    if stated and stated != indicator.unit:
        values = (UNIT_WORDS[stated], UNIT_WORDS[indicator.unit])
        yield Finding(
            "andere-eenheid",
            indicator.code,
            values,
            f"indicator {indicator.code}: de titel spreekt van een {values[0]}, "
            f"de cijfers zijn een {values[1]}.",
        )


def _not_comparable(indicator: Indicator, rows: list[Row]) -> Iterator[Finding]:
    flagged = [row for row in rows if row.series.baseline and not row.series.baseline.comparable]
    if flagged:
        values = tuple(row.text(row.baseline) for row in flagged if row.baseline is not None)
        yield Finding(
            "niet-vergelijkbaar",
            indicator.code,
            values,
            f"indicator {indicator.code}: {len(flagged)} van de {len(rows)} reeksen "
            f"{'heeft' if len(flagged) == 1 else 'hebben'} een 0-meting "
            "die niet is te vergelijken met latere metingen.",
        )
