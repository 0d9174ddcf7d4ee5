"""What a user may choose where a column of numbers stays unclear: its decimal mark, its scale. Pure: no Django."""

from __future__ import annotations

MARK, SCALE = "mark", "scale"
FRACTION, PERCENT, MIXED = "fraction", "percent", "mixed"

SCALES = (
    (PERCENT, "De getallen zijn procenten: 0,71 is 0,71 %"),
    (FRACTION, "De getallen zijn fracties: 0,71 is 71 %"),
    (MIXED, "Gemengd: een getal tot en met 1 is een fractie, een groter getal een percentage"),
)
MARKS = (
    (",", "Punten scheiden duizendtallen: 1.234 is duizend tweehonderdvierendertig"),
    (".", "Punten zijn het decimaalteken: 1.234 is ruim één"),
)
COMMAS = (
    (".", "Komma's scheiden duizendtallen: 1,234 is duizend tweehonderdvierendertig"),
    (",", "Komma's zijn het decimaalteken: 1,234 is ruim één"),
)
