"""Refusals that somebody can act on. The message is Dutch and is shown as it is."""

from __future__ import annotations


class DemoRefusedError(Exception):
    """Nothing was loaded or removed; ``reasons`` say why, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
