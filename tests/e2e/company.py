"""A tiny company on paper: three teams, four people, two KPIs, six key results of each kind."""

from datetime import date, timedelta
from pathlib import Path

FIRST, LAST = date(2026, 3, 9), date(2026, 4, 10)
"""A round of check-ins, then the end of 2026-Q1: scores and the summary."""

TEAMS = """key,name,parent,lead,channel,timezone
company,Puddle,,U0TESTANN1,C0TESTALL1,Europe/Amsterdam
growth,Growth,company,U0TESTBOB1,C0TESTGRO1,America/New_York
product,Product,company,U0TESTCLA1,C0TESTPRO1,Asia/Kolkata
"""
PEOPLE = """slack_id,name,team,role
U0TESTANN1,Ann,company,coordinator
U0TESTBOB1,Bob,growth,lead
U0TESTCLA1,Cla,product,lead
U0TESTDAN1,Dan,growth,
"""
KPIS = """key,name,team,owner,unit,direction,target,warning,critical,frequency,indicator
visits,Visits,growth,U0TESTBOB1,number,up,at or above 400,300,200,daily,leading
speed,Loading time,product,U0TESTCLA1,s,down,below 2 s,3,4,weekly,leading
"""
OKRS = """kind,id,parent,team,owner,title,commitment,metric,baseline,target,unit,weight,current,confidence,score,note
objective,1,,growth,U0TESTBOB1,More people know us,,,,,,,,,,
key_result,2,1,,U0TESTBOB1,Visits from newsletters,,increase,100,400,,1,310,,,"310 by the end"
key_result,3,1,,U0TESTDAN1,Cost of a visit,,decrease,4.00,2.50,EUR,1,,,,
key_result,4,1,,U0TESTDAN1,The new logo is out,committed,binary,,,,1,1,,,DONE
objective,5,,product,U0TESTCLA1,Pages open at once,,,,,,,,,,
key_result,6,5,,U0TESTCLA1,Pages below a second,,increase,20,80,percent,1,,,,
key_result,7,5,,U0TESTCLA1,The old servers are gone,,milestone,,Copy | Switch | Remove,,1,,,,
key_result,8,5,,U0TESTANN1,Nobody calls about speed,,binary,,,,1,,,,
"""
_DAY = timedelta(days=1)


def write(folder: Path) -> Path:
    """Write the five files, and return their folder."""
    folder.mkdir(exist_ok=True)
    files = {"teams": TEAMS, "people": PEOPLE, "kpis": KPIS, "okrs": OKRS, "readings": _readings()}
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def _readings() -> str:
    """Visits that break down for four days in the middle; pages that stay quick."""
    lines = ["kpi,date,value"]
    day = FIRST - timedelta(days=60)
    while day < LAST:
        is_bad = date(2026, 3, 18) <= day < date(2026, 3, 22)
        lines.append(f"visits,{day},{150 if is_bad else 420 + day.day}")
        if day.weekday() == 0:
            lines.append(f"speed,{day},{1.5 + day.day / 100:.2f}")
        day += _DAY
    return "\n".join(lines) + "\n"
