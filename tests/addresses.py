"""Every address of the site with what it needs, for the tests that walk over all of them.

A new address without an entry here fails ``test_every_address_is_in_the_table``.
"""

from __future__ import annotations

from django.urls import Resolver404, resolve, reverse

from imports.models import Batch
from indicators.models import Observation, TableMapping
from organisation.access import ALLOWED, Action
from organisation.models import Deputy, Unit, UnitAlias
from organisation.roles import Role
from tests.example import PERIOD, SCHOOL, SLUG, TEAM, every_pattern

PATTERNS = every_pattern()

# Without an action: the view is for everybody, or shows nothing but one's own.
OPEN = {
    "organisation:sign_in", "organisation:password_forgotten", "organisation:password_forgotten_done",
    "organisation:password_set", "organisation:invitation",
}  # fmt: skip
OWN = {"dashboards:home", "organisation:profile", "organisation:password_change", "organisation:sign_out"}

POST_ONLY = {
    "organisation:sign_out", "organisation:person_deactivate", "organisation:person_activate",
    "organisation:invitation_send", "organisation:alias_remove",
    "indicators:mapping_remove",
    "imports:answer", "imports:approve", "imports:reject", "imports:undo", "imports:recheck",
}  # fmt: skip

# What an address needs after its name; a page that answers otherwise than with itself says so in ANSWERS.
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "dashboards:home": (),
    "dashboards:agenda": (),
    "dashboards:glance": (PERIOD,),
    "dashboards:outlook": (PERIOD,),
    "dashboards:objective": (PERIOD, "1.2"),
    "dashboards:units": (),
    "dashboards:unit": (TEAM,),
    "agenda:objective_owners": (PERIOD, "1.2"),
    "indicators:index": (),
    "indicators:fitness": (),
    "indicators:indicator": ("2a",),
    "indicators:indicator_csv": ("2a",),
    "indicators:indicator_xlsx": ("2a",),
    "indicators:mappings": (),
    "indicators:mapping_add": (),
    "indicators:mapping": ("MAPPING",),
    "indicators:mapping_remove": ("MAPPING",),
    "indicators:figures": ("6b",),
    "indicators:figure_correct": ("2a", "FIGURE"),
    "indicators:figure_withdraw": ("2a", "FIGURE"),
    "measures:index": (),
    "measures:measure": ("1.2.5",),
    "budgets:index": (),
    "planfile:findings": (),
    "planfile:upload": (),
    "planfile:confirm": ("geen-geldig-bewijs",),
    "planfile:download": (SLUG,),
    "planfile:edit": (),
    "planfile:items": (SLUG,),
    "planfile:item": (SLUG, "doelstelling"),
    "planfile:item_add": (SLUG, "doelstelling"),
    "planfile:item_remove": (SLUG, "doelstelling"),
    "imports:index": (),
    "imports:batch": ("BATCH",),
    "imports:file": ("BATCH",),
    "imports:answer": ("BATCH",),
    "imports:approve": ("BATCH",),
    "imports:reject": ("BATCH",),
    "imports:undo": ("BATCH",),
    "imports:recheck": ("BATCH",),
    "operations:events": (),
    "organisation:sign_in": (),
    "organisation:sign_out": (),
    "organisation:password_forgotten": (),
    "organisation:password_forgotten_done": (),
    "organisation:password_set": ("MQ", "geen-bewijs"),
    "organisation:invitation": ("MQ", "geen-bewijs"),
    "organisation:profile": (),
    "organisation:password_change": (),
    "organisation:people": (),
    "organisation:person_invite": (),
    "organisation:person": ("PERSON",),
    "organisation:person_change": ("PERSON",),
    "organisation:role_give": ("PERSON",),
    "organisation:role_end": ("PERSON", "ROLE"),
    "organisation:deputy_add": ("PERSON", "ROLE"),
    "organisation:deputy_end": ("PERSON", "DEPUTY"),
    "organisation:hand_over": ("PERSON",),
    "organisation:person_deactivate": ("PERSON",),
    "organisation:person_activate": ("PERSON",),
    "organisation:invitation_send": ("PERSON",),
    "organisation:units": (),
    "organisation:unit_add": (),
    "organisation:unit": (SCHOOL,),
    "organisation:unit_change": (SCHOOL,),
    "organisation:unit_move": (SCHOOL,),
    "organisation:unit_close": (SCHOOL,),
    "organisation:alias_add": (SCHOOL,),
    "organisation:alias_remove": (SCHOOL, "ALIAS"),
}
QUERIES = {
    "planfile:item": "?item=1.2",
    "planfile:item_remove": "?item=1.2",
    "planfile:item_add": "?onder=prioriteit|1",
}
ANSWERS = {
    "planfile:confirm": 404, "planfile:edit": 302, "dashboards:home": 302, "dashboards:agenda": 302,
    "imports:file": 404,  # the bytes of this one were thrown away
}  # fmt: skip
REDIRECTS_WHEN_SIGNED_IN = {"organisation:sign_in"}


def every_address() -> dict[str, str]:
    """The address of every page, about somebody who has a role, a deputy and a unit with an alias."""
    deputy = Deputy.objects.select_related("assignment").first()
    assert deputy is not None, "the example has a deputy"
    alias, _ = UnitAlias.objects.get_or_create(unit=Unit.objects.get(code=SCHOOL), name="Andere schrijfwijze")
    batch, _ = Batch.objects.get_or_create(
        reader="voorbeeld",
        file_name="voorbeeld.csv",
        defaults={"sha256": "0" * 64, "size": 1, "uploaded_label": "Voorbeeld"},
    )
    figure = Observation.objects.current().filter(
        series__indicator__key="nieuwe-vsv", subject__kind="college", value__isnull=False
    )
    known = {
        "FIGURE": figure.values_list("pk", flat=True).first(),
        "PERSON": deputy.assignment.user_id, "ROLE": deputy.assignment_id, "DEPUTY": deputy.pk, "ALIAS": alias.pk,
        "BATCH": batch.pk, "MAPPING": TableMapping.objects.get_or_create(name="Voorbeeld")[0].pk,
    }  # fmt: skip
    return {
        name: reverse(name, args=[known.get(str(value), value) for value in arguments])
        + QUERIES.get(name, "")
        for name, arguments in ARGUMENTS.items()
    }


def reader_of(address: str) -> Role:
    """Who to open an address as: the beheerder, or the first role that may where the beheerder may not."""
    try:
        action = action_of(resolve(address.partition("?")[0]).view_name)
    except (Resolver404, UnicodeError):
        return Role.ADMIN
    if action is None or Role.ADMIN in ALLOWED[action]:
        return Role.ADMIN
    return next(role for role in Role if role in ALLOWED[action])


def action_of(name: str) -> Action | None:
    """What the view asks for; class-based views carry it on their class."""
    view = PATTERNS[name].callback
    return getattr(view, "action", None) or getattr(getattr(view, "view_class", None), "action", None)
