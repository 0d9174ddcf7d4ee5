"""Settings come from the environment, say what is missing, and stand in docs/settings.md."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "kwaliteitsagenda" / "settings.py").read_text(encoding="utf-8")
GUNICORN = (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")
PRODUCTION = {
    "DJANGO_ENV": "production",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "agenda.example.nl,localhost",
    "SITE_URL": "https://agenda.example.nl/",
    "DATABASE_URL": "postgres://user:word@db.example.nl:5432/agenda",
    "REDIS_URL": "redis://redis.example.nl:6379/0",
    "EMAIL_URL": "dummymail://",
    "MAIL_FROM": "agenda@example.nl",
}


Read = Callable[[dict[str, str]], dict[str, Any]]


def variables_read() -> set[str]:
    """Every environment variable that the code asks for."""
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', SETTINGS))
    required = re.search(r"REQUIRED_IN_PRODUCTION = \{(.*?)^\}", SETTINGS, re.DOTALL | re.MULTILINE)
    assert required
    read |= set(re.findall(r'^\s+"([A-Z_]+)":', required[1], re.MULTILINE))
    return read | set(re.findall(r"""environ\.get\(["']([A-Z_]+)["']""", GUNICORN))


def variables_documented() -> set[str]:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))


@pytest.fixture
def settings_with(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads the settings afresh with only the given variables in the environment."""

    def read(variables: dict[str, str]) -> dict[str, Any]:
        for name in variables_read():
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "kwaliteitsagenda" / "settings.py"))

    return read


def test_docs_name_every_variable_and_no_other() -> None:
    assert "DATABASE_URL" in variables_read()
    assert variables_documented() == variables_read()


def test_settings_without_any_variable_are_development_on_sqlite(settings_with: Read) -> None:
    settings = settings_with({})
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["CELERY_BROKER_URL"] == "filesystem://"
    assert settings["PRODUCTION"] is False


def test_settings_with_database_url_change_only_the_database(settings_with: Read) -> None:
    settings = settings_with({"DATABASE_URL": PRODUCTION["DATABASE_URL"]})
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert settings["CELERY_BROKER_URL"] == "filesystem://"
    assert settings["PRODUCTION"] is False


def test_settings_in_production_name_all_that_is_missing(settings_with: Read) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        settings_with({"DJANGO_ENV": "production"})
    named = set(re.findall(r"^  ([A-Z_]+): .+", str(refusal.value), re.MULTILINE))
    assert named == PRODUCTION.keys() - {"DJANGO_ENV"}


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"DJANGO_ENV"}))
def test_settings_in_production_demand_each(settings_with: Read, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"(?m)^  {name}: "):
        settings_with({key: value for key, value in PRODUCTION.items() if key != name})


def test_settings_in_production_are_safe(settings_with: Read) -> None:
    settings = settings_with({**PRODUCTION, "DEBUG": "true"})
    assert settings["DEBUG"] is False
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        assert settings[name] is True, name
    assert settings["SITE_URL"] == "https://agenda.example.nl"
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://agenda.example.nl"]


def test_settings_with_an_unknown_environment_say_which_there_are(settings_with: Read) -> None:
    with pytest.raises(ImproperlyConfigured, match="use development or production"):
        settings_with({"DJANGO_ENV": "acceptance"})
