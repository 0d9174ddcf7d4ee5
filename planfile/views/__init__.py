"""Pages of the agenda file: findings, the file itself, and single items in forms."""
