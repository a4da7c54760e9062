"""One thing that the coach says: what it is about, why, how it could read instead, and what can be done (RULES 8)."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby

from domain.coach.findings import RULES, CoachRule, Finding
from domain.coach.rewrites import quote
from domain.okrs.lint_dismissals import Dismissal
from domain.values.ids import PersonId, is_short_id
from handlers import button_values, ids
from handlers.metadata import LintMetadata
from handlers.views.blocks import block_kit, form
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
    return finding.subject if is_short_id(finding.subject) else block_kit.typed_text(finding.about, 40)


def entry(finding: Finding, *, may_change: bool, whole: bool = False) -> list[block_kit.Block]:
    """Show a finding below its rule's reason, with buttons for who may change it.

    Args:
        finding: What is said.
        may_change: Whether the reader may change it, and say that it does not matter.
        whole: Whether all that is known is told, for a finding that stands alone.
    """
    lines = _finding_lines(finding, whole=whole)
    example = finding.rewrite if whole else _example(finding)
    lines += [f"For example: {block_kit.typed_text(example, 300)}"] if example else []
    return [block_kit.section(*lines), *([block_kit.actions(*_buttons(finding))] if may_change else [])]


def _example(finding: Finding) -> str:
    """Return how it could read; of a long title that only goes on, its last words and what is new."""
    stem = finding.about.rstrip(".;, ")
    if len(stem) < _LONG or not finding.rewrite.startswith(stem):
        return finding.rewrite
    return f"… {' '.join(stem.split()[-_LAST_LINE:])}{finding.rewrite.removeprefix(stem)}"


def _finding_lines(finding: Finding, *, whole: bool) -> list[str]:
    """Say what a finding is about and why, the title once."""
    number = f"*{finding.subject}* " if is_short_id(finding.subject) else ""
    about = (
        block_kit.typed_bold(finding.about, 180)
        if not number
        else f"{number}{block_kit.typed_text(finding.about, 180)}"
    )
    if not whole and finding.rule in _SAYS_NO_MORE:
        return [about]
    why = block_kit.typed_text(finding.why, 400)
    title = f"‘{finding.about}’" if whole else quote(finding.about)
    names_itself = title in finding.why or (not number and finding.about in finding.why)
    return [f"{number}{why}"] if names_itself else [about, why]


def _buttons(finding: Finding) -> list[block_kit.Block]:
    quiet = block_kit.button(
        "Does not matter here…", ids.LINT_DISMISS, button_values.lint_value(finding.subject, finding.rule)
    )
    fix = _fix(finding)
    return [fix, quiet] if fix is not None else [quiet]


def _fix(finding: Finding) -> block_kit.Block | None:
    """Return the button with which it is best seen to, or None where no form changes it."""
    kind, _, key = finding.subject.partition(":")
    if kind == "team":
        return None
    if kind == "kpi":
        if finding.rule is CoachRule.KPI_WITHOUT_TARGET:
            return block_kit.button("Set a target", ids.KPI_EDIT, key)
        return block_kit.button("Show it", ids.KPI_CARD, key)
    if finding.rule is CoachRule.TOO_FEW_KEY_RESULTS:
        return block_kit.button("Write a key result", ids.NEW_KEY_RESULT, finding.subject.partition("-")[2])
    if finding.rule in (CoachRule.NO_CHECK_IN, CoachRule.NEVER_SCORED, CoachRule.TOO_MANY_KEY_RESULTS):
        return block_kit.button("Show it", ids.OKR_CARD, finding.subject)
    return block_kit.button("Edit", ids.OKR_EDIT, finding.subject)


def render_subject(
    name: str,
    findings: Sequence[Finding],
    silent: Sequence[tuple[Finding, Dismissal]],
    *,
    names: Mapping[PersonId, str],
    may_change: Collection[str] = (),
) -> block_kit.Message:
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
    blocks = [block_kit.section(f"*{first}*")]
    for rule, found in groupby(findings[:_QUIET], key=lambda finding: finding.rule):
        blocks.append(block_kit.context(f"{RULE_TEXTS[rule].heading}: {RULES[rule]}"))
        blocks += [
            block for finding in found for block in entry(finding, may_change=finding.subject in may_change, whole=True)
        ]
    rest = findings[_QUIET:]
    blocks += [block_kit.section(f"And of {block_kit.join_shown(rest, 20, subject_label)}.")] if rest else []
    return block_kit.message(first, [*blocks, *_silent(silent, names, may_change)], compared_with=1)


def render_dismissed(
    silent: Sequence[tuple[Finding, Dismissal]],
    *,
    where: str,
    cycle: str,
    names: Mapping[PersonId, str],
    may_change: Collection[str] = (),
) -> block_kit.Message:
    """Show what the coach was told not to say in a cycle, with the reasons."""
    head = f"{block_kit.typed_text(where, 60)}, {block_kit.typed_text(cycle, 40)}"
    first = f"{head}: the coach was told to be silent about {len(silent) or 'nothing'}."
    return block_kit.message(
        first, [block_kit.section(f"*{first}*"), *_silent(silent, names, may_change)], compared_with=1
    )


def _silent(
    silent: Sequence[tuple[Finding, Dismissal]], names: Mapping[PersonId, str], may_change: Collection[str]
) -> list[block_kit.Block]:
    blocks = []
    for finding, said in silent[:_QUIET]:
        what = block_kit.typed_text(
            f"{finding.subject} {finding.about}" if is_short_id(finding.subject) else finding.about, 160
        )
        why = f"“{block_kit.typed_text(said.reason, 300)}” – {block_kit.name_of(said.by, names)}"
        value = button_values.lint_value(finding.subject, finding.rule)
        again = block_kit.button("Say it again", ids.LINT_AGAIN, value) if finding.subject in may_change else None
        blocks.append(
            block_kit.section(f"{RULE_TEXTS[finding.rule].heading}: {what}", f"Does not matter: {why}", accessory=again)
        )
    left = len(silent) - _QUIET
    return [*blocks, *([block_kit.context(f"… and {left} more")] if left > 0 else [])]


def reason_modal(subject: str, rule: CoachRule, about: str) -> block_kit.View:
    """Ask why a rule does not matter for a thing."""
    words: block_kit.Block = {"type": "plain_text_input", "action_id": ids.REASON, "max_length": _REASON}
    metadata = LintMetadata(subject=subject, rule=rule.value)
    hint = "Kept with your name, for whoever wonders later. For example: our customers pay for the report itself"
    blocks = [
        block_kit.section(block_kit.typed_bold(about, 180), f"{RULE_TEXTS[rule].heading}: {RULES[rule]}"),
        form.field("Why does this not matter here?", ids.REASON, words, hint=hint),
    ]
    return form.modal(
        "Does not matter here", blocks, callback_id=ids.LINT_FORM, submit="Do not say it", close="Cancel",
        metadata=metadata.encode(),
    )  # fmt: skip


def is_silent(about: str, rule: CoachRule, said: Dismissal, names: Mapping[PersonId, str]) -> block_kit.Message:
    """Say that the coach is silent about a thing, and how that is undone."""
    first = f"The coach says nothing more about {block_kit.typed_text(about, 160)} ({RULE_TEXTS[rule].typed})."
    why = f"“{block_kit.typed_text(said.reason, 300)}” – {block_kit.name_of(said.by, names)}"
    again = block_kit.button("Say it again", ids.LINT_AGAIN, button_values.lint_value(said.subject, rule))
    return block_kit.message(
        first, [block_kit.section(first), block_kit.context(why), block_kit.actions(again)], compared_with=1
    )


def speaks_again(about: str, rule: CoachRule, *, changed: bool) -> block_kit.Message:
    """Say that the coach speaks of a thing again."""
    first = f"The coach speaks of {block_kit.typed_text(about, 160)} again ({RULE_TEXTS[rule].typed})."
    if not changed:
        first = f"The coach was not silent about {block_kit.typed_text(about, 160)} ({RULE_TEXTS[rule].typed})."
    return block_kit.message(first, [block_kit.section(first)], compared_with=1)
