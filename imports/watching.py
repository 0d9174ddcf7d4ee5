"""What the import page shows of the folder that is watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from imports.models import WatchedFile
from imports.registry import readers

MOST_SHOWN = 50


@dataclass(frozen=True)
class FolderView:
    """``looked_at``: ``None``: nobody looked yet. ``trouble``: what is wrong with the folder itself.

    ``refused``: what was not read, with why; ``more``: how many of those are not in it.
    """

    names: tuple[tuple[str, str], ...]
    looked_at: datetime | None
    trouble: str
    refused: tuple[WatchedFile, ...]
    more: int


def folder_view() -> FolderView | None:
    """The folder as it was last looked at; ``None`` when the site watches none. Two queries at most."""
    if not settings.IMPORT_FOLDER:
        return None
    itself = WatchedFile.objects.filter(path="").first()
    refused = list(WatchedFile.objects.exclude(path="").exclude(message=""))
    return FolderView(
        names=tuple((name, reader.title) for name, reader in readers().items()),
        looked_at=itself.seen_at if itself else None,
        trouble=itself.message if itself else "",
        refused=tuple(refused[:MOST_SHOWN]),
        more=max(0, len(refused) - MOST_SHOWN),
    )
