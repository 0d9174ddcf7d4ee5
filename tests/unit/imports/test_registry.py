from __future__ import annotations

from imports import registry
from tests import fake_reader


def test_register_and_take_away(reader):
    assert list(registry.readers()) == ["nep"]
    registry.register(fake_reader.make(name="ander", title="aap"))
    assert list(registry.readers()) == ["ander", "nep"]
    registry.unregister("ander")
    registry.unregister("ander")
    assert registry.readers() == {"nep": reader}


def test_register_the_same_name_replaces(reader):
    other = fake_reader.make(title="Andere titel")
    registry.register(other)
    assert registry.readers() == {"nep": other}
