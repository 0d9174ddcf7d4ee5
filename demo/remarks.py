"""Sentences that teams of the example write in their reports. Pure; invented, and about nobody."""

from __future__ import annotations

from measures.models import Progress

CHANGED: dict[Progress, tuple[str, ...]] = {
    Progress.NOT_STARTED: (
        "Nog niets. We beginnen als de planning voor het nieuwe schooljaar vaststaat.",
        "We hebben gekozen wie dit gaat trekken. Verder is er nog niets gebeurd.",
        "",
    ),
    Progress.RUNNING: (
        "Twee van de drie klassen doen nu mee. Studenten geven aan dat het hun helpt.",
        "De werkgroep kwam drie keer bij elkaar en maakte een opzet.",
        "Alle nieuwe collega's hebben de training gevolgd.",
        "We hebben de afspraken in het teamplan gezet en met het team besproken.",
        "De proef loopt bij één opleiding. De eerste reacties zijn goed.",
        "Er staat nu een vast moment in het rooster, elke twee weken.",
        "Met twee bedrijven zijn afspraken gemaakt voor komend half jaar.",
    ),
    Progress.DELAYED: (
        "De eerste bijeenkomst is geweest. De tweede is twee keer verzet.",
        "De opzet is klaar, maar het team heeft er nog niet over gesproken.",
        "Een deel van het team is geschoold, de rest nog niet.",
    ),
    Progress.DONE: (
        "Het is ingevoerd en hoort nu bij het gewone werk van het team.",
        "Alle klassen doen mee. We hebben het met het team geëvalueerd.",
        "De afspraken zijn vastgelegd en bij iedereen bekend.",
    ),
    Progress.STOPPED: ("We zijn gestopt na de proef.",),
    Progress.NOT_APPLICABLE: ("",),
}

FOLLOWING: dict[Progress, tuple[str, ...]] = {
    Progress.NOT_STARTED: (
        "In januari bespreken we in het team wie wat doet.",
        "Eerst uren vrijmaken in het rooster, daarna beginnen.",
    ),
    Progress.RUNNING: (
        "Na de vakantie sluit de derde klas aan.",
        "In het voorjaar vragen we studenten wat zij ervan vinden.",
        "De opzet gaat naar het management, daarna voeren we haar in.",
        "We delen dit met de andere teams van de school.",
        "In februari kijken we of het werkt.",
    ),
    Progress.DELAYED: (
        "De bijeenkomst staat nu in januari. De rest schuift mee.",
        "We beginnen met een kleinere groep en breiden daarna uit.",
        "De directeur zoekt vervanging voor de uren die wegvielen.",
    ),
    Progress.DONE: ("Elk jaar in mei kijken we of het nog klopt.", ""),
    Progress.STOPPED: ("Niets; het geld gaat naar een andere maatregel.",),
    Progress.NOT_APPLICABLE: ("",),
}

REASONS: dict[Progress, tuple[str, ...]] = {
    Progress.DELAYED: (
        "De trekker is lang ziek en er is nog geen vervanger.",
        "Er zijn te weinig uren in het rooster.",
        "We wachten op het besluit over het nieuwe systeem.",
    ),
    Progress.STOPPED: ("Uit de proef bleek dat studenten er weinig aan hadden.",),
    Progress.NOT_APPLICABLE: (
        "Wij hebben geen studenten op dit niveau.",
        "Onze opleidingen hebben geen stage in het eerste jaar.",
    ),
}
"""Why it is late, stopped or not theirs; those states ask for a reason."""

QUESTION = "Fijn dat het loopt. Hoeveel studenten doen nu mee, en wanneer kijken jullie of het werkt?"
"""What the portfolio holder asks about one of the reports."""
