"""Which reports there are. Pure: no Django."""

from __future__ import annotations

from enum import StrEnum


class ReportKind(StrEnum):
    """``needs_unit``: it is about one school, service or team instead of the college."""

    ACCOUNT = "verantwoording"
    MANAGEMENT = "managementrapportage"
    SCHOOL = "school"
    FACTSHEET = "factsheet"
    SUPERVISORS = "toezicht"

    @property
    def label(self) -> str:
        """What it is called on its own title page."""
        return _LABELS[self]

    @property
    def needs_unit(self) -> bool:
        return self is ReportKind.SCHOOL

    @property
    def is_short(self) -> bool:
        """A few pages: its chapters do not each begin on a new one."""
        return self in {ReportKind.MANAGEMENT, ReportKind.SUPERVISORS}

    @property
    def has_front(self) -> bool:
        """A front page and a table of contents; a document of a few pages has not."""
        return self not in {ReportKind.FACTSHEET, ReportKind.SUPERVISORS}

    @property
    def is_yearly(self) -> bool:
        """There is one about each year; the others may also be about a round or a day of the year."""
        return self is ReportKind.ACCOUNT

    @property
    def is_interim(self) -> bool:
        """Unless a round or day is named: judged on the day that it is made, as long as the year runs; the others on
        the last day of the year.
        """
        return self is ReportKind.MANAGEMENT

    @property
    def story_scopes(self) -> frozenset[str]:
        """Whose stories stand in it: those of ``"objective"``, of ``"priority"``, of both or of neither."""
        return _STORIES.get(self, frozenset())


_STORIES = {
    ReportKind.ACCOUNT: frozenset({"objective", "priority"}),
    ReportKind.SUPERVISORS: frozenset({"priority"}),
}
_LABELS = {
    ReportKind.ACCOUNT: "Verantwoording",
    ReportKind.MANAGEMENT: "Managementrapportage",
    ReportKind.SCHOOL: "Schoolrapportage",
    ReportKind.FACTSHEET: "Factsheets",
    ReportKind.SUPERVISORS: "Samenvatting voor de raad van toezicht",
}
