"""What the tests of the agenda file share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import transaction


class _UndoError(Exception):
    """Ends a block whose writes are not kept."""


@pytest.fixture
def transactional_rollback(db: None) -> Callable[[], AbstractContextManager[None]]:
    """A block whose writes are undone: one test function tries many generated documents."""

    @contextmanager
    def undone() -> Iterator[None]:
        try:
            with transaction.atomic():
                yield
                raise _UndoError
        except _UndoError:
            pass

    return undone
