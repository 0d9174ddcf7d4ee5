"""With whom an objective is worked on: partners, evaluations with what was agreed, and decisions to steer."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Bullets, Heading, Paragraph
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.sentences import joined, raised, sentence


def partners_part(row: Json, level: int) -> Iterator[Block]:
    yield Heading(level, "Partners en evaluaties", f"partners-{row['code']}")
    for side in ("intern", "extern", ""):
        names = [partner_text(one) for one in row["partners"] if one["side"] == side]
        if names:
            kind = {"intern": "Interne partners", "extern": "Externe partners"}.get(side, "Partners")
            yield Paragraph(f"{kind}: {'; '.join(names)}.")
    if not row["evaluations"]:
        yield Paragraph("Er is nog geen evaluatie met partners vastgelegd.")
    for one in row["evaluations"]:
        yield Bullets(tuple(evaluation_lines(one)))


def partner_text(one: Json) -> str:
    return f"{one['name']} ({one['role']})" if one["role"] else str(one["name"])


def evaluation_lines(one: Json) -> Iterator[str]:
    """An evaluation in a few lines: when and with whom, what was found, what was agreed."""
    held = cells.day(one["held_on"]).shown
    around = f", {one['round']}" if one["round"] else ""
    people = f" met {joined(one['participants'])}" if one["participants"] else ""
    yield f"Evaluatie op {held}{around}{people}."
    for question, word, text in (
        ("Is er regelmatig contact?", one["contact"], one["contact_text"]),
        ("Wordt er gestuurd op de uitkomsten?", one["steered"], one["steered_text"]),
    ):
        if word or text:
            yield f"{question} {' '.join(filter(None, (f'{raised(word)}.' if word else '', text)))}"
    if one["needed"]:
        yield f"Nog nodig: {sentence(one['needed'])}"
    for agreed in one["agreements"]:
        due = f", uiterlijk {cells.day(agreed['due_on']).shown}" if agreed["due_on"] else ""
        state = f"afgerond: {agreed['outcome']}" if agreed["closed_on"] else "open"
        late = " en te laat" if agreed["late"] else ""
        yield f"Afspraak ({agreed['owner']}{due}): {sentence(agreed['text'])} {raised(sentence(state + late))}"


def decisions_part(rows: list[Json], level: int, anchor: str) -> Iterator[Block]:
    """What was decided; without decisions nothing stands."""
    if rows:
        yield Heading(level, "Bijsturing", f"bijsturing-{anchor}")
        yield Bullets(tuple(decision_line(one) for one in rows))


def decision_line(one: Json) -> str:
    about = f"{one['indicator']}: " if one["indicator"] else ""
    light = f" De status was toen {one['status_label']}." if one["status_label"] else ""
    due = f"{one['owner']}, uiterlijk {cells.day(one['due_on']).shown}"
    moved = f" Eerst was dat {cells.day(one['first_due_on']).shown}: {sentence(one['moved_reason'])}" if one[
        "first_due_on"
    ] else ""  # fmt: skip
    end = "staat open en is te laat" if one["late"] else "staat open"
    if one["closed_on"]:
        end = f"afgerond op {cells.day(one['closed_on']).shown}: {one['outcome']}"
    return f"{about}{sentence(one['text'])}{light} ({due}.{moved}) {raised(sentence(end))}"
