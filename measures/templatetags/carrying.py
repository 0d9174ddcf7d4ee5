"""How far a measure is, for templates. A built-in library: no template needs to load it."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_spaces_between_tags
from django.utils.safestring import SafeString

from measures.standing import SHORT_WORDS, MeasureStanding

register = template.Library()


@register.simple_tag
def standing_words() -> list[tuple[str, str]]:
    """``{% standing_words as words %}``: every state with its word, in the order of a legend."""
    return list(SHORT_WORDS.items())


@register.simple_tag
def standing_mark(standing: MeasureStanding) -> SafeString:
    """``{% standing_mark row.standing %}``: shape, word and colour together."""
    return _drawn("measures/_standing.html", standing.key)


@register.simple_tag
def standing_shape(key: str) -> SafeString:
    """``{% standing_shape standing.key %}``: the shape alone, beside a word of the page's own."""
    return _drawn("measures/_standing_shape.html", key)


@lru_cache(maxsize=64)
def _drawn(name: str, key: str) -> SafeString:
    """A page has hundreds of marks, and there are few: each is drawn once."""
    given = {"key": key, "word": SHORT_WORDS.get(key, "")}
    return SafeString(strip_spaces_between_tags(render_to_string(name, given).strip()))
