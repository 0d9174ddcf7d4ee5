"""Output that nobody reads any more."""

from __future__ import annotations

import pytest

from core.pipes import CLOSED, to_a_reader


class Out:
    """Standard output whose other side closes at a step."""

    def __init__(self, closes_at: str = "") -> None:
        self.closes_at = closes_at
        self.flushed = False

    def write(self) -> None:
        self._step("write")

    def flush(self) -> None:
        self._step("flush")
        self.flushed = True

    def _step(self, name: str) -> None:
        if name == self.closes_at:
            raise BrokenPipeError


def test_everything_is_flushed_while_it_is_read():
    out = Out()
    with to_a_reader(out):
        out.write()
    assert out.flushed


@pytest.mark.parametrize("step", ["write", "flush"])
def test_closed_pipe_ends_without_a_traceback(step):
    out = Out(step)
    with pytest.raises(SystemExit) as stop, to_a_reader(out):
        out.write()
    assert stop.value.code == CLOSED


def test_other_errors_pass_through():
    with pytest.raises(ValueError, match="x"), to_a_reader(Out()):
        raise ValueError("x")
