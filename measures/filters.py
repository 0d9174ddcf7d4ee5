"""What somebody asked to see of the list of measures. Pure: no Django, no clock.

Everything stands in the address. A value that does not exist is left aside and named, so that an old or mistyped
address still gives the nearest sensible page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from measures.states import State

NOT_STATED = "niet_vermeld"
"""The choice for measures of which the plan does not say it."""
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class MeasureFilter:
    """An empty field asks for nothing. ``ignored``: what was asked but does not exist, in words."""

    objective: str = ""
    obligation: str = ""
    state: State | None = None
    intent: str = ""
    standing: str = ""
    words: tuple[str, ...] = ()
    text: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        asked = (self.objective, self.obligation, self.state, self.intent, self.standing, self.words)
        return not any(asked)

    def admits(
        self, *, objective: str, obligation: str, state: State, intent: str, standing: str, text: str
    ) -> bool:
        """Whether a measure is asked for. ``text``: all that the search word may be in, in lower case."""
        return (
            (not self.objective or objective == self.objective)
            and (not self.obligation or (obligation or NOT_STATED) == self.obligation)
            and (self.state is None or state is self.state)
            and (not self.intent or (intent or NOT_STATED) == self.intent)
            and (not self.standing or standing == self.standing)
            and all(word in text for word in self.words)
        )


def read_filter(
    query: Mapping[str, str],
    *,
    objectives: Collection[str],
    obligations: Collection[str],
    intents: Collection[str],
    standings: Collection[str],
) -> MeasureFilter:
    """Read the address's part after the question mark; never raises."""
    ignored: list[str] = []

    def chosen(name: str, known: Collection[str]) -> str:
        value = query.get(name, "").strip()
        if not value or value in known:
            return value
        ignored.append(f"{name} '{value[:40]}'")
        return ""

    objective = chosen("doelstelling", objectives)
    obligation = chosen("verplichting", {*obligations, NOT_STATED})
    state = chosen("stand", set(State))
    intent = chosen("inspanning", {*intents, NOT_STATED})
    standing = chosen("voortgang", standings)
    text = " ".join(query.get("zoek", "").split())[:LONGEST_SEARCH]
    return MeasureFilter(
        objective=objective,
        obligation=obligation,
        state=State(state) if state else None,
        intent=intent,
        standing=standing,
        words=tuple(text.lower().split()),
        text=text,
        ignored=tuple(ignored),
    )
