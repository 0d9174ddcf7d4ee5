"""Makes the stored agenda equal to a document. Only ``services`` calls this, inside its transaction."""

from planfile.store.indicators import definition_fields, series_fields
from planfile.store.plan import college_of, head_fields
from planfile.store.store import store_document

__all__ = ["college_of", "definition_fields", "head_fields", "series_fields", "store_document"]
