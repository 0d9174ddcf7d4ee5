"""Every write to people, roles, deputies and units: ``<noun>_<verb>(*, ..., by)``."""

from organisation.services.accounts import (
    invitation_send,
    password_change,
    password_choose,
    password_request,
    sign_in_remember,
)
from organisation.services.handover import person_hand_over, person_hand_over_preview
from organisation.services.people import (
    person_activate,
    person_change,
    person_deactivate,
    person_invite,
)
from organisation.services.roles import deputy_add, deputy_end, role_end, role_give
from organisation.services.units import (
    alias_add,
    alias_remove,
    unit_add,
    unit_change,
    unit_close,
    unit_move,
    unit_reopen,
)

__all__ = [
    "alias_add",
    "alias_remove",
    "deputy_add",
    "deputy_end",
    "invitation_send",
    "password_change",
    "password_choose",
    "password_request",
    "person_activate",
    "person_change",
    "person_deactivate",
    "person_hand_over",
    "person_hand_over_preview",
    "person_invite",
    "role_end",
    "role_give",
    "sign_in_remember",
    "unit_add",
    "unit_change",
    "unit_close",
    "unit_move",
    "unit_reopen",
]
