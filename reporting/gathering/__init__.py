"""What a snapshot is made of: each module asks the selectors of one floor and gives plain data."""
