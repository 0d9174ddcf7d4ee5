"""A site with a college and one indicator, and rows of files about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from imports.models import Batch, Origin
from imports.reading import Item, Row, UnitRef
from imports.registry import Planned
from indicators.imports.handler import IndicatorHandler
from indicators.models import Indicator, Series
from organisation.access import CommandActor
from organisation.models import Unit

HANDLER = IndicatorHandler()
BY = CommandActor("test")
OWN = UnitRef("college", "25LW", "Noorderpoort")
OTHER = UnitRef("college", "00GT", "Ander College")
_number = count(1)


def row(value: Any, period: str = "2016/2017", unit: UnitRef = OWN, **fields: Any) -> Row:
    """A row about the whole of the indicator ``vsv``."""
    number = Decimal(value) if isinstance(value, str) else value
    made = {"indicator": "vsv", "unit": unit, "period": period, "value": number, **fields}
    return Row(f"rij {next(_number)}", made)


def make_batch(edition: str = "", reader: str = "table", **fields: Any) -> Batch:
    return Batch.objects.create(
        reader=reader, file_name=f"bestand-{edition or 'x'}.csv", sha256="0" * 64, size=1, edition=edition,
        uploaded_label="test", **fields,
    )  # fmt: skip


def plan(batch: Batch, items: Iterable[Item], beat: Callable[[int], None] = lambda rows: None) -> Planned:
    """Check a file, as the pipeline does."""
    planned = HANDLER.plan(batch, items, beat)
    batch.basis = planned.basis
    batch.save()
    return planned


def apply(batch: Batch) -> int:
    """Approve a file, as the pipeline does."""
    batch.origin = Origin.objects.create(
        kind=Origin.Kind.FILE,
        label=batch.file_name,
        edition=batch.edition,
        reader=batch.reader,
        actor_label="test",
    )
    batch.save()
    return HANDLER.apply(batch, batch.origin, BY)


def take_in(*items: Item, edition: str = "", reader: str = "table") -> Batch:
    """A file from upload to applied."""
    batch = make_batch(edition, reader)
    plan(batch, items)
    apply(batch)
    return batch


def undo(batch: Batch) -> int:
    return HANDLER.undo(batch, batch.origin, BY)


@pytest.fixture
def vsv(college: Unit) -> Indicator:
    return Indicator.objects.create(key="vsv", unit="percent", decimals=1, sources=["DUO"])


@pytest.fixture
def whole(vsv: Indicator) -> Series:
    return Series.objects.create(indicator=vsv)
