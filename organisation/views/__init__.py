"""Pages of people, units, and everybody's own account."""
