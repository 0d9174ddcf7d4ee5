"""Fixtures for tests of the import: the fake reader, a data steward, and a way to upload."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.files.base import ContentFile

from imports import registry, services
from imports.models import Batch
from imports.registry import Reader
from organisation.access import Actor
from organisation.roles import Role
from tests import factories, fake_reader


@pytest.fixture
def reader() -> Iterator[Reader]:
    """The fake reader, the only one that is registered."""
    before = registry.readers()
    for name in before:
        registry.unregister(name)
    fake = fake_reader.make()
    registry.register(fake)
    yield fake
    registry.unregister(fake.name)
    for one in before.values():
        registry.register(one)


@pytest.fixture
def four_eyes(monkeypatch) -> None:
    """Somebody else than the uploader must approve, on every day."""
    monkeypatch.setattr(registry, "asks_four_eyes", [lambda on: True])


@pytest.fixture
def steward(holder_of) -> Actor:
    """The data steward as the actor of a service."""
    return factories.actor(holder_of(Role.DATA_STEWARD))


@pytest.fixture
def upload(reader: Reader, steward: Actor) -> Callable[..., Batch]:
    """``upload(bytes)``: a file that is taken in; its check waits."""

    def upload(content: bytes = fake_reader.GOOD, name: str = "nep.csv", **more) -> Batch:
        by = more.pop("by", steward)
        return services.batch_upload(
            reader=reader.name, file=ContentFile(content, name), name=name, by=by, queued=False, **more
        )

    return upload


@pytest.fixture
def check() -> Callable[[Batch], Batch]:
    """Run a batch's check as the worker would."""

    def check(batch: Batch) -> Batch:
        services.check_run(job_id=batch.job_id)
        return Batch.objects.get(pk=batch.pk)

    return check


@pytest.fixture
def checked(upload, check) -> Callable[..., Batch]:
    """``checked(bytes)``: a file that was uploaded and checked."""
    return lambda content=fake_reader.GOOD, name="nep.csv", **more: check(upload(content, name, **more))
