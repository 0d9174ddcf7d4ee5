"""How a key of the agenda file is declared, and its closed lists. Pure: no Django."""

from __future__ import annotations

import dataclasses
from typing import Any

from planfile.kinds import Kind

UNITS = ("percent", "score5", "score10", "count", "euro", "text")
DESIRED = ("higher", "lower", "none")
TARGET_KINDS = (
    "reach",
    "at_least",
    "at_most",
    "relative",
    "points",
    "improve",
    "grow",
    "range",
    "to_be_set",
    "monitor",
)
ABSENCES = ("nb", ".", "leeg", "nvt", "onderdrukt")
OBLIGATIONS = ("verplicht", "pas_toe_of_leg_uit", "overig")
INTENTS = ("starten", "onderzoeken", "continueren", "intensiveren")
AGENDA_KINDS = ("kwaliteitsagenda", "activiteitenplan", "actieagenda")
POPULATIONS = ("sample", "register")
METHODS = ("sum", "mean")


def entry(
    kind: Kind, default: Any = dataclasses.MISSING, *, always: bool = False, name: str | None = None
) -> Any:
    """A key of the file. Without ``default`` it is required; ``always`` writes it even when it has its default."""
    required = default is dataclasses.MISSING
    metadata: dict[str, Any] = {"kind": kind, "required": required, "always": always or required}
    if name:
        metadata["name"] = name
    if required:
        return dataclasses.field(metadata=metadata)
    if isinstance(default, dict):
        return dataclasses.field(default_factory=dict, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)
