"""What the agenda file's keys and values are called in Dutch: on forms, in differences and in refusals.

A test asks a label of every key of ``document``. Pure: no Django.
"""

from __future__ import annotations

from typing import Any

from indicators.breakdowns import BREAKDOWNS, LABELS, PROGRAMME, VALUE_LABELS
from planfile import document as doc

NOUNS: dict[type, str] = {
    doc.Head: "agenda",
    doc.Programme: "opleiding",
    doc.Release: "meetkalender",
    doc.Priority: "prioriteit",
    doc.Objective: "doelstelling",
    doc.Indicator: "indicator",
    doc.Series: "reeks",
    doc.Measure: "maatregel",
    doc.Income: "baten",
    doc.Cost: "lasten",
    doc.Instrument: "juridisch instrument",
}
"""The kinds of item that have an identity of their own, in the singular."""

KEYS: dict[str, str] = {
    "absence": "waarom er geen waarde is",
    "agenda": "agenda",
    "also_stated": "ook genoemd",
    "ambitions": "ambitie",
    "amount": "bedrag",
    "amounts": "bedrag per jaar",
    "applied": "wordt ingezet",
    "baseline": "0-meting",
    "branch": "branche",
    "breakdown": "uitsplitsing",
    "brin": "BRIN",
    "budget": "begroting",
    "by": "uiterlijk",
    "calendar": "meetkalender",
    "carry_over": "overschot mag mee na de looptijd",
    "change": "is een verandering",
    "code": "code",
    "comparable": "te vergelijken met latere metingen",
    "costs": "lasten",
    "counts_people": "telt personen",
    "decimals": "decimalen",
    "definition": "definitie",
    "desired": "gewenste richting",
    "due": "vaststellen vóór",
    "ended": "bron is gestopt",
    "ends": "laatste dag",
    "every": "om de zoveel jaar",
    "expected": "verwacht op",
    "explanation": "uitleg",
    "field": "waarvan",
    "figures": "getal",
    "final": "definitief",
    "first": "voor het eerst in",
    "four_eyes": "bestand met cijfers laten goedkeuren door iemand anders",
    "fte": "fte",
    "group": "groep",
    "groups": "doel voor een groep reeksen",
    "heading": "kopje in het plan",
    "headline": "reeks die voor de indicator staat",
    "high": "bovengrens",
    "history": "eerdere meting",
    "income": "baten",
    "indicators": "indicatoren",
    "institution": "instelling",
    "instruments": "juridische instrumenten",
    "intent": "inzet",
    "interim": "tussendoel",
    "key": "key (vaste naam)",
    "kind": "soort",
    "labels": "naam",
    "lead": "trekker",
    "level": "niveau",
    "low": "ondergrens",
    "mandatory": "verplichte indicator",
    "margin": "marge",
    "measure": "maatregel",
    "measured_on": "dag van de meting",
    "measures": "maatregelen",
    "members": "leden",
    "method": "rekenwijze",
    "min_n": "beoordelen vanaf (aantal antwoorden)",
    "money_thresholds": "grenzen bij de begroting",
    "monitoring": "gevolgd met",
    "n": "aantal personen",
    "name": "naam",
    "note": "toelichting",
    "objective": "doelstelling",
    "objectives": "doelstellingen",
    "obligation": "verplichting",
    "over": "boven het plan (%)",
    "owner": "eigenaar",
    "parent": "onderdeel van",
    "part": "onderdeel",
    "partners": "partner",
    "percent": "procent",
    "period": "periode",
    "planning": "planning",
    "points": "procentpunten",
    "population": "waarneming",
    "priorities": "prioriteiten",
    "priority": "prioriteit",
    "programmes": "opleidingen",
    "repayment": "terugbetalen",
    "rhythm": "meetritme",
    "role": "rol",
    "scope": "waarvan",
    "sector": "sector",
    "see": "uitgevoerd door",
    "series": "reeksen",
    "set_on": "gesteld op",
    "side": "intern of extern",
    "slug": "slug (naam in adressen)",
    "source": "bron",
    "source_codes": "nummers in het plan",
    "sources": "bronnen",
    "specification": "specificatie",
    "starts": "eerste dag",
    "stated_as": "in deze termen genoemd",
    "stated_totals": "genoemd totaal",
    "stated_unit": "eenheid volgens de titel",
    "step": "stap",
    "stretch": "bij voorkeur",
    "strict": "grens zelf telt niet mee",
    "suppress_below": "verbergen onder (aantal personen)",
    "target": "doel",
    "targets": "doel",
    "text": "tekst",
    "title": "titel",
    "topic": "onderwerp",
    "under": "onder het plan (%)",
    "unit": "eenheid",
    "value": "waarde",
    "where": "plaats in het plan",
}
"""One Dutch word or phrase per key of the file; the same key means the same thing wherever it stands."""

VALUES: dict[str, str] = {
    "percent": "procent (0-100)",
    "score5": "score op 5",
    "score10": "cijfer op 10",
    "count": "aantal",
    "euro": "euro",
    "text": "beschrijving",
    "higher": "hoger is beter",
    "lower": "lager is beter",
    "none": "geen richting",
    "sample": "steekproef",
    "register": "registratie",
    "reach": "bereiken",
    "at_least": "ten minste",
    "at_most": "ten hoogste",
    "relative": "procentuele verandering",
    "points": "verandering in procentpunten",
    "improve": "verbeteren",
    "grow": "elke periode beter",
    "range": "binnen grenzen",
    "to_be_set": "nog vast te stellen",
    "monitor": "alleen volgen",
    "nb": "niet beschikbaar (nb)",
    ".": "niet te berekenen (.)",
    "leeg": "niet ingevuld",
    "nvt": "niet van toepassing",
    "onderdrukt": "te klein aantal, verborgen bij de bron",
    "pas_toe_of_leg_uit": "pas toe of leg uit",
    "sum": "som",
    "mean": "gemiddelde",
    "baseline": "0-meting",
    "target": "doel",
}
"""What a value of a closed list is called, where that is another word than the value itself."""


def label(key: str) -> str:
    """The Dutch label of a key; the key itself where there is none."""
    return KEYS.get(key, key)


def value_label(value: str) -> str:
    """The Dutch words for a value of a closed list."""
    return VALUES.get(value, value)


def breakdown_name(breakdown: dict[str, str]) -> str:
    """``{"niveau": "2", "leerweg": "BOL"}`` -> ``niveau 2 BOL``; the whole is ``geheel``."""
    parts = []
    for key in sorted(breakdown, key=lambda name: list(BREAKDOWNS).index(name) if name in BREAKDOWNS else 99):
        value = breakdown[key]
        text = LABELS.get(key, "{}").format(VALUE_LABELS.get(value, value))
        parts.append(f"opleiding {value}" if key == PROGRAMME else text)
    return " ".join(parts) or "geheel"


def series_name(part: str | None, breakdown: dict[str, str]) -> str:
    """What a series of an indicator is called: ``reeks niveau 2 BOL``, ``reeks geheel``."""
    if part:
        return f"reeks {part}" + (f", {breakdown_name(breakdown)}" if breakdown else "")
    return f"reeks {breakdown_name(breakdown)}"


def item_name(item: Any) -> str:
    """What an item is called in a sentence: ``indicator 2a``, ``lasten niveau2``."""
    if isinstance(item, doc.Series):
        return series_name(item.part, item.breakdown)
    if isinstance(item, doc.Release):
        return f"meetkalender {item.source} {item.period}" + ("" if item.final else " (voorlopig)")
    if isinstance(item, doc.Head):
        return "agenda"
    if isinstance(item, doc.Instrument):
        return f"{NOUNS[doc.Instrument]} {item.name}"
    return f"{NOUNS[type(item)]} {item.code}"
