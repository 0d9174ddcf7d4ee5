from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from operations.words import VERB_WORDS, object_word, verb_word


def test_every_audited_verb_of_these_floors_has_dutch_words():
    verbs: set[str] = set()
    for folder in ("organisation", "operations"):
        for path in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            verbs |= set(re.findall(r'verb="(\w+)"', path.read_text(encoding="utf-8")))
    assert verbs
    assert verbs <= set(VERB_WORDS)


def test_object_word_of_something_unnamed_is_the_models_own_name():
    assert object_word("organisation.unit") == "eenheid"
    assert object_word("operations.job") == "job"
    assert object_word("gone.model") == "gone.model"
    assert object_word("nonsense") == "nonsense"


def test_verb_word_of_something_unnamed_is_readable():
    assert verb_word("thing_paint") == "thing paint"
