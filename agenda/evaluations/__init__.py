"""Evaluations of an objective with its partners, and what was agreed there."""
