"""The words by which the headings of a college's own table are known. Pure: no Django.

A heading that is not known is never passed over in silence: see ``table_unread``.
"""

from __future__ import annotations

import re

from imports.sheets import plain_words, squashed
from indicators.breakdowns import BREAKDOWNS, PROGRAMME

CODES = frozenset({"indicatorcode", "indicatornummer", "indicatornr", "indicatorsleutel", "code"})
BRINS = frozenset({"brin", "brinnummer", "brinnr", "brincode", "instellingscode", "codeinstelling"})
INSTITUTIONS = frozenset(
    {"instelling", "instellingsnaam", "naaminstelling", "naamvandeinstelling", "onderwijsinstelling"}
)
SCHOOL_YEARS = frozenset({"schooljaar", "studiejaar", "cursusjaar"})
HEADINGS: dict[str, frozenset[str]] = {
    "indicator": CODES | {"indicator"},
    "part": frozenset({"onderdeel", "part"}),
    "unit": BRINS
    | INSTITUTIONS
    | {"unit", "eenheid", "unitcode", "eenheidcode", "brinofcode", "organisatie", "organisatieonderdeel"}
    | {"school", "schoolnaam", "naamschool", "team", "teamnaam", "naamteam", "schoolteam", "schoolofteam"}
    | {"organisatieeenheid", "naameenheid", "eenheidnaam"},
    "period": SCHOOL_YEARS
    | {"period", "periode", "perioden", "jaar", "year", "peiljaar", "kalenderjaar", "jaartal", "meetjaar"}
    | {"verslagjaar", "meetperiode"},
    "value": frozenset({"value", "waarde", "percentage", "procent", "score", "cijfer", "uitkomst"})
    | {"resultaat", "gemiddelde", "gemiddeldescore", "rapportcijfer"},
    "n": frozenset({"n", "aantal", "aantalpersonen", "respondenten", "aantalrespondenten", "ongewogenn"})
    | {"nongewogen", "ongewogenaantal", "aantalongewogen", "aantaldeelnemers", "aantalstudenten"}
    | {"aantalmedewerkers", "nrespondenten"},
    "breakdown": frozenset({"breakdown", "uitsplitsing"}),
    "final": frozenset({"final", "definitief"}),
    "suppressed": frozenset({"suppressed"}),
    "superseded_at": frozenset({"supersededat"}),
    **{key: frozenset({squashed(key)}) for key in BREAKDOWNS},
}
HEADINGS["niveau"] |= {"mboniveau", "opleidingsniveau", "niveauopleiding", "niveauvandeopleiding", "level"}
HEADINGS["leerweg"] |= {"leerwegmbo", "bolbbl"}
HEADINGS[PROGRAMME] |= {"beroepsopleidingcode", "bccode"}

_ASIDES: dict[str, frozenset[str]] = {
    "indicator": frozenset({"code", "nummer", "nr", "sleutel"}),
    "unit": frozenset({"brin", "code", "naam", "brinofcode", "brinofnaam", "school", "team", "schoolofteam"}),
    "period": frozenset({"jaar", "schooljaar", "studiejaar", "kalenderjaar", "peiljaar"}),
    "value": frozenset({"", "procent", "inprocenten", "inprocent", "percentage", "score", "110", "15"})
    | {"schaal110", "schaal15"},
    "n": frozenset({"ongewogen", "n", "personen", "respondenten", "aantal"}),
    "niveau": frozenset({"mbo", "14"}),
    "leerweg": frozenset({"bolbbl", "bolofbbl", "bbl", "bol"}),
}
"""What may stand in brackets behind a heading without changing what it says, as ``squashed``; ``%`` is ``""``."""

REMARKS = frozenset(
    {"opmerking", "opmerkingen", "toelichting", "bron", "bronvermelding", "noot", "noten", "omschrijving"}
    | {"indicatornaam", "naamindicator", "titel", "title", "doelstelling", "prioriteit"}
)
"""Headings of columns that say nothing of whose figure it is, as long as their cells do not either."""
PROVENANCE = frozenset({"edition", "editie", "file", "bestand", "place", "recordedat"})
"""Headings of columns that say where a figure came from, as ``export_values`` writes them."""

_ABOUT: dict[str, tuple[str, ...]] = {
    "eenheid": (
        "instelling", "brin", "school", "team", "eenheid", "unit", "locatie", "vestiging", "organisatie", "afdeling",
        "college", "academie", "domein", "dienst", "kostenplaats", "regio", "provincie", "gemeente", "cluster",
        "faculteit", "campus", "bestuur", "department", "institution", "code",
    ),
    "uitsplitsing": (
        "niveau", "niv", "level", "leerweg", "bol", "bbl", "opleiding", "crebo", "sector", "examen", "vak", "schaal",
        "geslacht", "gender", "leeftijd", "groep", "categorie", "soort", "type", "uitsplits", "breakdown", "instroom",
        "cohort", "leerjaar", "herkomst", "richting", "profiel", "segment", "onderdeel", "kenmerk", "functie", "klas",
        "begeleid", "ondersteuning", "antwoord", "voorkeur", "migratie", "handicap", "dimensie", "man", "vrouw",
    ),
    "aantal personen": (
        "aantal", "n", "deelnemer", "student", "respond", "respons", "persoon", "personen", "steekproef", "populatie",
        "teller", "noemer", "waarneming", "count", "base", "gewogen", "medewerker", "leerling", "omvang", "sample",
    ),
    "periode": (
        "jaar", "periode", "kwartaal", "maand", "week", "semester", "trimester", "year", "quarter", "month", "meting",
    ),
}  # fmt: skip
_SHORT = 4
"""A word of at most so many letters must be a whole word of the heading."""
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_PART = re.compile(
    r"\b(?:niveau|niv|mbo|n)[\s.-]*[1-4]\b|\b(?:entree|bol|bbl|extranei)\b|\bbc-?\d{3}\b", re.IGNORECASE
)
_UNIT = re.compile(r"\b(?:school|team|locatie|vestiging|afdeling)\b", re.IGNORECASE)


def role_of(header: str) -> str:
    """What a heading says of a figure, a key of ``HEADINGS``; ``""``: it is not known.

    An aside in brackets is left out when it changes nothing: ``Waarde (%)`` is the value, ``Waarde (landelijk)`` is not
    known, and ``Aantal (%)`` is no number of people.
    """
    bare = squashed(_BRACKETS.sub(" ", header))
    role = next((role for role, words in HEADINGS.items() if bare in words), "")
    asides = [squashed(aside) for aside in _BRACKETS.findall(header)]
    if not role or ("%" in header and role != "value"):
        return ""
    return role if all(aside in _ASIDES.get(role, frozenset()) for aside in asides) else ""


def bare_of(header: str) -> str:
    """A heading as its words are compared: without asides, spaces and signs."""
    return squashed(_BRACKETS.sub(" ", header))


def topic_of(header: str) -> str:
    """What an unknown heading seems to be about (``eenheid``, ``uitsplitsing`` ...); ``""``: nothing tells."""
    words = plain_words(header).split()
    for topic, marks in _ABOUT.items():
        if any(mark in words if len(mark) <= _SHORT else mark in word for mark in marks for word in words):
            return topic
    return ""


def speaks_of_part(text: str) -> bool:
    """Whether a text names a level, route or programme: ``VSV niveau 2``, ``alleen BBL``."""
    return bool(_PART.search(text))


def speaks_of_unit(text: str) -> bool:
    """Whether a text names a school, team or place: ``School voor Zorg``."""
    return bool(_UNIT.search(text))
