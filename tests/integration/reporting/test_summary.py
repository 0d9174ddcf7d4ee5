"""What the summary of a report says of the rest, and which chapters stand beside those of the objectives."""

from __future__ import annotations

import json

import pytest

from reporting.blocks import Heading, Paragraph
from reporting.canonical import canonical
from reporting.chapters.summary import MOST, attention, summary_chapter
from reporting.chapters.supervisors import WORST, supervisor_chapters
from reporting.chapters.told import Told
from reporting.kinds import ReportKind
from reporting.outline import outline


def test_only_a_priority_with_indicators_outside_its_objectives_has_a_chapter_of_them(snapshot):
    content = snapshot(2026)
    beside = {row["priority"] for row in content["indicators"] if not row["objective"]}
    assert beside and beside < {row["code"] for row in content["priorities"]}
    heads = [block.text for block in outline(content).blocks if isinstance(block, Heading)]
    assert [text for text in heads if "los van" in text] == [
        f"Indicatoren van prioriteit {code}, los van een doelstelling" for code in sorted(beside)
    ]


@pytest.mark.parametrize(
    ("more", "objective", "said"),
    [
        (0, "1.1", []),
        (1, "1.1", ["Nog 1 andere staat bij de eigen doelstelling."]),
        (3, "1.1", ["Nog 3 andere staan bij hun doelstelling."]),
        (1, "", ["Nog 1 andere staat verderop in dit verslag."]),
        (3, "", ["Nog 3 andere staan verderop in dit verslag."]),
    ],
)
def test_summary_says_where_the_rest_that_asks_for_attention_stands(snapshot, more, objective, said):
    content = json.loads(canonical(snapshot(2026)))
    row = attention(content["indicators"])[0]
    content["indicators"] = [{**row, "priority": "1", "objective": objective}] * (MOST + more)
    told = summary_chapter(Told(content))
    assert [one.text for one in told if isinstance(one, Paragraph) and one.text.startswith("Nog ")] == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (0, []),
        (1, ["Nog 1 andere indicator vraagt aandacht; die staat in de verantwoording."]),
        (2, ["Nog 2 andere indicatoren vragen aandacht; die staan in de verantwoording."]),
    ],
)
def test_summary_for_the_supervisors_says_so_too(snapshot, more, said):
    content = json.loads(canonical(snapshot(2026, ReportKind.SUPERVISORS)))
    content["indicators"] = [attention(content["indicators"])[0]] * (WORST + more)
    told = supervisor_chapters(Told(content))
    assert [one.text for one in told if isinstance(one, Paragraph) and one.text.startswith("Nog ")] == said
