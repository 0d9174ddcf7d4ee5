"""Which chapters begin on a new page."""

from __future__ import annotations

from reporting.blocks import Column, Heading, PageBreak, Paragraph, Table
from reporting.paging import FEW, paged

TABLE = Table("Tabel", (Column("k"),), ())


def chapter(name: str, *blocks):
    return [Heading(1, name, name), *blocks]


def test_long_chapters_begin_on_a_page_and_short_ones_go_on():
    blocks = [*chapter("a", TABLE), *chapter("b", Paragraph("Niets.")), *chapter("c", Paragraph("x" * FEW))]
    found = list(paged(blocks, short=False))
    assert [type(one) for one in found] == [Heading, Table, Heading, Paragraph, PageBreak, Heading, Paragraph]
    assert [one.goes_on for one in found if isinstance(one, Heading)] == [False, True, False]


def test_in_a_short_document_all_go_on():
    found = list(paged([*chapter("a", TABLE), *chapter("b", TABLE)], short=True))
    assert PageBreak() not in found
    assert [one.goes_on for one in found if isinstance(one, Heading)] == [False, True]


def test_page_that_was_asked_for_is_not_asked_twice():
    blocks = [*chapter("a", TABLE), PageBreak(), *chapter("b", Paragraph("Niets."))]
    assert list(paged(blocks, short=False)) == blocks
