"""Evidence: files and links that show what a unit did. Kept, never run, and never shown inside a page."""
