"""Exporting from a site that holds nothing yet."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command


def test_export_without_an_agenda_says_what_to_do(db):
    with pytest.raises(CommandError, match="load_agenda"):
        call_command("export_values", "--format", "json")
