"""Standard output of a command that goes to another one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

CLOSED = 141
"""The exit code of a program whose output nobody reads any more: 128 and the number of SIGPIPE."""


class _Flushes(Protocol):
    def flush(self) -> None: ...


@contextmanager
def to_a_reader(out: _Flushes) -> Iterator[None]:
    """Stop without a word when the other side has read enough, as in ``export_values --format csv | head``."""
    try:
        yield
        out.flush()
    except BrokenPipeError:
        # Python flushes standard output once more when it ends, and would complain then.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED)
