"""The example's stories about the year that ended last: one that is ready, one that somebody asks about."""

from __future__ import annotations

from datetime import date

from agenda.models import Agenda
from organisation.access import Actor
from organisation.models import User
from reporting.models import Story, StoryVersion
from reporting.story.services import comment_add, story_keep, story_of

HOLDER, OWNER = "portefeuillehouder@voorbeeld.test", "doelstellingverantwoordelijke@voorbeeld.test"

READY = {
    "planned": "Studenten moeten zich veilig voelen, op school en bij het leerbedrijf. Begroot was {{ 1.2.begroot }}.",
    "happened": "De scholen werkten aan:\n- vaste contactpersonen per team\n- een gesprek na elke melding\n- scholing "
    "van begeleiders\n\nEr is {{ 1.2.besteed }} besteed ({{ 1.2.besteed_procent }} van de begroting).",
    "effect": "Op school voelt {{ 1a.meting }} zich veilig ({{ 1a.periode }}); dat was {{ 1a.nulmeting }}. Het doel is "
    "{{ 1a.doel }}: {{ 1a.status }}. Bij het leerbedrijf is het {{ 1b.meting }}.",
    "learned": "Een melding helpt pas als de student hoort wat ermee gebeurde.",
    "changing": "Elke school spreekt af wie een melding opvolgt, en wanneer de student iets hoort.",
}
BEGUN = {
    "planned": "Wie uitvalt of dreigt uit te vallen, krijgt begeleiding naar werk of een andere opleiding.",
    "effect": "Nieuwe voortijdig schoolverlaters: {{ 2a.meting }} in {{ 2a.periode }}.",
}
COMMENT = "Kan hier bij wat de nazorg na het diploma heeft gedaan?"


def load_stories(agenda: Agenda, on: date) -> None:
    """Write about the year before ``on``. Adds nothing where somebody wrote about that year already."""
    year = on.year - 1
    if year not in agenda.years or Story.objects.filter(agenda=agenda, year=year).exists():
        return
    people = {user.email: Actor(user, on) for user in User.objects.filter(email__in=[HOLDER, OWNER])}
    scope = Story.Scope.OBJECTIVE
    told = story_of(agenda=agenda, year=year, scope=scope, code="1.2")
    story_keep(story=told, texts=READY, based_on=0, ready=True, by=people[OWNER], demo=True)
    begun = story_of(agenda=agenda, year=year, scope=scope, code="1.3")
    story_keep(story=begun, texts=BEGUN, based_on=0, ready=False, by=people[OWNER], demo=True)
    comment_add(story=begun, text=COMMENT, version=1, by=people[HOLDER])


def remove_stories() -> None:
    """Take away what was invented. A story that a real person went on with stays, in the versions of that person."""
    invented = StoryVersion.objects.filter(demo=True)
    stories = set(invented.values_list("story_id", flat=True))
    invented.delete()
    Story.objects.filter(pk__in=stories, versions=None).delete()
