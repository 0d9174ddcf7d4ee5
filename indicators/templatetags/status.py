"""Statuses in templates. A built-in library: no template needs to load it."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_spaces_between_tags
from django.utils.safestring import SafeString

from indicators.verdict.judgement import Status

register = template.Library()


@register.filter
def status_word(status: str) -> str:
    """``{{ "on_track"|status_word }}``: what a reader sees. Raises ``ValueError`` for a word that is no status."""
    return Status(status).label


@register.simple_tag
def status_mark(status: str, short: bool = False, count: int | None = None) -> SafeString:
    """``{% status_mark row.status %}``: shape, word and colour. ``short``: the word is only read aloud.

    ``count``: a number before the word. Raises ``ValueError`` for a word that is no status.
    """
    return _drawn(str(status), short, count)


@lru_cache(maxsize=512)
def _drawn(status: str, short: bool, count: int | None) -> SafeString:
    """A page has hundreds of marks, and there are ten: each is drawn once."""
    given = {"status": status, "short": short, "count": count}
    return SafeString(strip_spaces_between_tags(render_to_string("_parts/status.html", given).strip()))
