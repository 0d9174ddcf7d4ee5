"""What the example decides, discusses with partners and agrees. Pure; invented, and about nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Decided:
    """A decision. Days are counted from the day of loading; ``moved``: by how many days it was put off."""

    text: str
    owner: str
    due_in: int
    made_ago: int
    board: bool = False
    moved: int = 0
    moved_why: str = ""
    outcome: str = ""
    closed_ago: int = 0


DECISIONS = (
    Decided(
        "Elke school met een cijfer onder het gemiddelde kiest twee acties en zet die in het teamplan.",
        "Schooldirecteuren", 45, 20, board=True,
    ),
    Decided(
        "Uitzoeken bij welke opleidingen dit speelt, en het directieberaad daarover inlichten.",
        "Dienst Onderwijs & Studenten", -18, 80,
    ),
    Decided(
        "Teams die nieuw beginnen krijgen een half jaar extra begeleiding.",
        "Dienst Onderwijs & Studenten", 100, 95, moved=60,
        moved_why="De werving van begeleiders duurde langer dan gedacht.",
    ),
    Decided(
        "De vragenlijst wordt voortaan op een vast moment in de les ingevuld.",
        "Stafafdeling Kwaliteit", -70, 160,
        outcome="Alle scholen doen dit sinds dit schooljaar. Er vulden meer studenten de lijst in.", closed_ago=60,
    ),
    Decided(
        "Het onderwerp staat elk kwartaal op de agenda van het directieberaad.",
        "College van Bestuur", 12, 40, board=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Evaluated:
    """An evaluation, so many days ago."""

    ago: int
    contact: str
    contact_text: str
    steered: str
    steered_text: str
    needed: str


EVALUATIONS = (
    Evaluated(
        390, "nee", "Er was dit jaar één gesprek, bij de start.",
        "nee", "Iedereen werkte aan het eigen deel.",
        "Een vast overleg, en afspraken over wie wat meet.",
    ),
    Evaluated(
        210, "deels", "Met de meeste partners is er elk kwartaal overleg. Met één partner lukte dat niet.",
        "deels", "De cijfers lagen op tafel. Er werd nog niet samen gekozen wat anders moet.",
        "Een vaste contactpersoon bij elke partner, en cijfers per school.",
    ),
    Evaluated(
        35, "ja", "Alle partners waren dit half jaar ten minste twee keer aan tafel.",
        "deels", "Twee acties zijn samen gekozen. Bij de derde wachten we op de gemeente.",
        "Tijd in het rooster voor de teams die meedoen.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """An agreement. ``due_in`` ``None``: no day was agreed; ``outcome`` ``""``: still open."""

    text: str
    owner: str
    due_in: int | None
    outcome: str = ""


AGREEMENTS = {
    390: (Agreed("Er komt elk kwartaal een overleg.", "Stafafdeling Kwaliteit", -300, "Het overleg is er."),),
    210: (
        Agreed("Elke partner wijst een vaste contactpersoon aan.", "Alle partners", -150, "Iedereen heeft dat gedaan."),
        Agreed("De cijfers per school komen elk half jaar naar de partners.", "Stafafdeling Kwaliteit", -25),
    ),
    35: (
        Agreed("Een gezamenlijke bijeenkomst voor docenten en partners.", "Dienst Onderwijs & Studenten", 60),
        Agreed("Het onderwerp komt terug in het overleg met de gemeente.", "Gemeente", None),
    ),
}  # fmt: skip

# By council: the themes of last year and of this year, each with the objective that it is about; "": the whole agenda.
THEMES = {
    "or": (
        (("Werkdruk van docenten", "3.3"), ("Tijd voor scholing", "3.3")),
        (("Werkdruk van docenten", "3.3"), ("Rust in het rooster", "")),
    ),
    "csr": (
        (("Een veilige school voor iedereen", "1.2"), ("Goede begeleiding op stage", "2.2")),
        (("Goede begeleiding op stage", "2.2"), ("Gelijke kansen om door te stromen", "1.4")),
    ),
}
