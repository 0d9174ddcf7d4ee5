"""Which question of the staff survey (MTO) feeds which indicator: the table from which a college starts.

The indicators of the plan are about teaching staff, two of them about those who came less than two years ago; the
characteristics of a row say who is meant. Pure: no Django.
"""

from __future__ import annotations

from indicators.readers.feeds import Feed, How, normalised

TEACHING = "OP|onderwijspersoneel|onderwijzend personeel|onderwijsgevend personeel|docent|docenten"
STARTING = "0-2 jaar|minder dan 2 jaar|korter dan 2 jaar|< 2 jaar|tot 2 jaar"

DEVELOPMENT = "Ik ben tevreden over mijn ontwikkelingsmogelijkheden"
WORKLOAD = "Hoe ervaar je de werkdruk?"
ELSEWHERE = "Ik wil graag een andere baan buiten de organisatie"
OTHER_JOB = "Ik wil graag een andere baan binnen de organisatie"

_STARTERS = f"{TEACHING};{STARTING}"

MTO_FEEDS: tuple[Feed, ...] = (
    Feed(normalised(DEVELOPMENT), "tevredenheid-ontwikkelmogelijkheden", How.MEAN, only=TEACHING),
    Feed(normalised(DEVELOPMENT), "ontwikkelmogelijkheden-alle-medewerkers", How.MEAN),
    Feed(normalised(WORKLOAD), "werkdruk-onderwijspersoneel", How.PERCENT_POSITIVE, only=TEACHING),
    Feed(normalised(WORKLOAD), "werkdruk-alle-medewerkers", How.PERCENT_POSITIVE),
    Feed(
        normalised(ELSEWHERE), "blijven-werken-startend-personeel", How.PERCENT_POSITIVE,
        breakdown={"voorkeur": "buiten"}, only=_STARTERS,
    ),
    Feed(
        normalised(OTHER_JOB), "blijven-werken-startend-personeel", How.PERCENT_POSITIVE,
        breakdown={"voorkeur": "binnen"}, only=_STARTERS,
    ),
    Feed(normalised(OTHER_JOB), "baan-elders-binnen-organisatie", How.PERCENT_POSITIVE),
)  # fmt: skip
