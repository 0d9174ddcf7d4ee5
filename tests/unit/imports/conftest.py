from tests.import_fixtures import check, checked, reader, steward, upload  # noqa: F401
