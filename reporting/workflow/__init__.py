"""From concept to signed off."""
