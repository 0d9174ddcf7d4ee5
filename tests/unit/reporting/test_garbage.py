"""The collector waits while a report is made, and works again afterwards, whatever happened."""

from __future__ import annotations

import gc

import pytest

from reporting.garbage import kept_until_done


@kept_until_done()
def collects() -> bool:
    return gc.isenabled()


def test_waits_and_goes_on_again():
    assert not collects()
    assert gc.isenabled()


def test_goes_on_again_after_a_fault():
    with pytest.raises(ZeroDivisionError), kept_until_done():
        _ = 1 // 0
    assert gc.isenabled()


def test_one_inside_another_waits_for_the_outer_one():
    with kept_until_done():
        assert not collects()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_stays_off_where_it_was_off():
    gc.disable()
    try:
        assert not collects()
        assert not gc.isenabled()
    finally:
        gc.enable()
