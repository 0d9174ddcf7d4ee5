"""The order in which the parts of an agenda are stored."""

from __future__ import annotations

import agenda.models as plan
from planfile.document import Document
from planfile.store.budget import store_budget
from planfile.store.indicators import remove_indicators, store_indicators
from planfile.store.measures import remove_measures, store_measures
from planfile.store.plan import remove_plan, store_plan
from planfile.store.state import State


def store_document(agenda: plan.Agenda, document: Document) -> None:
    """Removed items go first, so that their codes are free; then everything from outside in.

    Priorities and objectives go last: by then nothing that stays hangs under them.
    """
    state = State(agenda, document)
    remove_indicators(state)
    remove_measures(state)
    store_plan(state)
    store_indicators(state)
    store_measures(state)
    store_budget(state)
    remove_plan(state)
