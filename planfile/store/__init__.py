"""Makes the stored agenda equal to a document. Only ``services`` calls this, inside its transaction."""

from planfile.store.college import college_of, known_college
from planfile.store.indicators import definition_fields, series_fields
from planfile.store.plan import head_fields
from planfile.store.store import store_document

__all__ = [
    "college_of",
    "definition_fields",
    "head_fields",
    "known_college",
    "series_fields",
    "store_document",
]
