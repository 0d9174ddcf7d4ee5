"""Every write about measures. A module per thing that is written."""
