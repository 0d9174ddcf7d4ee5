"""How log lines look: readable in development, JSON in production; always on standard error."""

from __future__ import annotations

from typing import Any

import structlog


def formatter(*, json: bool) -> structlog.stdlib.ProcessorFormatter:
    """A formatter for ``LOGGING``. Lines from the standard library and from structlog come out alike."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
