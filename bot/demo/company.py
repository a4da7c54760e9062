"""The sample company: Harbourlight, booking software for small hotels. All of it is made up.

It is told as the five CSV files of RULES 11, and imported as any company's are.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from random import Random

from bot.demo.series import MONDAY, Course, DailyCourse
from domain.calendar.local_time import resolve

NAME = "Harbourlight"
ZONE = "Europe/Amsterdam"
FIRST_DAY, LAST_DAY = date(2026, 9, 28), date(2027, 1, 15)
"""The days that the files tell of: the quarter in progress lies within them."""
START = resolve(MONDAY, time(8, 59, 59), ZONE)
"""When the demo starts: one second before the digests."""
AMARA, JONAS, KWAME = "U06AMARAO", "U02JONASW", "U10KWAMEM"
MIA, YUKI = "U01MIALIN", "U03YUKITA"
GROWTH, CARE = "C02GROWTH", "C04GSTCARE"
GUARDED = 4
"""The objective that churn guards: hotels that are won must not leave again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who works there; `zone` is where they live, Amsterdam for most."""

    id: str
    name: str
    team: str
    role: str = "member"
    zone: str = ZONE


MEMBERS = (
    Member(id=AMARA, name="Amara Okafor", team="company", role="coordinator"),
    Member(id="U07TOMASH", name="Tomás Herrera", team="company", zone="America/Mexico_City"),
    Member(id="U08PRIYAR", name="Priya Raman", team="growth", role="lead"),
    Member(id=MIA, name="Mia Lindqvist", team="growth"),
    Member(id=JONAS, name="Jonas Weber", team="growth", zone="Europe/Berlin"),
    Member(id="U09CHLOEM", name="Chloé Marchand", team="growth", zone="Europe/Lisbon"),
    Member(id=KWAME, name="Kwame Mensah", team="product", role="lead"),
    Member(id=YUKI, name="Yuki Tanaka", team="product"),
    Member(id="U04ELIFDE", name="Elif Demir", team="product", zone="Europe/Berlin"),
    Member(id="U11ROSAAL", name="Rosa Almeida", team="care", role="lead", zone="Europe/Lisbon"),
    Member(id="U05DMITRI", name="Dmitri Sokolov", team="care", zone="Europe/Warsaw"),
    Member(id="U12HANAKI", name="Hana Kim", team="care", zone="America/New_York"),
)

_TEAMS = f"""\
key,name,parent,lead,channel,timezone
company,{NAME},,{AMARA},C01COMPANY,{ZONE}
growth,Growth,company,U08PRIYAR,{GROWTH},{ZONE}
product,Product,company,{KWAME},C03PRODUCT,{ZONE}
care,Guest care,company,U11ROSAAL,{CARE},{ZONE}
"""

_KPIS = f"""\
key,name,team,owner,unit,direction,target,warning,critical,frequency,indicator
churn,Churn,growth,{MIA},percent,down,< 2.5%,3%,4%,weekly,lagging
activation,Activation,growth,{JONAS},percent,up,at or above 40%,36%,32%,weekly,leading
mrr,Monthly recurring revenue,growth,U09CHLOEM,EUR,up,above 1.1M,,,weekly,lagging
bookings,Bookings a day,product,{KWAME},number,up,"at or above 1,000",,,daily,leading
page_load,Page load,product,{YUKI},ms,down,below 900 ms,"1,000 ms","1,300 ms",weekly,leading
defects,Open defects,product,U04ELIFDE,number,down,TBD,,,weekly,leading
first_reply,First reply,care,U05DMITRI,h,down,less than 6 hours,8 h,12 h,weekly,leading
satisfaction,Guest satisfaction,care,U12HANAKI,percent,up,at or above 90%,88%,82%,weekly,lagging
"""

_OKRS = f"""\
kind,id,parent,team,owner,title,commitment,metric,baseline,target,unit,weight
objective,O-1,,company,{AMARA},Be the system that small hotels recommend,aspirational,,,,,
key_result,KR-2,O-1,,U07TOMASH,Bring more hotels live,,increase,1180,1500,number,2
key_result,KR-3,O-1,,{AMARA},Sign the partnership with a hotel association,,binary,,,,1
objective,O-4,O-1,growth,U08PRIYAR,Win the independent hotels,aspirational,,,,,
key_result,KR-5,O-4,,{MIA},Win more of the trials,,increase,28,45,percent,1
key_result,KR-6,O-4,,{JONAS},Sign hotel groups,,increase,0,12,number,1
objective,O-7,O-1,product,{KWAME},Book a room in one minute,committed,,,,,
key_result,KR-8,O-7,,{YUKI},Cut the time that a booking takes,,decrease,95,60,s,2
key_result,KR-9,O-7,,{KWAME},Replace the checkout,,milestone,,Design | Build (2) | Ten hotels | Everyone (2),,1
key_result,KR-10,O-7,,U04ELIFDE,Pass the payment audit,,binary,,,,1
objective,O-11,O-1,care,U11ROSAAL,Nobody has to ask twice,aspirational,,,,,
key_result,KR-12,O-11,,U11ROSAAL,Questions answered by the help pages,,increase,35,55,percent,1
key_result,KR-13,O-11,,U05DMITRI,Tickets older than two days,,decrease,120,20,number,1
"""

# Churn's last week is missing: Mia types it herself while the demo runs. Satisfaction comes again a week later.
_COURSES: dict[str, Course | DailyCourse] = {
    "churn": Course(
        level="2.3", drift="0", wobble=0.15, step="0.1",
        told={-2: "2.3", -1: "2.6", 0: None, 1: "4.4", 2: "3.6", 3: "2.8", 4: "2.4"},
    ),
    "activation": Course(
        level="40.5", drift="0.06", wobble=0.9, step="0.5",
        told={-3: "40", -2: "31", -1: "34.5", 0: "41.5"},
    ),
    "mrr": Course(level="1020000", drift="7400", wobble=5000, step="1000"),
    "page_load": Course(level="790", drift="1.5", wobble=18, step="5"),
    "defects": Course(level="58", drift="0.5", wobble=3, step="1"),
    "first_reply": Course(
        level="5.1", drift="0.01", wobble=0.5, step="0.1",
        told={-1: "6.2", 0: "8.6", 1: "12.4", 2: "9.1", 3: "6.3", 4: "5.4"},
    ),
    "satisfaction": Course(
        level="92", drift="0.03", wobble=0.9, step="0.5", told={-2: None, -1: None, 0: None, 1: "90.5"},
    ),
    "bookings": DailyCourse(
        level=960, growth=0.007, rhythm=(1.12, 1.02, 0.97, 0.95, 0.86, 0.98, 1.10), wobble=0.03,
        told={date(2026, 12, 2): 0.55, date(2026, 12, 3): 0.48, date(2026, 12, 4): 0.72},
    ),
}  # fmt: skip


def files(seed: int = 1) -> dict[str, str]:
    """Return the company's five files by their kind (`teams`, …); the same seed gives the same text."""
    people = [[member.id, member.name, member.team, member.role] for member in MEMBERS]
    return {
        "teams": _TEAMS,
        "people": _table(("slack_id", "name", "team", "role"), people),
        "kpis": _KPIS,
        "readings": _table(("kpi", "date", "value", "note"), _readings(seed)),
        "okrs": _OKRS,
    }


def write(folder: Path, seed: int = 1) -> None:
    """Write the files into a folder, as `simulate` reads them too."""
    for kind, content in files(seed).items():
        (folder / f"{kind}.csv").write_text(content, encoding="utf-8")


def _readings(seed: int) -> Iterable[Sequence[str]]:
    for kpi, course in _COURSES.items():
        # Each KPI has a chance of its own: changing one leaves the others as they are.
        for period, value in course.readings(Random(f"{seed}:{kpi}")):  # noqa: S311 - a sample, not a secret
            yield kpi, period.isoformat(), f"{value:f}", ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
