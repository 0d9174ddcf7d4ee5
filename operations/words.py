"""Dutch words for what an audit event names. Higher floors add theirs in ``AppConfig.ready``."""

from __future__ import annotations

from django.apps import apps

OBJECT_WORDS: dict[str, str] = {
    "organisation.user": "persoon",
    "organisation.unit": "eenheid",
    "organisation.unitalias": "schrijfwijze",
    "organisation.roleassignment": "rol",
    "organisation.deputy": "waarneming",
    "operations.storedfile": "bestand",
    "operations.outboxmail": "mail",
}
"""``app.model`` -> one Dutch word, singular."""

VERB_WORDS: dict[str, str] = {
    "person_invite": "toegevoegd",
    "person_change": "gewijzigd",
    "person_activate": "actief gemaakt",
    "person_deactivate": "op niet-actief gezet",
    "person_hand_over": "werk overgedragen",
    "invitation_send": "uitnodiging verstuurd",
    "password_choose": "wachtwoord gekozen",
    "password_change": "wachtwoord gewijzigd",
    "role_give": "gegeven",
    "role_end": "beëindigd",
    "deputy_add": "vastgelegd",
    "deputy_end": "beëindigd",
    "unit_add": "toegevoegd",
    "unit_change": "gewijzigd",
    "unit_move": "verplaatst",
    "unit_close": "gesloten",
    "alias_add": "vastgelegd",
    "alias_remove": "verwijderd",
    "file_store": "bewaard",
    "file_forget": "weggegooid",
    "outbox_retry": "opnieuw klaargezet",
    "outbox_drop": "weggegooid",
}
"""A service's name -> what it did, as one reads it after the object."""


def object_word(object_type: str) -> str:
    """The Dutch word for ``app.model``; the model's own name when nobody gave one."""
    if object_type in OBJECT_WORDS:
        return OBJECT_WORDS[object_type]
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def verb_word(verb: str) -> str:
    """What a service did, in Dutch; its name when nobody gave words for it."""
    return VERB_WORDS.get(verb, verb.replace("_", " "))
