"""What a unit says in a report: the fields of the form, when they are right, and where two of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.numbers import format_number
from measures.models import Phase, Progress
from measures.models.reports import NEEDS_REASON

if TYPE_CHECKING:
    from measures.models import StatusReport

LONGEST = 100_000
"""Characters in one text. Nobody types that many; it is where pasting a whole file ends."""
NAMES = ("state", "progress", "phase", "changed", "following", "reason")
TEXTS = ("changed", "following", "reason")
LABELS = {
    "state": "Stand",
    "progress": "Voortgang",
    "phase": "Fase",
    "changed": "Wat is er veranderd",
    "following": "Wat komt er nu",
    "reason": "Reden",
}
TOO_LONG = f"Deze tekst is te lang: hoogstens {format_number(LONGEST)} tekens. Zet de rest in een bijlage."
NUL_IN_TEXT = "In deze tekst staat een onzichtbaar teken dat niet te bewaren is (NUL). Haal het eruit."


@dataclass(frozen=True)
class ReportFields:
    """``state`` and ``phase``: stored values of ``Progress`` and ``Phase``, phase empty where it is not named.

    ``progress``: in percent, ``None`` where it is not named, which is not 0.
    """

    state: str
    progress: int | None = None
    phase: str = ""
    changed: str = ""
    following: str = ""
    reason: str = ""

    @classmethod
    def of(cls, report: StatusReport) -> ReportFields:
        """What an earlier report says."""
        return cls(**{name: getattr(report, name) for name in NAMES})

    def tidied(self) -> ReportFields:
        """As it is stored: one kind of line end, no empty edges, and no reason where the state asks for none.

        The reason of an earlier delay is prefilled; it must not stay behind with a measure that runs again.
        """
        return replace(
            self,
            changed=tidy(self.changed),
            following=tidy(self.following),
            reason=tidy(self.reason) if needs_reason(self.state) else "",
        )

    def problems(self) -> dict[str, str]:
        """What is wrong, as a Dutch sentence by field; empty when it can be stored."""
        return dict(self._problems())

    def _problems(self) -> Iterator[tuple[str, str]]:
        if self.state not in Progress.values:
            yield "state", "Kies hoe het met deze maatregel staat."
        if self.progress is not None and not 0 <= self.progress <= 100:
            yield "progress", "Vul een heel getal in van 0 tot en met 100, of laat het veld leeg."
        if self.phase and self.phase not in Phase.values:
            yield "phase", "Deze fase bestaat niet. Kies er een uit de lijst."
        if needs_reason(self.state) and not self.reason.strip():
            yield "reason", f"Schrijf op waarom: dat hoort bij '{Progress(self.state).label}'."
        for name in TEXTS:
            text = getattr(self, name)
            if "\0" in text:
                yield name, NUL_IN_TEXT
            elif len(text) > LONGEST:
                yield name, TOO_LONG


def needs_reason(state: str) -> bool:
    """Whether this state is only clear with a reason."""
    return state in NEEDS_REASON


def tidy(text: str) -> str:
    """A text as it is stored. Browsers send line ends as two characters; those would count twice."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(name: str, value: object) -> str:
    """The value of a field as one reads it; ``""``: nothing filled in."""
    if name == "progress":
        return "" if value is None else f"{value}\u00a0%"
    if name == "state":
        return str(Progress(value).label) if value in Progress.values else ""
    return str(value)


@dataclass(frozen=True)
class FieldDifference:
    """A field that two people filled in differently. ``is_text``: both texts can be kept, one below the other."""

    name: str
    label: str
    own: str
    other: str
    is_text: bool

    @property
    def can_have_both(self) -> bool:
        return self.is_text and bool(self.own and self.other)

    @property
    def only_other(self) -> bool:
        """Whether only the other filled this in: keeping theirs then loses nothing."""
        return bool(self.other) and not self.own


def differences(own: ReportFields, other: ReportFields) -> tuple[FieldDifference, ...]:
    """Where two reports differ, in the order of the form."""
    return tuple(
        FieldDifference(
            name,
            LABELS[name],
            shown(name, getattr(own, name)),
            shown(name, getattr(other, name)),
            name in TEXTS,
        )
        for name in NAMES
        if getattr(own, name) != getattr(other, name)
    )


OWN, OTHER, BOTH = "mijn", "ander", "beide"


def merged(own: ReportFields, other: ReportFields, chosen: Mapping[str, str]) -> ReportFields:
    """One report out of two. ``chosen``: by field ``mijn``, ``ander`` or ``beide``; what is not named stays own."""
    values = {}
    for name in NAMES:
        mine, theirs = getattr(own, name), getattr(other, name)
        choice = chosen.get(name, OWN)
        if choice == OTHER:
            values[name] = theirs
        elif choice == BOTH and name in TEXTS:
            values[name] = both_texts(mine, theirs)
        else:
            values[name] = mine
    return ReportFields(**values)


def both_texts(own: str, other: str) -> str:
    """Two texts in one, the other's first; a text that is part of the other is not repeated."""
    if own in other:
        return other
    return own if other in own else f"{other}\n\n{own}"
