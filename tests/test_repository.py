"""What must hold for the repository as a whole: no addresses, no big files, locks in step, docs complete."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 1_500_000
# Written in halves, so that this file does not name what it looks for.
HALVES = [
    ("pyp", "i.org"),
    ("python", "hosted"),
    ("registry.", "npmjs"),
    ("deb.", "debian"),
    ("/wor", "k/"),
    ("/far", "m/"),
    ("/ro", "ot/"),
    ("bash_", "jobs"),
]
ADDRESSES = re.compile("|".join(re.escape(first + second) for first, second in HALVES), re.IGNORECASE)
IGNORED = {"node_modules", "var", "staticfiles", "__pycache__", "vendor", "screenshots"}


def built(path: Path) -> bool:
    """Whether a path lies in a folder that tools fill: caches and environments have a dot before their name."""
    return any(part in IGNORED or (part.startswith(".") and part != ".ci") for part in path.parts[:-1])


def tracked() -> list[Path]:
    """The files that belong to the repository: what git tracks, or what lies here where there is no git."""
    if (ROOT / ".git").exists():
        # Files that are new and not ignored count as well: they are about to be committed.
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        found = [ROOT / name for name in names.split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not built(path.relative_to(ROOT))]
    return [path for path in found if path.is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        if path.stat().st_size > MOST_BYTES:
            continue
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_tracked_finds_this_file() -> None:
    assert Path(__file__) in tracked()


@pytest.mark.parametrize("halves", HALVES)
def test_addresses_pattern_matches_what_it_must(halves: tuple[str, str]) -> None:
    text = "".join(halves).upper()
    assert ADDRESSES.search(f"see https://{text} there")


@pytest.mark.parametrize("text", ["https://example.org/network", "at work/home", "../var/work.txt"])
def test_addresses_pattern_leaves_the_rest(text: str) -> None:
    assert not ADDRESSES.search(text)


def test_no_file_names_a_registry_or_this_machine() -> None:
    hits = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if ADDRESSES.search(line)
    ]
    assert hits == []


def test_no_file_is_big() -> None:
    big = [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > MOST_BYTES]
    assert big == []


def test_no_lock_file_with_addresses() -> None:
    assert [path.name for path in tracked() if path.name in {"uv.lock", "poetry.lock", "Pipfile.lock"}] == []
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8").split()


def test_psycopg_3_is_not_there() -> None:
    """Django silently prefers psycopg 3 over psycopg2, which our bulk loads are written for."""
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None
    for path in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"^psycopg(\[|==|-)", path.read_text(encoding="utf-8"), re.MULTILINE), path.name


def test_locks_are_in_step_with_pyproject() -> None:
    command = [sys.executable, "scripts/lock.py", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["runtime", "dev", "image", "node"])
def test_locks_have_a_hash_for_every_package(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    packages = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
    assert packages
    assert [line.split()[0] for line in packages if "--hash=sha256:" not in line] == []


def versions(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def test_locks_agree_with_each_other() -> None:
    runtime, image, dev = versions("runtime"), versions("image"), versions("dev")
    assert runtime.items() <= dev.items()
    assert runtime.pop("psycopg2-binary") == image.pop("psycopg2")
    assert image == runtime


def compose() -> dict:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_compose_runs_the_processes_of_the_procfile() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    procfile = dict(line.split(": ", 1) for line in lines)
    services = compose()["services"]
    assert set(procfile) == {"web", "worker", "beat"}
    assert {name: services[name]["command"] for name in procfile} == procfile


def test_compose_asks_for_what_the_example_names() -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    demanded = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    offered = set(re.findall(r"\$\{([A-Z_]+)[:}]", text))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert demanded
    assert demanded <= named <= offered


def test_compose_keeps_its_data_in_volumes() -> None:
    config = compose()
    assert set(config["volumes"]) == {"database", "broker", "files"}
    for name in ("web", "worker", "beat"):
        assert config["services"][name]["environment"]["DJANGO_ENV"] == "production"


def test_publiccode_describes_this_project() -> None:
    about = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert about["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert about["softwareVersion"] == project["version"]
    for language in ("nl", "en"):
        description = about["description"][language]
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_glossary_names_every_model() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ours = [model.__name__ for model in apps.get_models() if (ROOT / model._meta.app_label).is_dir()]
    assert "Agenda" in ours
    assert [name for name in ours if f"`{name}`" not in text] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_makefile_has_the_commands_that_are_promised() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    assert {"setup", "demo", "test", "lint", "bench", "assets"} <= targets
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
