"""Milestones: the steps of a measure's planning, which of them are reached and which are late."""
