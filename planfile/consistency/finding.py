"""A finding, and the kinds there are. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass

CONTRADICTION = "tegenspraak"
GAP = "ontbreekt"
NOTICE = "aandacht"


@dataclass(frozen=True)
class Finding:
    """One thing in the plan that asks for attention.

    ``code``: one of ``KINDS``. ``subject``: the bare code of the indicator, programme, objective, measure or
    budget line; for a stated total its scope; for a legal instrument its name; for the whole budget ``begroting``.
    ``values``: what is compared, in Dutch notation. ``message``: one Dutch sentence, with the breakdown and the values.
    """

    code: str
    subject: str
    values: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        """The command's line: ``twee-waarden 1c 17 / 18: zin``. Always one line."""
        head = " ".join(part for part in (self.code, self.subject, " / ".join(self.values)) if part)
        return " ".join(f"{head}: {self.message}".split())


@dataclass(frozen=True)
class FindingKind:
    """``weight``: tegenspraak, ontbreekt or aandacht. ``meaning``: what it says. ``remedy``: what to do."""

    title: str
    weight: str
    meaning: str
    remedy: str


KINDS: dict[str, FindingKind] = {
    "twee-waarden": FindingKind(
        "Twee waarden voor één cijfer",
        CONTRADICTION,
        "Het plan noemt hetzelfde cijfer op twee plaatsen met een verschillende waarde.",
        "Kies welke waarde geldt en leg dat vast; gerekend wordt met de eerste.",
    ),
    "doel-slechter": FindingKind(
        "Doel slechter dan de 0-meting",
        CONTRADICTION,
        "Het doel ligt de verkeerde kant op: het cijfer mag slechter worden dan het bij de start was.",
        "Stel het doel bij, of noem het uitdrukkelijk een ondergrens of bovengrens.",
    ),
    "doel-onder-opleidingen": FindingKind(
        "Doel van een sector onder zijn eigen opleidingen",
        CONTRADICTION,
        "Alle opleidingen van de sector met een 0-meting zijn al minstens zo goed als het doel van de sector.",
        "Stel het doel van de sector bij, of controleer de 0-metingen van de opleidingen.",
    ),
    "gemiddelde-en-aandeel": FindingKind(
        "Gemiddelde en aandeel kunnen niet samen kloppen",
        CONTRADICTION,
        "Bij een gemiddelde op een schaal van 1 tot 5 ligt het aandeel van de twee hoogste antwoorden "
        "tussen vaste grenzen; dit aandeel valt erbuiten. Waarschijnlijk meten de twee cijfers niet hetzelfde.",
        "Zoek uit wat het aandeel meet; vergelijk er geen nieuwe meting mee voordat dat duidelijk is.",
    ),
    "delen-en-geheel": FindingKind(
        "Delen tellen niet op tot het geheel",
        CONTRADICTION,
        "De delen zijn samen niet het geheel dat het plan noemt, ook niet als alle cijfers zijn afgerond.",
        "Controleer de cijfers bij de bron en verbeter het deel of het geheel.",
    ),
    "deel-boven-geheel": FindingKind(
        "Deel groter dan het geheel",
        CONTRADICTION,
        "Een deel is groter dan het geheel waar het bij hoort.",
        "Controleer beide cijfers bij de bron; misschien zijn ze verwisseld.",
    ),
    "aantal-en-percentage": FindingKind(
        "Aantal en percentage passen niet bij elkaar",
        CONTRADICTION,
        "De aantallen geven een ander percentage dan het plan noemt, ook als zij zijn afgerond.",
        "Vraag de bron om de niet-afgeronde aantallen, en verbeter het percentage of de aantallen.",
    ),
    "andere-termen": FindingKind(
        "0-meting en doel in andere termen",
        CONTRADICTION,
        "De 0-meting en het doel noemen niet hetzelfde niveau of dezelfde maat.",
        "Leg vast hoe de termen zich tot elkaar verhouden, of druk beide in dezelfde term uit.",
    ),
    "andere-eenheid": FindingKind(
        "Titel noemt een andere eenheid dan de cijfers",
        CONTRADICTION,
        "De titel in het plan spreekt van een andere eenheid dan de cijfers hebben.",
        "Pas de titel aan, of gebruik cijfers in de eenheid van de titel.",
    ),
    "specificatie-telt-niet-op": FindingKind(
        "Specificatie telt niet op tot de regel",
        CONTRADICTION,
        "De genoemde onderdelen van een lastenregel zijn samen niet het bedrag van de regel.",
        "Vul de specificatie aan of verbeter het bedrag, voor elk jaar.",
    ),
    "totaal-klopt-niet": FindingKind(
        "Genoemd totaal is niet de som",
        CONTRADICTION,
        "Een totaal in het plan is niet de som van de regels waar het over gaat.",
        "Verbeter het totaal, of zet het bij de regels waar het wel de som van is.",
    ),
    "fte-telt-niet-op": FindingKind(
        "Onderdelen hebben meer fte dan hun regel",
        CONTRADICTION,
        "De onderdelen van een lastenregel hebben samen meer fte dan de regel zelf.",
        "Verbeter de fte van de regel of van het onderdeel.",
    ),
    "instrument-buiten-looptijd": FindingKind(
        "Regel gebruikt een juridisch instrument buiten zijn looptijd",
        CONTRADICTION,
        "Een batenregel noemt een instrument in een jaar waarin dat nog niet of niet meer loopt.",
        "Noem het instrument waaronder het geld in dat jaar komt, of verbeter de looptijd.",
    ),
    "baten-en-lasten": FindingKind(
        "Baten en lasten verschillen",
        NOTICE,
        "De baten en de lasten van een jaar zijn niet gelijk. Dat mag, "
        "maar het plan moet zeggen waar het verschil blijft.",
        "Noem hoe een tekort wordt gedekt of waar een overschot heen gaat.",
    ),
    "doel-gelijk": FindingKind(
        "Doel gelijk aan de 0-meting",
        NOTICE,
        "Het doel is al bij de start gehaald; het cijfer wordt beoordeeld als iets om vast te houden.",
        "Noem het doel een ondergrens of bovengrens, of stel het bij.",
    ),
    "niet-vergelijkbaar": FindingKind(
        "0-meting niet vergelijkbaar",
        NOTICE,
        "De 0-meting is niet te vergelijken met latere metingen; voortgang is dan niet te berekenen.",
        "Bepaal de 0-meting opnieuw op de manier waarop later wordt gemeten.",
    ),
    "ander-doeljaar": FindingKind(
        "Doel voor een ander jaar dan het einde van de agenda",
        NOTICE,
        "Het doel geldt voor een ander jaar dan het laatste jaar van de agenda.",
        "Stel op tijd een doel voor de resterende jaren.",
    ),
    "doel-herzien": FindingKind(
        "Doel moet worden vernieuwd",
        NOTICE,
        "Het plan zegt dat het doel na een vaste dag opnieuw wordt vastgesteld.",
        "Stel het nieuwe doel vast voor die dag en leg het vast.",
    ),
    "doel-volgt": FindingKind(
        "Doel moet nog worden vastgesteld",
        GAP,
        "Het plan zegt dat het doel later volgt.",
        "Stel het doel vast in het genoemde jaar; noem een jaar als dat er niet is.",
    ),
    "doel-zonder-jaar": FindingKind(
        "Doel zonder jaar",
        GAP,
        "Het doel noemt geen jaar waarin het moet zijn gehaald.",
        "Noem het jaar.",
    ),
    "zonder-doel": FindingKind(
        "Indicator zonder doel",
        GAP,
        "Geen enkele reeks van de indicator heeft een doel.",
        "Stel een doel, of leg vast dat het cijfer alleen wordt gevolgd.",
    ),
    "zonder-0-meting": FindingKind(
        "0-meting ontbreekt",
        GAP,
        "Er is een doel of reeks zonder waarde bij de start; voortgang is dan niet te berekenen.",
        "Vul de 0-meting aan zodra de bron haar geeft.",
    ),
    "geen-meting-in-doeljaar": FindingKind(
        "Geen meting in het jaar van het doel",
        GAP,
        "In het jaar van het doel is er geen meting; een eerdere meting beslist.",
        "Houd rekening met de meting die beslist, of laat extra meten.",
    ),
    "bron-gestopt": FindingKind(
        "Bron bestaat niet meer",
        GAP,
        "De bron van de indicator is gestopt; er komt geen vergelijkbare meting meer.",
        "Kies een andere bron en bepaal de 0-meting daarmee opnieuw.",
    ),
    "doelstelling-zonder-indicator": FindingKind(
        "Doelstelling zonder indicator",
        GAP,
        "Bij de doelstelling staat geen enkele indicator; voortgang is niet te meten.",
        "Kies een indicator, of leg vast waaraan voortgang te zien is.",
    ),
    "maatregel-zonder-planning": FindingKind(
        "Maatregel zonder planning",
        GAP,
        "De maatregel wordt ingezet, maar het plan zegt niet wanneer.",
        "Zet minstens één stap met een jaar bij de maatregel.",
    ),
    "verwijzing-onbekend": FindingKind(
        "Verwijzing naar iets wat er niet is",
        CONTRADICTION,
        "De maatregel verwijst naar iets wat niet in de agenda staat of niet wordt ingezet.",
        "Verbeter de verwijzing.",
    ),
    "verwijzing-kring": FindingKind(
        "Maatregelen verwijzen naar elkaar",
        CONTRADICTION,
        "De maatregelen verwijzen in een kring; geen van alle wordt zo uitgevoerd.",
        "Bepaal welke maatregel het werk doet en haal daar de verwijzing weg.",
    ),
    "aandelen-niet-100": FindingKind(
        "Aandelen zijn samen geen 100 %",
        GAP,
        "De regel is niet helemaal verdeeld over doelstellingen.",
        "Verdeel de regel helemaal.",
    ),
    "regel-zonder-doelstelling": FindingKind(
        "Lastenregel zonder doelstelling",
        GAP,
        "De lasten horen bij geen enkele doelstelling; zij tellen nergens mee naast de voortgang.",
        "Noem de doelstelling, of leg vast dat de regel voor het geheel is.",
    ),
    "andere-prioriteit": FindingKind(
        "Begrotingsregel bij een andere prioriteit dan zijn doelstelling",
        NOTICE,
        "De regel staat bij de ene prioriteit, maar zijn doelstelling hoort bij een andere.",
        "Verplaats de regel, of leg uit waarom het geld daar staat.",
    ),
    "instrument-zonder-regel": FindingKind(
        "Juridisch instrument dat geen regel gebruikt",
        NOTICE,
        "Van het instrument staat er een looptijd of afspraak, maar er komt geen geld onder binnen.",
        "Zet de naam bij de batenregels precies zo, of haal het instrument weg.",
    ),
    "begroting-jaren": FindingKind(
        "Begrotingsregel mist jaren of heeft jaren te veel",
        GAP,
        "De regel heeft geen bedrag voor elk jaar van de agenda, of een bedrag voor een jaar erbuiten.",
        "Vul de jaren aan; schrijf 0 als er dat jaar geen geld is.",
    ),
}
