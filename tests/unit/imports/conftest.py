from tests.import_fixtures import check, checked, four_eyes, reader, steward, upload  # noqa: F401
