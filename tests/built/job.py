"""Built JOB files: no real one may be published. The columns are those of the real ones, the people are invented."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

SAFE = "Voel je je veilig op school?"
GUIDANCE = "Wat vind je van de begeleiding tijdens je opleiding?"
CHOICE = "Na de opleiding moet je kiezen: verder leren of gaan werken. Hoe helpt je school je bij deze keuze?"
BY_SCHOOL = "Wat vind je van hoe school je heeft begeleid (begeleidt) tijdens je stage/bpv?"
BY_COMPANY = "Wat vind je van hoe het leerbedrijf je heeft begeleid (begeleidt) tijdens je stage/bpv?"
DUTCH = "Wat vind je van de lessen Nederlands?"
CITIZENSHIP = "Wat vind je van de lessen burgerschap?"
QUESTIONS = (SAFE, GUIDANCE, CHOICE, BY_SCHOOL, BY_COMPANY, DUTCH, CITIZENSHIP)
WHO = ("Locatie", "Team", "CREBO", "Niveau", "Leerweg", "Leeftijd", "weegfac1")
TEAMS = {"Zorg": ("Verpleegkunde", "Verzorging"), "Techniek": ("Metaal", "Elektro"), "Handel": ("Retail",)}
UNANSWERED = ("", "99", "n.v.t.")


@dataclass
class Respondents:
    """A file with one respondent a row, as a header and rows of text."""

    header: list[str] = field(default_factory=lambda: [*WHO, *QUESTIONS])
    rows: list[list[str]] = field(default_factory=list)

    def csv(self, delimiter: str = ";") -> bytes:
        lines = [self.header, *self.rows]
        return "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines).encode("utf-8-sig")

    def numbered(self) -> list[tuple[int, list[str]]]:
        """The rows with the numbers that a spreadsheet gives them."""
        return list(enumerate(self.rows, start=2))


def respondents(count: int = 300, seed: int = 7) -> Respondents:
    """Invented people; about one in eight does not answer a question, and weights differ."""
    made, chance = Respondents(), random.Random(seed)
    for _ in range(count):
        school = chance.choice(list(TEAMS))
        who = [
            school, chance.choice(TEAMS[school]), f"{chance.randint(25000, 26000)}", str(chance.randint(1, 4)),
            chance.choice(("BOL", "BBL")), str(chance.randint(16, 40)), f"0,{chance.randint(3000, 9999)}",
        ]  # fmt: skip
        answers = [
            chance.choice(UNANSWERED) if chance.random() < 0.12 else str(chance.randint(1, 5))
            for _ in QUESTIONS
        ]
        made.rows.append(who + answers)
    return made
