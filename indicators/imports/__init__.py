"""How rows of a file become facts: found out, compared, staged, shown, applied and taken back."""
