"""One thing that the coach says: what it is about, why, how it could read instead, and what can be done (SPEC 8)."""

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from domain.coach.findings import RULES, CoachRule, Finding
from domain.coach.rewrites import quote
from domain.okrs.lint_dismissals import Dismissal
from domain.values.ids import PersonId, is_short_id
from handlers import ids
from handlers.views.blocks import form
from handlers.views.blocks import message as m
from handlers.views.lint.rule_texts import RULE_TEXTS

_REASON = 500
_QUIET = 8
_LONG = 50
_LAST_LINE = 3
_SAYS_NO_MORE = frozenset(
    {
        CoachRule.TASK,
        CoachRule.UNMEASURABLE,
        CoachRule.MAINTAIN,
        CoachRule.VAGUE_OBJECTIVE,
        CoachRule.NUMBER_IN_OBJECTIVE,
        CoachRule.ORPHAN,
    }
)
"""Of these the rule's own reason says all; the others have numbers or names of their own to tell."""


def subject_label(finding: Finding) -> str:
    """Name what a finding is about in a list: by its short id, or by its name where it has none."""
    return finding.subject if is_short_id(finding.subject) else m.typed_text(finding.about, 40)


def entry(finding: Finding, *, may_change: bool, whole: bool = False) -> list[m.Block]:
    """Show a finding below its rule's reason, with buttons for who may change it.

    Args:
        finding: What is said.
        may_change: Whether the reader may change it, and say that it does not matter.
        whole: Whether all that is known is told, for a finding that stands alone.
    """
    lines = _finding_lines(finding, whole=whole)
    example = finding.rewrite if whole else _example(finding)
    lines += [f"For example: {m.typed_text(example, 300)}"] if example else []
    return [m.section(*lines), *([m.actions(*_buttons(finding))] if may_change else [])]


def _example(finding: Finding) -> str:
    """Return how it could read; of a long title that only goes on, its last words and what is new."""
    stem = finding.about.rstrip(".;, ")
    if len(stem) < _LONG or not finding.rewrite.startswith(stem):
        return finding.rewrite
    return f"… {' '.join(stem.split()[-_LAST_LINE:])}{finding.rewrite.removeprefix(stem)}"


def _finding_lines(finding: Finding, *, whole: bool) -> list[str]:
    """Say what a finding is about and why, the title once."""
    number = f"*{finding.subject}* " if is_short_id(finding.subject) else ""
    about = m.typed_bold(finding.about, 180) if not number else f"{number}{m.typed_text(finding.about, 180)}"
    if not whole and finding.rule in _SAYS_NO_MORE:
        return [about]
    why = m.typed_text(finding.why, 400)
    title = f"‘{finding.about}’" if whole else quote(finding.about)
    names_itself = title in finding.why or (not number and finding.about in finding.why)
    return [f"{number}{why}"] if names_itself else [about, why]


def _buttons(finding: Finding) -> list[m.Block]:
    quiet = m.button("Does not matter here…", ids.LINT_DISMISS, ids.lint_value(finding.subject, finding.rule))
    fix = _fix(finding)
    return [fix, quiet] if fix is not None else [quiet]


def _fix(finding: Finding) -> m.Block | None:
    """Return the button with which it is best seen to, or None where no form changes it."""
    kind, _, key = finding.subject.partition(":")
    if kind == "team":
        return None
    if kind == "kpi":
        if finding.rule is CoachRule.KPI_WITHOUT_TARGET:
            return m.button("Set a target", ids.KPI_EDIT, key)
        return m.button("Show it", ids.KPI_CARD, key)
    if finding.rule is CoachRule.TOO_FEW_KEY_RESULTS:
        return m.button("Write a key result", ids.NEW_KEY_RESULT, finding.subject.partition("-")[2])
    if finding.rule in (CoachRule.NO_CHECK_IN, CoachRule.NEVER_SCORED, CoachRule.TOO_MANY_KEY_RESULTS):
        return m.button("Show it", ids.OKR_CARD, finding.subject)
    return m.button("Edit", ids.OKR_EDIT, finding.subject)


def render_subject(
    name: str,
    findings: Sequence[Finding],
    silent: Sequence[tuple[Finding, Dismissal]],
    *,
    names: Mapping[PersonId, str],
    may_change: Collection[str] = (),
) -> m.Message:
    """Show all that the coach says of one thing, and what it was told not to say.

    Args:
        name: Its short id.
        findings: What is said of it, and of its key results.
        silent: What somebody dismissed, each with who and why.
        names: What people are called.
        may_change: The things that the asker may change.
    """
    count = {0: "nothing", 1: "one thing"}.get(len(findings), f"{len(findings)} things")
    first = f"{name}: the coach has {count} to say." if findings else f"{name} is fine: the coach has nothing to say."
    blocks = [m.section(f"*{first}*")]
    for rule, found in groupby(findings[:_QUIET], key=lambda one: one.rule):
        blocks.append(m.context(f"{RULE_TEXTS[rule].heading}: {RULES[rule]}"))
        blocks += [block for one in found for block in entry(one, may_change=one.subject in may_change, whole=True)]
    rest = findings[_QUIET:]
    blocks += [m.section(f"And of {m.join_shown(rest, 20, subject_label)}.")] if rest else []
    return m.message(first, [*blocks, *_silent(silent, names, may_change)], compared_with=1)


def render_dismissed(
    silent: Sequence[tuple[Finding, Dismissal]],
    *,
    where: str,
    cycle: str,
    names: Mapping[PersonId, str],
    may_change: Collection[str] = (),
) -> m.Message:
    """Show what the coach was told not to say in a cycle, with the reasons."""
    head = f"{m.typed_text(where, 60)}, {m.typed_text(cycle, 40)}"
    first = f"{head}: the coach was told to be silent about {len(silent) or 'nothing'}."
    return m.message(first, [m.section(f"*{first}*"), *_silent(silent, names, may_change)], compared_with=1)


def _silent(
    silent: Sequence[tuple[Finding, Dismissal]], names: Mapping[PersonId, str], may_change: Collection[str]
) -> list[m.Block]:
    blocks = []
    for finding, said in silent[:_QUIET]:
        what = m.typed_text(
            f"{finding.subject} {finding.about}" if is_short_id(finding.subject) else finding.about, 160
        )
        why = f"“{m.typed_text(said.reason, 300)}” – {m.name_of(said.by, names)}"
        value = ids.lint_value(finding.subject, finding.rule)
        again = m.button("Say it again", ids.LINT_AGAIN, value) if finding.subject in may_change else None
        blocks.append(
            m.section(f"{RULE_TEXTS[finding.rule].heading}: {what}", f"Does not matter: {why}", accessory=again)
        )
    left = len(silent) - _QUIET
    return [*blocks, *([m.context(f"… and {left} more")] if left > 0 else [])]


def reason_modal(subject: str, rule: CoachRule, about: str) -> m.View:
    """Ask why a rule does not matter for a thing."""
    words: m.Block = {"type": "plain_text_input", "action_id": ids.REASON, "max_length": _REASON}
    metadata = {ids.META_VERSION: ids.METADATA_VERSION, ids.META_SUBJECT: subject, ids.META_RULE: rule.value}
    hint = "Kept with your name, for whoever wonders later. For example: our customers pay for the report itself"
    blocks = [
        m.section(m.typed_bold(about, 180), f"{RULE_TEXTS[rule].heading}: {RULES[rule]}"),
        form.field("Why does this not matter here?", ids.REASON, words, hint=hint),
    ]
    return form.modal(
        "Does not matter here", blocks, callback_id=ids.LINT_FORM, submit="Do not say it", close="Cancel",
        metadata=json.dumps(metadata),
    )  # fmt: skip


def is_silent(about: str, rule: CoachRule, said: Dismissal, names: Mapping[PersonId, str]) -> m.Message:
    """Say that the coach is silent about a thing, and how that is undone."""
    first = f"The coach says nothing more about {m.typed_text(about, 160)} ({RULE_TEXTS[rule].typed})."
    why = f"“{m.typed_text(said.reason, 300)}” – {m.name_of(said.by, names)}"
    again = m.button("Say it again", ids.LINT_AGAIN, ids.lint_value(said.subject, rule))
    return m.message(first, [m.section(first), m.context(why), m.actions(again)], compared_with=1)


def speaks_again(about: str, rule: CoachRule, *, changed: bool) -> m.Message:
    """Say that the coach speaks of a thing again."""
    first = f"The coach speaks of {m.typed_text(about, 160)} again ({RULE_TEXTS[rule].typed})."
    if not changed:
        first = f"The coach was not silent about {m.typed_text(about, 160)} ({RULE_TEXTS[rule].typed})."
    return m.message(first, [m.section(first)], compared_with=1)
