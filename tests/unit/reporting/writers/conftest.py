"""One document in every format, written once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reporting.blocks import Document, Heading
from reporting.writers import WRITERS
from tests.unit.reporting.writers import example

ROWS, STORY = 400, 50_000


@pytest.fixture(scope="session")
def document() -> Document:
    """A table of 400 rows, and a text of 50,000 characters."""
    return example.document(rows=ROWS, length=STORY)


@pytest.fixture(scope="session")
def small() -> Document:
    return example.document(emoji=False)


@pytest.fixture(scope="session")
def html(document: Document) -> bytes:
    return WRITERS["html"](document)


@pytest.fixture(scope="session")
def docx(document: Document) -> bytes:
    return WRITERS["docx"](document)


@pytest.fixture(scope="session")
def xlsx(document: Document) -> bytes:
    return WRITERS["xlsx"](document)


@pytest.fixture(scope="session")
def pdf(small: Document) -> bytes:
    return WRITERS["pdf"](small)


@pytest.fixture(scope="session")
def long_pdf() -> bytes:
    """The long table and the long text alone: pages cost time."""
    blocks = (
        Heading(1, "Herkomst", "h"),
        example.sources(ROWS),
        Heading(1, "Verhaal", "v"),
        example.story(STORY),
    )
    return WRITERS["pdf"](replace(example.document(), blocks=blocks))
