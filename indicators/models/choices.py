"""The closed lists of indicators, series and targets."""

from __future__ import annotations

from django.db import models


class MeasureUnit(models.TextChoices):
    """In what a value is expressed. A percentage is 0-100."""

    PERCENT = "percent", "procent"
    SCORE5 = "score5", "score op 5"
    SCORE10 = "score10", "cijfer op 10"
    COUNT = "count", "aantal"
    EURO = "euro", "euro"
    TEXT = "text", "beschrijving"


class Desired(models.TextChoices):
    HIGHER = "higher", "hoger is beter"
    LOWER = "lower", "lager is beter"
    NONE = "none", "geen richting"


class Population(models.TextChoices):
    SAMPLE = "sample", "steekproef"
    REGISTER = "register", "registratie"


class Absence(models.TextChoices):
    """Why there is no value. Missing is never zero."""

    NB = "nb", "niet beschikbaar"
    DOT = ".", "niet te berekenen"
    EMPTY = "leeg", "niet ingevuld"
    NOT_APPLICABLE = "nvt", "niet van toepassing"
    SUPPRESSED = "onderdrukt", "te klein aantal, bij de bron verborgen"


class TargetKind(models.TextChoices):
    REACH = "reach", "bereiken"
    AT_LEAST = "at_least", "ten minste"
    AT_MOST = "at_most", "ten hoogste"
    RELATIVE = "relative", "procentuele verandering"
    POINTS = "points", "verandering in procentpunten"
    IMPROVE = "improve", "verbeteren"
    GROW = "grow", "elke periode beter"
    RANGE = "range", "binnen grenzen"
    TO_BE_SET = "to_be_set", "nog vast te stellen"
    MONITOR = "monitor", "alleen volgen"
