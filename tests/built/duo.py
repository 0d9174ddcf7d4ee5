"""Built editions of DUO's "indicatoren per instelling": as the real ones, with what a later edition may change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.built.files import xlsx_file

WHO = ["Naam Instelling", "Soort Instelling", "Straat", "Huisnr", "Postcode", "Plaats", "Vgl Groep", None]
Pair = tuple[Any, Any]


@dataclass(frozen=True)
class Edition:
    """How an edition words its header. ``years``: of the columns with vsv, oldest first."""

    years: Sequence[str] = ("2017 - 2018", "2018 - 2019", "2019 - 2020")
    title: str = "Percentage nieuwe VSV-ers"
    college: str = "Inst."
    group: str = "Vgl Grp"
    brin: str = "Brinnr"
    sheet: str = "VSV"

    def vsv(self, colleges: Mapping[str, tuple[str, Sequence[Pair]]]) -> list[list[Any]]:
        """The sheet with vsv. ``colleges``: by BRIN the comparison group, and a pair (own, group) for each year."""
        before = [None] * (len(WHO) + 1)
        head = [
            [*before, self.title],
            [*before, *(cell for year in self.years for cell in (year, None, None))],
            [self.brin, *WHO, *(cell for _ in self.years for cell in (self.college, self.group, None))],
            [None],
        ]
        rows = [
            [brin, f"College {brin}", "ROC", "Straat", "1", "1234AB", "Plaats", group, None]
            + [cell for pair in pairs for cell in (*pair, None)]
            for brin, (group, pairs) in colleges.items()
        ]
        return [*head, *rows, [], ["* voorlopig cijfer"], ["Bron: DUO"]]

    def file(self, colleges: Mapping[str, tuple[str, Sequence[Pair]]], **sheets: list[list[Any]]) -> bytes:
        """A workbook with an explanation first and finance last, as other editions order them."""
        first = [["Toelichting bij de indicatoren"], [], ["vsv in 2018 - 2019: zie het volgende blad"]]
        finance = [[None, "2019"], [None, "Liq."], [self.brin, "Inst."], ["25LW", 1.1]]
        others = {self.sheet: self.vsv(colleges), **sheets, "Financieel": finance}
        made: bytes = xlsx_file(*first, title="Toelichting", **others).getvalue()
        return made
