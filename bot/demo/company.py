"""The sample company: Heron, which lends bicycles to offices. Four teams in one tree, a dozen people, eight KPIs.

Its story: in October the price of small plans went up. Sign-ups held, but churn has crept up since and is past its
limit now, and support feels it. Meanwhile the new onboarding works: activation rises week by week. Nobody has sent the
survey lately, so the promoter score has no reading.
"""

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FIRST_DAY, LAST_DAY = date(2026, 10, 1), date(2026, 12, 31)
WEEKS = 26
ZONE = "Europe/Amsterdam"
_SEED = 1926  # any other tells the same story with other small noise

TEAMS = """key,name,parent,lead,channel,timezone
company,Heron,,U0DEMOADA1,C0DEMOALL1,Europe/Amsterdam
growth,Growth,company,U0DEMOMIA1,C0DEMOGRO1,Europe/Amsterdam
product,Product,company,U0DEMOBEN1,C0DEMOPRO1,Europe/Amsterdam
support,Support,company,U0DEMOSAR1,C0DEMOSUP1,Europe/Amsterdam
"""
PEOPLE = """slack_id,name,team,role
U0DEMOADA1,Ada,company,coordinator
U0DEMOMIA1,Mia,growth,lead
U0DEMOOWE1,Owen,growth,
U0DEMOLEN1,Lena,growth,
U0DEMOTOM1,Tom,growth,
U0DEMOBEN1,Ben,product,lead
U0DEMOPRI1,Priya,product,
U0DEMOJON1,Jonas,product,
U0DEMONOO1,Noor,product,
U0DEMOSAR1,Sara,support,lead
U0DEMOEMI1,Emil,support,
U0DEMOKIT1,Kit,support,
"""
KPIS = """key,name,team,owner,unit,direction,target,warning,critical,frequency,indicator
churn,Churn,growth,U0DEMOMIA1,percent,down,< 2.5 %,3.8,4.2,weekly,lagging
signups,Sign-ups,growth,U0DEMOOWE1,number,up,at or above 400,340,300,weekly,leading
cac,Cost per customer,growth,U0DEMOLEN1,EUR,down,below 85,95,110,weekly,lagging
activation,Activation,product,U0DEMOPRI1,percent,up,at or above 45%,,,weekly,leading
uptime,Uptime,product,U0DEMOJON1,percent,up,at or above 99.9%,99.7,99.5,weekly,lagging
nps,Promoter score,product,U0DEMONOO1,number,up,at or above 40,,,weekly,lagging
first_reply,First reply,support,U0DEMOEMI1,hours,down,less than 4 hours,6,8,weekly,leading
csat,Satisfaction,support,U0DEMOKIT1,percent,up,at or above 92%,88,85,weekly,lagging
"""
OKRS = """kind,id,parent,team,owner,title,commitment,metric,baseline,target,unit,weight
objective,1,,growth,U0DEMOMIA1,Small offices stay with us,committed,,,,,
key_result,2,1,,U0DEMOMIA1,Win back offices that cancelled,,increase,0,60,,2
key_result,3,1,,U0DEMOOWE1,Offices on a yearly plan,,increase,28,45,percent,1
key_result,4,1,,U0DEMOLEN1,A fair small plan is on sale,,binary,,,,1
objective,5,,product,U0DEMOBEN1,On the road within a day,,,,,,
key_result,6,5,,U0DEMOPRI1,Offices that ride in their first week,,increase,35,50,percent,1
key_result,7,5,,U0DEMOJON1,Hours from order to first ride,,decrease,62,24,hours,1
key_result,8,5,,U0DEMONOO1,The guided start in three languages,,milestone,,Dutch | German | French,,1
objective,9,,support,U0DEMOSAR1,Nobody waits for an answer,,,,,,
key_result,10,9,,U0DEMOEMI1,Questions answered by the first reply,,increase,54,70,percent,1
key_result,11,9,,U0DEMOKIT1,Repairs that take more than two days,,decrease,18,6,,1
key_result,12,9,,U0DEMOSAR1,A help page for every fault of the bell and the brake,,binary,,,,1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How a KPI went: straight lines between knots `(week, value)`, and noise; nothing after `until`."""

    knots: Sequence[tuple[int, float]]
    noise: float
    places: int
    until: int = WEEKS


SERIES = {
    "churn": Series(knots=((0, 2.2), (19, 2.4), (23, 3.2), (24, 3.6), (25, 4.8)), noise=0.12, places=1),
    "signups": Series(knots=((0, 352), (12, 396), (25, 431)), noise=14, places=0),
    "cac": Series(knots=((0, 92), (14, 84), (25, 81)), noise=2.2, places=0),
    "activation": Series(knots=((0, 33), (17, 34), (25, 44)), noise=0.8, places=1),
    "uptime": Series(knots=((0, 99.95), (25, 99.95)), noise=0.02, places=2),
    "nps": Series(knots=((0, 36), (22, 41)), noise=1.5, places=0, until=23),
    "first_reply": Series(knots=((0, 3.4), (20, 3.3), (23, 4.6), (25, 5.6)), noise=0.25, places=1),
    "csat": Series(knots=((0, 93), (20, 93), (25, 90.5)), noise=0.6, places=1),
}

# What owners said in the rounds of 5 October, 19 October and 2 November: value, confidence, one line. None: nothing.
SAID: dict[int, tuple[tuple[str, int, str] | None, ...]] = {
    2: (("2", 7, ""), ("9", 7, "The first calls went well."), ("14", 4, "They like us and not the new price.")),
    3: (("29", 7, ""), ("31", 6, "Two large offices signed."), ("33", 6, "")),
    4: (("0", 8, ""), ("0", 8, "Numbers are in, Ada decides on Friday."), None),
    6: (
        ("36", 6, ""),
        ("39", 7, "The guided start is live for new offices."),
        ("43", 8, "It works better than planned."),
    ),
    7: (("60", 6, ""), ("51", 6, ""), ("41", 7, "Couriers pick up twice a day now.")),
    8: (("1", 8, "Dutch is done."), ("1", 7, ""), ("2", 8, "German is done, French is with the translator.")),
    10: (("54", 6, ""), ("57", 6, "Shorter answers, more pictures."), None),
    11: (("18", 6, ""), ("16", 5, ""), ("15", 3, "Spare brakes came three weeks late.")),
    12: (("0", 7, ""), ("0", 7, ""), ("0", 7, "Eleven of nineteen are written.")),
}
ROUNDS = (date(2026, 10, 5), date(2026, 10, 19), date(2026, 11, 2))


def readings(last_week: date) -> list[tuple[date, str]]:
    """Return all readings, each with its period and its line of readings.csv; the last week begins on a given day."""
    chance = Random(_SEED)  # noqa: S311 - small noise, not a secret
    found = []
    for key, series in SERIES.items():
        for week in range(WEEKS):
            value = _between(series.knots, week) + chance.gauss(0, series.noise)
            if week < series.until:
                period = last_week - timedelta(weeks=WEEKS - 1 - week)
                found.append((period, f"{key},{period},{value:.{series.places}f}\n"))
    return found


def rows_of(table: str) -> list[dict[str, str]]:
    """Return the rows of one of the tables."""
    return list(csv.DictReader(io.StringIO(table)))


def _between(knots: Sequence[tuple[int, float]], week: int) -> float:
    for (left, low), (right, high) in itertools.pairwise(knots):
        if left <= week <= right:
            return low + (high - low) * (week - left) / (right - left)
    return knots[-1][1]
