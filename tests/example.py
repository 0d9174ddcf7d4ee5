"""The real agenda with the example data of one day, and the addresses of every page on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from demo.services import demo_load
from organisation.access import CommandActor
from planfile.services import agenda_load
from tests.kept_rows import Kept, keep, put_back

AGENDA_FILE = Path(__file__).resolve().parents[1] / "fixtures" / "noorderpoort-2024-2027.yaml"
ON = date(2026, 11, 21)
SLUG, PERIOD = "noorderpoort-2024-2027", "2024-2027"
SCHOOL, TEAM = "voorbeeld-01", "voorbeeld-01-1"
OTHER_SCHOOL, OTHER_TEAM = "voorbeeld-02", "voorbeeld-01-2"


_KEPT: list[Kept] = []


def load() -> None:
    """The agenda, and what the example invents about it, into an empty database; the second time from memory."""
    if _KEPT:
        put_back(_KEPT[0])
        return
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=CommandActor("load_agenda"))
    demo_load(on=ON, by=CommandActor("demo_load"))
    _KEPT.append(keep())


def every_pattern() -> dict[str, URLPattern]:
    """Every address of the site by its name, as the resolver knows them."""

    def below(resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from below(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            else:
                yield f"{space}{pattern.name}", pattern

    found = list(below(get_resolver(), ""))
    assert len(dict(found)) == len(found), "two addresses have one name"
    return dict(found)
