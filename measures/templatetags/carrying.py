"""The words of how far a measure is, for templates: ``{% load carrying %}``."""

from django import template

from measures.standing import SHORT_WORDS

register = template.Library()


@register.simple_tag
def standing_words() -> list[tuple[str, str]]:
    """``{% standing_words as words %}``: every state with its word, in the order of a legend."""
    return list(SHORT_WORDS.items())
