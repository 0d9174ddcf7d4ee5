"""The chapters of a report: each makes blocks from a snapshot alone. Pure: no Django, no clock, no database."""
