"""No floor of the house climbs: not by import (import-linter), by a relation, or by a name in a string."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS, PURE = LINTER["contracts"]
# From the ground up, so that a floor's index is its height.
FLOORS = list(reversed(LAYERS["layers"]))


def height(app: str) -> int:
    return FLOORS.index(app)


def relations() -> Iterator[tuple[str, str, str]]:
    """Every relation between our models, as (name, app it stands in, app it points to)."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created and not field.concrete:
                continue  # The other end of a relation that stands in another model.
            if isinstance(target, type) and issubclass(target, models.Model):
                name = f"{model._meta.label}.{field.name}"
                yield name, model._meta.app_label, target._meta.app_label


def string_climbs(source: str, app: str) -> list[str]:
    """Names of higher floors in strings that become a model or a module: ``get_model``, "app.Model"."""
    higher = "|".join(FLOORS[height(app) + 1 :])
    if not higher:
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in {
            "get_model",
            "get_app_config",
            "import_module",
            "import_string",
            "ForeignKey",
            "OneToOneField",
            "ManyToManyField",
        }:
            strings = [
                part.value
                for part in node.args
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            found += [f"{called}({text!r})" for text in strings if re.match(rf"(?:{higher})(?:\.|$)", text)]
    return found


def test_floors_are_the_installed_apps() -> None:
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours <= set(FLOORS)
    assert set(FLOORS) - ours == {"kwaliteitsagenda"}
    assert set(LINTER["root_packages"]) == set(FLOORS)


def test_relations_never_climb() -> None:
    ours = [(name, app, target) for name, app, target in relations() if app in FLOORS and target in FLOORS]
    assert len(ours) > 20, "the models' relations were not found"
    assert [f"{name} -> {target}" for name, app, target in ours if height(target) > height(app)] == []


def test_strings_never_climb() -> None:
    climbs = [
        f"{path.relative_to(ROOT)}: {climb}"
        for app in FLOORS
        for path in (ROOT / app).rglob("*.py")
        for climb in string_climbs(path.read_text(encoding="utf-8"), app)
    ]
    assert climbs == []


@pytest.mark.parametrize(
    ("source", "app", "climbs"),
    [
        ('apps.get_model("agenda", "Agenda")', "core", True),
        ('apps.get_model("agenda.Agenda")', "imports", True),
        ('models.ForeignKey("measures.Measure", on_delete=models.CASCADE)', "indicators", True),
        ('import_module("planfile.services")', "agenda", True),
        ('apps.get_model("agenda", "Agenda")', "planfile", False),
        ('models.ForeignKey("self", on_delete=models.CASCADE)', "core", False),
        ('reverse("agenda:index")', "core", False),
    ],
)
def test_string_climbs_sees_the_ways_up(source: str, app: str, climbs: bool) -> None:
    assert bool(string_climbs(source, app)) is climbs


def imported_packages(source: str) -> set[str]:
    """First names of what is imported, also inside functions and under TYPE_CHECKING. Relative imports do not count."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module or "")
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("module", PURE["source_modules"])
def test_pure_modules_import_no_framework(module: str) -> None:
    """The linter checks this too, for imports that stand at the top."""
    place = ROOT / module.replace(".", "/")
    files = list(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    imported = set().union(*(imported_packages(path.read_text(encoding="utf-8")) for path in files))
    assert imported, f"{module} imports nothing at all"
    assert not imported & {"django", "celery", "redis"}


def test_imported_packages_sees_every_place() -> None:
    source = "import os.path\ndef f():\n    from django.db import models\nfrom .a import b"
    assert imported_packages(source) == {"os", "django"}
