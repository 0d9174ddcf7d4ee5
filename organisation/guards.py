"""What must stay as it is because something on a higher floor hangs on it.

Higher floors register a guard in their ``AppConfig.ready``::

    from organisation.guards import brin_guards
    brin_guards.append(agenda_keeps_brin)
"""

from __future__ import annotations

from collections.abc import Callable

from organisation.models import Unit

brin_guards: list[Callable[[Unit], str | None]] = []
"""``guard(unit)``: a Dutch sentence that says why the unit's BRIN cannot change now; ``None`` when it can."""
