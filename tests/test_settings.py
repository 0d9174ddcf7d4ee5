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


Read = Callable[..., dict[str, Any]]


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

    def read(
        variables: dict[str, str], place: Path = ROOT / "kwaliteitsagenda" / "settings.py"
    ) -> dict[str, Any]:
        for name in variables_read():
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(place))

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


@pytest.mark.parametrize("key", ["x" * 31, "change-this-too", "change-" + "x" * 60])
def test_settings_in_production_refuse_a_key_that_is_no_secret(settings_with: Read, key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY .*make one with: python3"):
        settings_with({**PRODUCTION, "SECRET_KEY": key})


def test_settings_on_servers_make_the_folder_for_beat(settings_with: Read, tmp_path: Path) -> None:
    place = tmp_path / "kwaliteitsagenda" / "settings.py"
    place.parent.mkdir()
    place.write_text(SETTINGS, encoding="utf-8")
    settings = settings_with(PRODUCTION, place)
    schedule = Path(settings["CELERY_BEAT_SCHEDULE_FILENAME"])
    assert schedule.parent == tmp_path / "var"
    assert schedule.parent.is_dir()


def test_settings_give_a_mail_server_a_time_limit(settings_with: Read) -> None:
    assert (
        settings_with({**PRODUCTION, "EMAIL_URL": "smtp://a:b@mail.example.nl:587/?tls=True"})[
            "EMAIL_TIMEOUT"
        ]
        == 20
    )


def test_settings_read_how_many_proxies_there_are(settings_with: Read) -> None:
    assert settings_with({**PRODUCTION, "PROXY_COUNT": "2"})["PROXY_COUNT"] == 2
    assert settings_with({})["PROXY_COUNT"] == 0


@pytest.mark.parametrize("name", ["SECRET_KEY", "POSTGRES_PASSWORD"])
def test_example_leaves_secrets_empty_and_says_how_to_make_one(name: str) -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    place = lines.index(f"{name}=")
    assert lines[place - 1].startswith("#")
    assert "python3 -c 'import secrets;" in lines[place - 1]


def test_image_is_built_with_settings_that_production_accepts(settings_with: Read) -> None:
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    (command,) = re.findall(r"^RUN (DJANGO_ENV=production .*?) python manage.py", docker, re.MULTILINE)
    assert settings_with(dict(part.split("=", 1) for part in command.split()))["PRODUCTION"] is True


@pytest.mark.parametrize(("text", "days"), [(None, None), ("", None), ("365", 365), ("0", 0)])
def test_settings_keep_uploads_for_ever_unless_a_number_of_days_is_set(
    settings_with: Read, text: str | None, days: int | None
) -> None:
    assert settings_with({} if text is None else {"IMPORT_KEEP_DAYS": text})["IMPORT_KEEP_DAYS"] == days


@pytest.mark.parametrize("name", ["IMPORT_KEEP_DAYS", "IMPORT_RESPONDENT_DAYS", "IMPORT_BLOCKED_DAYS"])
@pytest.mark.parametrize("text", ["een jaar", "-1", "1.5"])
def test_settings_refuse_days_that_are_no_number(settings_with: Read, name: str, text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} is .*; use a number of days"):
        settings_with({name: text})


def test_settings_never_keep_answers_of_persons_for_ever(settings_with: Read) -> None:
    assert settings_with({})["IMPORT_RESPONDENT_DAYS"] == 14
    assert settings_with({"IMPORT_RESPONDENT_DAYS": ""})["IMPORT_RESPONDENT_DAYS"] == 14
    assert settings_with({"IMPORT_BLOCKED_DAYS": ""})["IMPORT_BLOCKED_DAYS"] == 30
