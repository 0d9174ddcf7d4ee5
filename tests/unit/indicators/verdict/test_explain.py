"""The steps behind a verdict: each from the verdict's own numbers, and only those that apply."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from indicators.progress import Measurement, Target, judge
from indicators.verdict.explain import steps_of
from indicators.verdict.judgement import Rule

START, END = date(2024, 1, 1), date(2027, 12, 31)
NB = "\u00a0"


def on(year, value, **more):
    return Measurement(Decimal(str(value)), date(year, 12, 31), **more)


START_VALUE = on(2023, 60)


def explained(*measurements, baseline=START_VALUE, target=None, **more):
    target = target or Target("reach", Decimal(70), END)
    verdict = judge(
        desired="higher", baseline=baseline, target=target, measurements=measurements, start=START,
        today=date(2026, 3, 1), decimals=1, **more,
    )  # fmt: skip
    return {step.title: step.text.replace(NB, " ") for step in steps_of(verdict, END)}


def test_steps_of_a_register_along_a_path():
    steps = explained(on(2024, 61), on(2025, 63))
    assert steps["0-meting"] == "60,0 % in 2023."
    assert steps["Pad"] == "Van 60,0 % op 1 januari 2024, in een rechte lijn naar 70,0 % op 31 december 2027."
    assert steps["Verwacht op de dag van de meting"] == "65,0 % op 31 december 2025."
    assert steps["Meting"] == "63,0 % in 2025, geteld op 31 december 2025."
    assert steps["Zekerheid"].startswith("Dit cijfer telt iedereen mee")
    assert steps["Wat er nog nodig is"] == (
        "Elk jaar 3,50 procentpunt omhoog, vanaf de meting van 2025 tot en met 31 december 2027."
    )


def test_forecast_says_whether_the_target_lies_in_its_range():
    assert (
        "gunstigste ontwikkeling wordt het doel dan niet gehaald"
        in explained(on(2024, 61), on(2025, 62))["Als het zo doorgaat"]
    )
    assert (
        "minst gunstige ontwikkeling wordt het doel dan gehaald"
        in explained(on(2024, 64), on(2025, 68))["Als het zo doorgaat"]
    )
    unsure = explained(on(2024, 60), on(2025, 66))["Als het zo doorgaat"]
    assert unsure.startswith("In 2027 72,0 % (tussen 66,0 en 78,0).")
    assert "bij de middelste lijn wordt het wel gehaald" in unsure
    assert "Als het zo doorgaat" not in explained(on(2025, 66))


def test_interval_of_a_sample():
    steps = explained(on(2025, 64, n=400, sampled=True))
    assert "Met 95 % zekerheid ligt de echte waarde tussen 59,2 % en 68,6 %." in steps["Meting"]
    assert steps["Zekerheid"].startswith("Het verschil kan door toeval komen")


def test_interim_targets_stand_on_the_path():
    target = Target("reach", Decimal(70), END, interim=((date(2025, 6, 30), Decimal(66)),))
    assert "langs 66,0 % op 30 juni 2025" in explained(on(2025, 66), target=target)["Pad"]


def test_nothing_is_needed_of_what_is_already_there():
    assert "Wat er nog nodig is" not in explained(on(2025, 71))


def test_without_a_baseline_there_is_no_path():
    steps = explained(on(2025, 66), baseline=None)
    assert "geen 0-meting waarmee" in steps["0-meting"]
    assert "Pad" not in steps


@pytest.mark.parametrize("kind", ["monitor", "to_be_set"])
def test_what_has_no_target_has_a_rule_and_no_outlook(kind):
    steps = explained(on(2024, 61), on(2025, 62), target=Target(kind, by=END))
    assert set(steps) == {"Meting", "De regel die besliste"}


def test_every_rule_is_explained():
    from indicators.verdict.explain import _RULES

    assert set(_RULES) == set(Rule)


def test_rule_without_a_baseline_says_only_what_is_known():
    """Where nothing can be compared nobody knows whether the target is met."""
    reach = explained(on(2025, 66), baseline=None)["De regel die besliste"]
    assert reach.startswith("Het doel is nog niet bereikt")
    relative = Target("relative", percent=Decimal(5), by=END)
    assert (
        "nog niet bereikt"
        not in explained(on(2025, 66), baseline=None, target=relative)["De regel die besliste"]
    )


def test_too_few_answers_have_no_step_on_chance():
    steps = explained(on(2025, 64, n=14, sampled=True), min_n=20)
    assert "Met 95 % zekerheid" in steps["Meting"]
    assert "Zekerheid" not in steps
