"""Snapshots of the whole example, made once: each takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

import pytest

from agenda.models import Agenda
from organisation.models import Unit
from reporting.canonical import Json
from reporting.kinds import ReportKind
from reporting.snapshot import make

Make = Callable[..., Json]


def the_agenda() -> Agenda:
    return Agenda.objects.select_related("college").get()


@lru_cache(maxsize=1)
def known_at() -> datetime:
    """The moment of every snapshot in these tests: once the example was there."""
    return datetime.now(UTC)


@lru_cache(maxsize=8)
def _made(kind: ReportKind, year: int, unit: str, module: str) -> Json:
    found = Unit.objects.get(code=unit) if unit else None
    return make(the_agenda(), year, kind, found, known_at=known_at())


@pytest.fixture(scope="module", autouse=True)
def _after_the_example(whole_demo) -> None:
    known_at.cache_clear()


@pytest.fixture
def snapshot(site, request) -> Make:
    """``snapshot(2026)``: of the example as it was loaded; the same one for all tests of a file."""

    def made(year: int, kind: ReportKind = ReportKind.ACCOUNT, unit: str = "") -> Json:
        return _made(kind, year, unit, request.module.__name__)

    return made
