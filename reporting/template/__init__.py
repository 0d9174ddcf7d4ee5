"""A college's own DOCX template: what it may hold, whether it is safe, which one is used, and since when."""
