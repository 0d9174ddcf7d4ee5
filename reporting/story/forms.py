"""Forms in which stories are written and commented on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from measures.report_fields import BOTH, OTHER, OWN, both_texts
from reporting.story.markup import tidy
from reporting.story.questions import LONGEST, NAMES, QUESTIONS
from reporting.story.services import LONGEST_COMMENT, TOO_LONG

CHOICE = "kies_"


class StoryForm(forms.Form):
    """The five questions. ``based_on``: the number of the version that the writer saw."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in QUESTIONS:
            self.fields[one.name] = forms.CharField(
                label=one.title, help_text=one.help, required=False, strip=False, max_length=LONGEST,
                error_messages={"max_length": TOO_LONG},
                widget=forms.Textarea(
                    attrs={"rows": 5, "dir": "auto", "data-story-text": one.name, "maxlength": False}
                ),
            )  # fmt: skip

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by question."""
        return {name: str(self.cleaned_data.get(name) or "") for name in NAMES}

    @property
    def typed(self) -> dict[str, str]:
        """The same of a form that is not right, as it came in."""
        return {name: str(self.data.get(name) or "") for name in NAMES}


class CommentForm(forms.Form):
    text = forms.CharField(
        label="Opmerking voor de schrijver", max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Difference:
    """A question that two people answered differently."""

    name: str
    title: str
    own: str
    other: str

    @property
    def can_have_both(self) -> bool:
        return bool(self.own and self.other)

    @property
    def only_other(self) -> bool:
        return bool(self.other) and not self.own


def differences(own: Mapping[str, str], other: Mapping[str, str]) -> tuple[Difference, ...]:
    """Where two stories differ, in the order of the questions."""
    return tuple(
        Difference(one.name, one.title, own[one.name], other[one.name])
        for one in QUESTIONS
        if tidy(own[one.name]) != other[one.name]
    )


def chosen_between(data: QueryDict, own: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """What was written, or what was chosen for each question of that and what a colleague kept in between."""
    return {name: _chosen(data.get(CHOICE + name, OWN), own[name], other[name]) for name in NAMES}


def _chosen(choice: str, own: str, other: str) -> str:
    if choice == OTHER:
        return other
    return both_texts(tidy(own), other) if choice == BOTH else own
