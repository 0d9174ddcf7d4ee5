"""What moves when somebody's work is handed over.

Higher floors own work that this floor knows nothing of (objectives, measures). Each registers one hook in its
``AppConfig.ready``::

    from organisation.handover import handover_hooks
    handover_hooks.append(objectives_hand_over)

A hook moves the leaver's work to the successor and returns Dutch sentences that say what it moved; an empty
list when there was nothing. It runs inside the transaction of ``person_hand_over``. The preview runs the same
hooks and rolls everything back, so a hook may write to the database and nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from organisation.access import By
from organisation.models import User


@dataclass(frozen=True)
class HandOver:
    """What moves: Dutch sentences, in the order in which they are shown."""

    sentences: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Changes when anything else would move than what was shown."""
        return hashlib.sha256("\n".join(self.sentences).encode()).hexdigest()


HandOverHook = Callable[[User, User, date, By], list[str]]
"""``hook(leaver, successor, on, by)``; ``on`` is the successor's first day."""

handover_hooks: list[HandOverHook] = []
