"""What people write about a year, with facts inside it that follow the figures until sign-off."""
