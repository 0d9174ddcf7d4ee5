"""Looking into the watched folder: whatever lies there is read or refused with words, and nothing is followed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from imports import folder
from imports.folder import Found, StillChangingError, copied, scan

LATER = 3600.0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "map" / "nep").mkdir(parents=True)
    return tmp_path / "map"


def look(root: Path, *, after: float = LATER) -> dict[str, Found]:
    return {one.path: one for one in scan(str(root), ["nep", "ander"], time.time() + after)}


def message(root: Path, path: str) -> str:
    return look(root)[path].message


def test_file_in_the_folder_of_its_reader_is_found(root):
    (root / "nep" / "a.csv").write_bytes(b"abc")
    (one,) = look(root).values()
    assert (one.path, one.reader, one.name, one.size, one.ready, one.message) == (
        "nep/a.csv", "nep", "a.csv", 3, True, "",
    )  # fmt: skip


def test_file_that_was_just_written_is_not_ready(root):
    (root / "nep" / "a.csv").write_bytes(b"abc")
    assert not look(root, after=0)["nep/a.csv"].ready


def test_old_moment_of_change_does_not_make_a_fresh_copy_ready(root):
    """Copying with the moments of the original is what many programs do."""
    (root / "nep" / "a.csv").write_bytes(b"abc")
    os.utime(root / "nep" / "a.csv", (0, 0))
    assert not look(root, after=0)["nep/a.csv"].ready


def test_what_does_not_belong_is_refused_with_what_to_do(root):
    (root / "los.csv").write_bytes(b"abc")
    (root / "onbekend").mkdir()
    (root / "nep" / "dieper").mkdir()
    os.mkfifo(root / "nep" / "buis")
    assert message(root, "los.csv").endswith("in de map van zijn bron: nep, ander.")
    assert message(root, "onbekend").endswith("de naam van een bron: nep, ander.")
    assert "lezen we niet" in message(root, "nep/dieper")
    assert message(root, "nep/buis") == folder.ODD


def test_links_are_never_followed(root, tmp_path):
    secret = tmp_path / "geheim.csv"
    secret.write_bytes(b"geheim")
    (tmp_path / "elders").mkdir()
    (root / "nep" / "a.csv").symlink_to(secret)
    (root / "ander").symlink_to(tmp_path / "elders")
    (root / "los").symlink_to(secret)
    assert {one.message for one in look(root).values()} == {folder.LINK}


def test_file_that_became_a_link_after_it_was_found_is_not_read(root, tmp_path):
    secret = tmp_path / "geheim.csv"
    secret.write_bytes(b"abc")
    (root / "nep" / "a.csv").write_bytes(b"abc")
    found = look(root)["nep/a.csv"]
    (root / "nep" / "a.csv").unlink()
    (root / "nep" / "a.csv").symlink_to(secret)
    with pytest.raises(OSError), copied(str(root), found):
        pass


def test_folder_that_became_a_link_after_it_was_found_is_not_read(root, tmp_path):
    (root / "nep" / "a.csv").write_bytes(b"abc")
    found = look(root)["nep/a.csv"]
    (root / "nep").rename(tmp_path / "elders")
    (root / "nep").symlink_to(tmp_path / "elders")
    with pytest.raises(OSError), copied(str(root), found):
        pass


@pytest.mark.parametrize("name", [".DS_Store", "~$a.xlsx", "a.csv.part", "a.tmp", "Thumbs.db", ".a.csv.swp"])
def test_what_programs_leave_is_passed_over(root, name):
    (root / "nep" / name).write_bytes(b"abc")
    assert look(root) == {}


def test_copy_is_what_was_found(root):
    (root / "nep" / "a.csv").write_bytes(b"abc")
    found = look(root)["nep/a.csv"]
    with copied(str(root), found) as (copy, sha256):
        (root / "nep" / "a.csv").write_bytes(b"iets anders")
        assert copy.read() == b"abc"
        assert sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_file_that_grew_since_is_left_for_the_next_round(root):
    (root / "nep" / "a.csv").write_bytes(b"abc")
    found = look(root)["nep/a.csv"]
    with (root / "nep" / "a.csv").open("ab") as file:
        file.write(b"def")
    with pytest.raises(StillChangingError), copied(str(root), found):
        pass


@pytest.mark.parametrize("name", [b"caf\xe9.csv", b"regel\neinde.csv", "é.csv".encode(), b"<b>.csv"])
def test_any_name_becomes_text_that_can_be_kept_and_opened(root, name):
    (root / "nep" / os.fsdecode(name)).write_bytes(b"abc")
    (found,) = look(root).values()
    found.path.encode()
    assert found.path.isprintable()
    with copied(str(root), found) as (copy, _):
        assert copy.read() == b"abc"


def test_folder_that_is_not_there_says_so(tmp_path):
    with pytest.raises(OSError):
        scan(str(tmp_path / "weg"), ["nep"], time.time())
