"""What a floor is made of."""

from __future__ import annotations

from typing import Any

Statement = tuple[str, list[Any]]
"""SQL and its parameters."""
