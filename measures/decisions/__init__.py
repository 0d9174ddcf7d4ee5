"""Bijsturing: what is decided when a light is not green, and what came of it."""
