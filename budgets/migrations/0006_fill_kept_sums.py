"""Add up the bookings that are there already; later ones are added up by the import that brings them."""

from django.db import migrations

PERIODS = """
    INSERT INTO budgets_periodsum (kind, cost_centre, account, year, period, bookings, cents)
    SELECT kind, cost_centre, account, year, period, COUNT(*), SUM(cents) FROM budgets_booking
    WHERE superseded_at IS NULL GROUP BY kind, cost_centre, account, year, period
"""
YEARS = """
    INSERT INTO budgets_yearsum (kind, cost_centre, account, year, bookings, debit, credit, periods)
    SELECT kind, cost_centre, account, year, COUNT(*), SUM(CASE WHEN cents > 0 THEN cents ELSE 0 END),
        SUM(CASE WHEN cents < 0 THEN cents ELSE 0 END), SUM(DISTINCT 1 << period) FROM budgets_booking
    WHERE superseded_at IS NULL GROUP BY kind, cost_centre, account, year
"""
EMPTY = ("DELETE FROM budgets_periodsum", "DELETE FROM budgets_yearsum")


class Migration(migrations.Migration):
    dependencies = [("budgets", "0005_kept_sums_and_closed_years")]
    operations = [migrations.RunSQL([PERIODS, YEARS], list(EMPTY))]
