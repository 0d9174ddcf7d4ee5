"""Statuses in templates."""

from __future__ import annotations

from django import template

from indicators.verdict.judgement import Status

register = template.Library()


@register.filter
def status_word(status: str) -> str:
    """``{{ "on_track"|status_word }}``: what a reader sees. Raises ``ValueError`` for a word that is no status."""
    return Status(status).label
