"""The rules behind a verdict on progress. Pure: no Django. Enter through ``indicators.progress``."""
