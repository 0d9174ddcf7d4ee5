"""One measurement as pages show it. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, overload

from indicators.suppression import Hidden, Shown

if TYPE_CHECKING:
    from indicators.facts import Source

T = TypeVar("T")
HIDDEN_WORDS = {Hidden.SMALL: "te klein aantal", Hidden.COMPLEMENTARY: "niet getoond", Hidden.ABSENT: "–"}


@dataclass(frozen=True)
class Point:
    """One measurement as it may be shown. ``day``: the day that it describes. ``text``: the value in words.

    ``decimals``: how precisely this figure is published, which may differ from its series. ``sd``: how far the answers
    lie apart; ``None``: not known, or hidden with the value. ``origin``: where it came in; ``None``: printed in the
    plan itself, or worked out from others.
    """

    period: str
    day: date
    shown: Shown
    text: str
    decimals: int
    final: bool = True
    source: str = ""
    place: str = ""
    note: str = ""
    demo: bool = False
    recorded_at: datetime | None = None
    sd: Decimal | None = None
    origin: Source | None = None

    @property
    def value(self) -> Decimal | None:
        return self.shown.value


class Lazy(Sequence[T]):
    """Rows that are only made when somebody looks: most pages show the newest of many."""

    def __init__(self, rows: Sequence[Any], make: Callable[[Any], T]) -> None:
        self._rows, self._make = rows, make
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        number = place % len(self)
        if number not in self._made:
            self._made[number] = self._make(self._rows[number])
        return self._made[number]

    def __iter__(self) -> Iterator[T]:
        return (self[number] for number in range(len(self)))
