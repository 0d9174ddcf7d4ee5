"""A small agenda file to spoil in tests."""

from __future__ import annotations

from planfile.document import Document
from planfile.schema import read_document

SMALL = """\
agenda:
  slug: klein-2024-2027
  institution: Klein College
  brin: 25LW
  title: Kleine agenda
  kind: kwaliteitsagenda
  starts: 2024-01-01
  ends: 2027-12-31
  labels: {priority: Prioriteit, objective: Doelstelling, measure: Maatregel}
  min_n: 10
  suppress_below: 5
programmes:
  - {code: bc113, title: Mbo-Verpleegkundige, level: 4}
priorities:
  - code: "1"
    title: Kansen
    ambitions: []
    indicators: []
    objectives:
      - code: "1.1"
        title: Welzijn
        owner: dienst
        ambitions:
          - {text: Iedereen voelt zich thuis., by: 2027}
        partners:
          - {name: Gemeente, side: extern}
        measures:
          - code: 1.1.1
            title: Praten
            obligation: verplicht
            planning:
              - {period: "2024", step: onderzoeken}
            indicators: [1a]
          - code: 1.1.1.1
            parent: 1.1.1
            title: Luisteren
            obligation: null
        indicators:
          - code: 1a
            key: veilig
            title: Veilig
            mandatory: true
            sources: [JOB]
            population: sample
            rhythm: {every: 2, first: 2022, measured_on: 02-15}
            unit: percent
            desired: higher
            decimals: 0
            headline: {}
            series:
              - breakdown: {}
                baseline: {period: "2022", value: 85}
                targets:
                  - {kind: reach, value: 87, by: 2027}
                history:
                  - {period: "2020", value: 83}
              - breakdown: {niveau: "2", leerweg: BOL}
                baseline: {period: "2022", value: 80.5}
                targets: []
      - code: "1.2"
        title: Taal
        owner: null
        ambitions: []
        partners: []
        measures: []
        indicators:
          - code: 2a
            key: taal
            title: Taal
            mandatory: false
            sources: []
            population: register
            rhythm: {}
            unit: count
            desired: higher
            decimals: 0
            headline: null
            series: []
budget:
  income:
    - code: b1
      title: Rijk
      priority: "1"
      amounts: {2024: 1000, 2025: 2000.5}
  costs:
    - code: l1
      title: Coaches
      priority: null
      objectives: {"1.1": 60, "1.2": 40}
      amounts: {2024: 500}
  stated_totals: []
"""


WITH_MONEY = (
    ("  suppress_below: 5\n", "  suppress_below: 5\n  money_thresholds: {over: 2.5, under: 7}\n"),
    (
        "budget:\n",
        """budget:
  instruments:
    - name: subsidie
      starts: 2024-01-01
      ends: 2025-12-31
      carry_over: true
      repayment: null
""",
    ),
    (
        "      amounts: {2024: 1000, 2025: 2000.5}\n",
        """      instruments: {2024: subsidie, 2025: subsidie}
      amounts: {2024: 1000, 2025: 2000.5}
""",
    ),
    (
        "      amounts: {2024: 500}\n",
        """      amounts: {2024: 500}
      fte: {2024: 12, 2025: 10.5}
      specification:
        - {text: coach, amount: 400, fte: 11}
""",
    ),
)
"""What makes the small file say everything that can be said of money."""


def small() -> Document:
    return read_document(SMALL.encode())


def spoiled(*pairs: tuple[str, str]) -> bytes:
    """The small file with each text replaced once."""
    text = SMALL
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def changed(*pairs: tuple[str, str]) -> Document:
    return read_document(spoiled(*pairs))


def line_of(text: str, content: bytes | None = None) -> int:
    """The line, from 1, on which a text first stands."""
    lines = (content or SMALL.encode()).decode().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
