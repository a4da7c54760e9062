"""Answers `/okr lint`: the coach's report on a team, on the company, on a cycle, on one thing (RULES 8 and 9)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.coach.findings import CoachRule
from domain.coach.report import Report
from domain.okrs.cycles import Cycle, CycleState
from domain.values.ids import PersonId, TeamKey, is_short_id, key_result_name, objective_name
from handlers.queries.query import Query
from handlers.usecases.company.query_parser import (
    NotUnderstoodError,
    Only,
    Question,
    find_team,
    one_thing,
    read_question,
    shorten,
    suggest_like,
)
from handlers.usecases.lint import reports as lint_reports
from handlers.usecases.lint.reports import Linted
from handlers.usecases.lint.subjects import may_change
from handlers.views.blocks.block_kit import Message
from handlers.views.lint import finding as lint_finding
from handlers.views.lint import report as lint_report
from handlers.views.lint.rule_texts import RULE_TEXTS, TYPED

_DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is asked for: whose, in which cycle, and one rule or what was dismissed, or neither."""

    team: TeamKey | None
    owner: PersonId | None
    cycle: Cycle
    named: bool
    rule: CoachRule | None
    dismissed: bool


def answer(query: Query) -> Message:
    """Say what the coach says: `lint`, `lint growth`, `lint growth tasks`, `lint 2027-Q1`, `lint KR-12`.

    Raises:
        NotUnderstoodError: Words name nothing that there is.
        TillerError: There is no such key result or objective.
    """
    if is_short_id(query.rest):
        return _one(query)
    wanted = _read(query)
    found = lint_reports.lint_cycle_of(query, wanted.cycle, team=wanted.team, owner=wanted.owner)
    where, cycle, names = _describe_scope(query, wanted), wanted.cycle.name, query.org.names
    editable = _editable(query, found)
    if wanted.dismissed:
        return lint_finding.render_dismissed(found.silent, where=where, cycle=cycle, names=names, may_change=editable)
    if wanted.rule is not None:
        return _show_rule(query, wanted, wanted.rule, found)
    words = _question_text(wanted)
    return lint_report.report(
        _theirs_first(found.report, editable),
        where=where,
        cycle=cycle,
        words=words,
        may_change=editable,
        note=_draft_note(query.tx.cycles.all(), wanted, query),
        # What is one's own is not for the channel: a report there is about a team.
        share=query.share(f"lint {words}") if wanted.owner is None else "",
        public=query.public,
    )


def _show_rule(query: Query, wanted: _Wanted, rule: CoachRule, found: Linted) -> Message:
    editable = _editable(query, found)
    findings = [finding for finding in _theirs_first(found.report, editable).findings if finding.rule is rule]
    counts = Counter(found.subjects[finding.subject].team for finding in findings)
    return lint_report.render_rule(
        rule,
        findings,
        where=_describe_scope(query, wanted),
        cycle=wanted.cycle.name,
        may_change=editable,
        by_team=[(key, counts[key]) for key in query.org.teams if key in counts],
        share=query.share(f"lint {_question_text(wanted)} {RULE_TEXTS[rule].typed}") if wanted.owner is None else "",
    )


def _one(query: Query) -> Message:
    question = one_thing(query.rest)
    found = lint_reports.lint_one(query, key_result=question.key_result, objective=question.objective)
    name = key_result_name(question.key_result) if question.key_result is not None else ""
    name = objective_name(question.objective) if question.objective is not None else name
    editable = _editable(query, found)
    return lint_finding.render_subject(
        name, found.report.findings, found.silent, names=query.org.names, may_change=editable
    )


def _editable(query: Query, found: Linted) -> frozenset[str]:
    """Return what the asker may change of what the coach speaks of; nothing of what everybody will read."""
    person = query.org.people.get(query.actor)
    if person is None or query.public:
        return frozenset()
    spoken_of = {item.subject for item in (*found.report.findings, *(finding for finding, _ in found.silent))}
    closed = found.cycle.state is CycleState.CLOSED
    subjects = [found.subjects[name] for name in spoken_of]
    return frozenset(
        subject.name
        for subject in subjects
        if not (closed and subject.objective is not None) and may_change(person, subject, query.org.teams).allowed
    )


def _theirs_first(report: Report, editable: frozenset[str]) -> Report:
    """Return a report in which, within each rule, what the asker may change stands first."""
    ordered = [
        finding
        for _, found in report.by_rule
        for finding in sorted(found, key=lambda finding: finding.subject not in editable)
    ]
    return replace(report, findings=tuple(ordered))


def _read(query: Query) -> _Wanted:
    cycles = query.tx.cycles.all()
    rest, rule, dismissed = _kind_in(query)
    team = query.org.team_of(query.actor) if not rest else None
    question = Question(team=team.key if team is not None else None)
    if rest:
        question = _question(rest, query, cycles)
    cycle = question.cycle or lint_reports.cycle_in_question(cycles)
    if cycle is None:
        raise NotUnderstoodError(
            "There is no cycle yet, so there is nothing to read. A coordinator can draft one: /okr admin."
        )
    root = query.org.root()
    return _Wanted(
        team=None if root is not None and question.team == root.key else question.team,
        owner=question.person,
        cycle=cycle,
        named=question.cycle is not None,
        rule=rule,
        dismissed=dismissed,
    )


def _question(rest: str, query: Query, cycles: Iterable[Cycle]) -> Question:
    try:
        question = read_question(rest, actor=query.actor, org=query.org, cycles=tuple(cycles))
    except NotUnderstoodError as refused:
        kinds = [f"lint {text}" for text in suggest_like(rest, {name: name for name in TYPED})]
        near = [name if name.startswith("lint ") else f"lint {name}" for name in refused.near]
        raise NotUnderstoodError(str(refused), near=[*near, *kinds][:3], known=refused.known) from refused
    team = find_team(_strip_rule(question.cycle, rest), query.org.teams)
    if team is not None:
        # Somebody may be called as a team is; the coach looks at the team.
        return replace(question, person=None, team=team.key)
    if question.person not in (None, query.actor):
        raise NotUnderstoodError("The coach looks at goals, not at people.", near=["lint", "lint growth", "lint mine"])
    if question.only is not Only.ALL:
        raise NotUnderstoodError(
            f"The coach does not know ‘{shorten(question.only.value)}’.", near=["lint", question.only.value]
        )
    return question


def _strip_rule(cycle: Cycle | None, rest: str) -> str:
    named = cycle.name.casefold() if cycle is not None else ""
    return " ".join(word for word in rest.split() if word.casefold() != named)


def _kind_in(query: Query) -> tuple[str, CoachRule | None, bool]:
    """Return the question without the kind of finding that it ends with, that rule, and whether dismissed ones."""
    rest = query.rest.strip(" ?!.,")
    if find_team(rest, query.org.teams) is not None:
        return rest, None, False
    words = rest.split()
    if words and words[-1].lower() == _DISMISSED:
        return " ".join(words[:-1]), None, True
    for count in range(len(words), 0, -1):
        rule = TYPED.get(" ".join(words[-count:]).lower().replace("-", " ").replace("_", " "))
        if rule is not None:
            return " ".join(words[:-count]), rule, False
    return rest, None, False


def _question_text(wanted: _Wanted) -> str:
    """Return the words that ask for the same, whoever asks."""
    whose = wanted.team or lint_report.COMPANY
    if wanted.owner is not None:
        whose = TeamKey("mine")
    return " ".join([whose, *([wanted.cycle.name] if wanted.named else [])])


def _describe_scope(query: Query, wanted: _Wanted) -> str:
    if wanted.owner is not None:
        return query.org.names.get(wanted.owner, "Somebody") if query.public else "Yours"
    team = query.org.teams.get(wanted.team) if wanted.team is not None else query.org.root()
    return team.name if team is not None else "Everybody"


def _draft_note(cycles: Iterable[Cycle], wanted: _Wanted, query: Query) -> str:
    """Point to the next cycle, while it can still be written better."""
    drafts = [cycle for cycle in cycles if cycle.state is CycleState.DRAFT and cycle.end > query.now.date()]
    if not drafts or wanted.cycle.state is CycleState.DRAFT:
        return ""
    return lint_report.draft_note(drafts[0].name, wanted.team or lint_report.COMPANY)
