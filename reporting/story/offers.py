"""Sentences to begin with, made from the figures by plain templates. Offered, never put in by themselves. Pure.

They hold references, so that they follow the figures; a word that depends on them (gestegen, gedaald) is flagged with
the reference when the figure changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporting.canonical import Json
from reporting.chapters.objective import newest_of, speaker_of
from reporting.chapters.told import label_of


@dataclass(frozen=True)
class Offer:
    """``question``: the name of the question that it helps to answer. ``text``: with references in it."""

    question: str
    about: str
    text: str


def offers_of(indicators: Iterable[Json], objective: Json | None, money: Json | None) -> tuple[Offer, ...]:
    """What can be said from the data about an objective, or about the indicators of a priority.

    ``objective``: with its measures; ``None``: it has none of its own. ``money``: its costs; ``None``: no budget line.
    """
    return (*_of_figures(indicators), *_of_objective(objective), *_of_money(money))


def _of_figures(indicators: Iterable[Json]) -> Iterator[Offer]:
    for row in indicators:
        speaker = speaker_of(row)
        if speaker is not None and (text := sentence_of(row, speaker)):
            yield Offer("effect", label_of(row), text)


def sentence_of(row: Json, series: Json) -> str:
    """``Studenten die ...: gestegen van 85 % (2022) naar 86 % (2024); het doel is 87 % in 2027; op koers.``

    ``""``: there is nothing to say yet. What is hidden is not spoken of.
    """
    ref, newest, baseline = series["ref"], newest_of(series), series["baseline"]
    if newest is None:
        return ""
    if newest["value"] is None:
        return ""
    known = baseline is not None and baseline["value"] is not None and baseline["comparable"]
    moved = _moved(Decimal(baseline["value"]), Decimal(newest["value"])) if known else ""
    part = "" if ref == row["code"] else f", {series['label']}"
    told = f"{{{{ {ref}.meting }}}} in {{{{ {ref}.periode }}}}"
    if moved:
        told = f"{moved} {{{{ {ref}.nulmeting }}}} in {{{{ {ref}.nulmeting_periode }}}} naar {told}"
    tail = ""
    if series["asked"]:
        status = row["code"] if ref == row["code"] else ref
        tail = f"; het doel is {{{{ {ref}.doel }}}}; {{{{ {status}.status }}}}"
    return f"{row['title']}{part}: {told}{tail}."


def _moved(before: Decimal, now: Decimal) -> str:
    if now == before:
        return "gelijk gebleven, van"
    return "gestegen van" if now > before else "gedaald van"


def _of_objective(objective: Json | None) -> Iterator[Offer]:
    if objective is not None and objective["carrying"]["total"]:
        code = objective["code"]
        yield Offer(
            "happened", "maatregelen", f"Zo staan de maatregelen ervoor: {{{{ {code}.maatregelen }}}}."
        )


def _of_money(money: Json | None) -> Iterator[Offer]:
    if money is None or money["planned"] is None:
        return
    code = money["code"]
    yield Offer("planned", "geld", f"Voor deze doelstelling was {{{{ {code}.begroot }}}} begroot.")
    if money["actual"] is not None:
        share = (
            "" if money["spent_percent"] is None else f" ({{{{ {code}.besteed_procent }}}} van de begroting)"
        )
        yield Offer("happened", "geld", f"Er is {{{{ {code}.besteed }}}} besteed{share}.")
