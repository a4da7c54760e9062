"""Small files of our own, and a company to import them into."""

from datetime import UTC, datetime

from handlers.usecases.imports.report import ImportRefusedError, ImportReport
from handlers.usecases.imports.run import FileKind, run_import
from storage.store import Store

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
CYCLE = "2026-10-01:2026-12-31"

TEAMS = """key,name,parent,lead,channel,timezone
growth,Growth,company,U0OWEN002,C0GROWTH1,Europe/Amsterdam
company,Northwind,,U0ADA0001,C0COMPANY1,Europe/Amsterdam
"""
PEOPLE = """slack_id,email,name,team,role
U0ADA0001,ada@example.com,Ada,company,coordinator
U0OWEN002,,Owen,growth,lead
U0MIA0003,,Mia,growth,
"""
KPIS = """key,name,team,owner,unit,direction,target,warning,critical,frequency,indicator
churn,Churn,growth,U0MIA0003,percent,down,< 2.5%,3,4,weekly,lagging
signups,Sign-ups per day,growth,U0OWEN002,number,up,at or above 400,,,daily,leading
"""
OKRS = """kind,id,parent,team,owner,title,commitment,metric,baseline,target,unit,weight,current,confidence,score,note
key_result,12,3,growth,U0MIA0003,Lift win rate,,increase,28,45,percent,2,31,6,,two reference calls
objective,3,,growth,U0OWEN002,Become the obvious choice,committed,,,,,,,,,
key_result,13,3,growth,U0OWEN002,Ship the comparison page,,binary,,,,,,,,
key_result,14,3,growth,U0OWEN002,Launch in Spain,,milestone,,Contract | Hire (2) | Open,,,2,,,
"""


def imported(
    store: Store, kind: FileKind, content: str | bytes, *, reason: str = "", dry_run: bool = False
) -> ImportReport:
    """Import a file as of `NOW`."""
    return run_import(store, kind, content, now=NOW, cycle=CYCLE, reason=reason, dry_run=dry_run)


def refusal(store: Store, kind: FileKind, content: str | bytes) -> str:
    """Return what a person reads when a file is refused, without the first line, which is always the same."""
    try:
        report = imported(store, kind, content)
    except ImportRefusedError as refused:
        head, _, problems = str(refused).partition("\n")
        assert head == "Nothing was imported."
        return problems
    raise AssertionError(f"The file was taken: {report}")


def company(store: Store) -> Store:
    """Import teams, people and KPIs."""
    for kind, content in ((FileKind.TEAMS, TEAMS), (FileKind.PEOPLE, PEOPLE), (FileKind.KPIS, KPIS)):
        imported(store, kind, content)
    return store
