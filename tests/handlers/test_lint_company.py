"""The coach's report on a real company, where its files are at hand: Slack takes it, and it is two screens long."""

from datetime import UTC, datetime

import pytest

from bot.emulator.blocks.validate import message_problems
from domain.calendar.working_days import weekdays
from domain.coach.findings import CoachRule
from domain.values.ids import PersonId
from handlers import organization
from handlers.context import Context
from handlers.queries import okrs
from handlers.queries.query import Query, answer_or_explain
from handlers.usecases.imports.run import FileKind, run_import
from handlers.usecases.lint import reports as lint_reports
from handlers.views.blocks import block_kit
from handlers.views.lint.rule_texts import RULE_TEXTS
from storage.store import Store
from tests.handlers.imports.test_company import COMPANY, SAID

NOW = datetime(2020, 3, 20, 8, tzinfo=UTC)
MOST_LINES = 42


@pytest.mark.skipif(not COMPANY.exists(), reason="the company's files are not at hand")
def test_a_real_companys_report_is_taken_and_read(sqlite_store: Store) -> None:
    for kind in (FileKind.TEAMS, *(kind for kind in SAID if kind is not FileKind.TEAMS)):
        content = (COMPANY / f"{kind}.csv").read_bytes()
        run_import(sqlite_store, kind, content, now=NOW, cycle="2020-02-01:2020-04-30")
    with sqlite_store.reading() as tx:
        org = organization.load(tx, calendars=lambda _: weekdays)
        (cycle,) = tx.cycles.all()
        whole = lint_reports.lint_cycle_of(Context(tx=tx, now=NOW, org=org), cycle).report
        parts = [lint_reports.lint_cycle_of(Context(tx=tx, now=NOW, org=org), cycle, team=team) for team in org.teams]
        root = next(key for key, team in org.teams.items() if team.parent is None)
        texts = ["lint company", *(f"lint {team}" for team in org.teams)]
        texts += [f"lint company {RULE_TEXTS[rule].typed}" for rule in CoachRule]
        texts += [f"lint {finding.subject}" for finding in whole.findings[:20]]
        for text in texts:
            asked = Query(tx=tx, command="/okr", text=text, actor=PersonId("U0NOBODY1"), now=NOW, org=org, key="x")
            said = answer_or_explain(asked, okrs.answer)
            assert message_problems(said.payload()) == []
            assert len(block_kit.read_lines(said.blocks)) <= MOST_LINES
            assert "don’t know" not in said.text
    assert whole.looked_at == 334
    assert whole.clean == 334 - len(
        {finding.subject for finding in whole.findings if finding.subject.startswith("KR-")}
    )
    assert whole.counts[CoachRule.TASK] > whole.counts[CoachRule.UNMEASURABLE] > 0
    # What is said of a team and those below it is a part of the whole, and the company's part is all of it.
    for part in parts:
        assert set(part.report.findings) <= set(whole.findings)
    assert parts[list(org.teams).index(root)].report == whole
