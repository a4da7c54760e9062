"""The coach's report: the sum first, then what to fix first, each with how it could read instead (RULES 8).

It fits two phone screens: the first kinds with a few findings each, the others in a line each. It warns and blocks
nothing, and it speaks of goals, never of people.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from domain.coach.findings import RULES, CoachRule, Finding
from domain.coach.report import Report
from handlers import ids
from handlers.views.blocks import answer, block_kit, numbers
from handlers.views.lint.finding import entry, subject_label
from handlers.views.lint.rule_texts import RULE_TEXTS

_KINDS = 3
_EACH = 2
_OF_A_KIND = 5
_NAMED = 4
_ALL_NAMED = 40
_KEY_RESULTS = frozenset(
    {
        CoachRule.CONFLICT,
        CoachRule.TASK,
        CoachRule.UNMEASURABLE,
        CoachRule.MAINTAIN,
        CoachRule.BUSINESS_AS_USUAL,
        CoachRule.SANDBAGGED,
    }
)
"""What is said of how a key result is written; the other rules are about something else."""
_DASHBOARD = frozenset(
    {
        CoachRule.KPI_WITHOUT_TARGET,
        CoachRule.NEVER_ACTED_ON,
        CoachRule.OLD_LIMITS,
        CoachRule.ALL_LAGGING,
        CoachRule.TOO_MANY_KPIS,
    }
)
_GROUPS = (
    ("Also", (CoachRule.NO_OWNER, CoachRule.NO_CHECK_IN, CoachRule.NEVER_SCORED)),
    (
        "Objectives",
        (
            CoachRule.TOO_FEW_KEY_RESULTS,
            CoachRule.TOO_MANY_KEY_RESULTS,
            CoachRule.VAGUE_OBJECTIVE,
            CoachRule.NUMBER_IN_OBJECTIVE,
            CoachRule.ORPHAN,
        ),
    ),
    ("Teams", (CoachRule.TOO_MANY_OBJECTIVES, CoachRule.ALL_LAGGING, CoachRule.TOO_MANY_KPIS)),
    ("Dashboard", (CoachRule.KPI_WITHOUT_TARGET, CoachRule.NEVER_ACTED_ON, CoachRule.OLD_LIMITS)),
)
"""The other rules, by what they are about."""
_TEXT = 3_600
_VALUE = 1_000
COMPANY = "company"
"""How everybody's report is asked for."""


def report(
    found: Report,
    *,
    where: str,
    cycle: str,
    words: str,
    may_change: Collection[str] = (),
    note: str = "",
    share: str = "",
    public: bool = False,
) -> block_kit.Message:
    """Show what the coach says of a cycle.

    Args:
        found: Its report; of each kind, what stands first is shown first.
        where: Whose, such as `Growth`.
        cycle: The cycle's name.
        words: What was asked for, as it is typed after `/okr lint`.
        may_change: The things that the asker may change.
        note: A line at the end, or nothing.
        share: The question to share, or nothing.
        public: Whether everybody in a channel reads it: then no button shows more; nor shall there be any to change.
    """
    first, sums = first_line(found, where=where, cycle=cycle), _sums(found)
    blocks = [block_kit.section(f"*{first}*"), *([block_kit.section(*sums)] if sums else [])]
    for rule, findings in found.by_rule[:_KINDS]:
        blocks.append(_heading(rule, findings, words, shown=_EACH, public=public))
        blocks += [
            block for finding in findings[:_EACH] for block in entry(finding, may_change=finding.subject in may_change)
        ]
    blocks += block_kit.paragraphs(
        [_summary_lines(rule, findings) for rule, findings in found.by_rule[_KINDS:]], most=1
    )
    notes = [_narrowing_hint(found, words), _silent(found, words), note]
    blocks += [block_kit.context(*notes)] if any(notes) else []
    blocks += [answer.buttons(share)] if share else []
    return block_kit.message(first, blocks, compared_with=1)


def first_line(found: Report, *, where: str, cycle: str) -> str:
    """Say the sum of what is said of key results: how many could be sharper, and in which way."""
    head = f"{block_kit.typed_text(where, 60)}, {block_kit.typed_text(cycle, 40)}"
    if not found.looked_at and not found.findings:
        return f"{head}: nothing to look at yet."
    sharper = {finding.subject for finding in found.findings if finding.rule in _KEY_RESULTS}
    if not sharper:
        every = numbers.count_text(found.looked_at, "key result") if found.looked_at else "no key results yet"
        return f"{head}: {every}, and nothing to sharpen." if found.looked_at else f"{head}: {every}."
    kinds = [rule for rule in found.counts if rule in _KEY_RESULTS]
    every = f"{len(sharper)} of {numbers.count_text(found.looked_at, 'key result')}"
    if len(kinds) == 1:
        words = RULE_TEXTS[kinds[0]]
        return f"{head}: {every} {words.singular if len(sharper) == 1 else words.plural}."
    return f"{head}: {every} could be sharper; {_count_line(found, kinds, most=3)}."


def _sums(found: Report) -> list[str]:
    """Say how many there are of all other kinds, a line for each kind of thing."""
    said = [(head, _count_line(found, rules, most=len(rules))) for head, rules in _GROUPS]
    return [f"{head}: {words}." for head, words in said if words]


def _count_line(found: Report, rules: Collection[CoachRule], *, most: int) -> str:
    counts = [(rule, found.counts[rule]) for rule in CoachRule if rule in rules and rule in found.counts]
    words = [
        f"{count} {RULE_TEXTS[rule].singular if count == 1 else RULE_TEXTS[rule].plural}" for rule, count in counts
    ]
    return ", ".join(words[:most]) + (", and more" if len(words) > most else "")


def _heading(rule: CoachRule, findings: Sequence[Finding], words: str, *, shown: int, public: bool) -> block_kit.Block:
    count = f" · {len(findings)}" if len(findings) > 1 else ""
    more = len(findings) > shown and not public
    every = (
        block_kit.button(f"All {len(findings)}", ids.LINT, f"{words} {RULE_TEXTS[rule].typed}"[:_VALUE])
        if more
        else None
    )
    return block_kit.section(f"*{RULE_TEXTS[rule].heading}*{count}\n{RULES[rule]}", accessory=every)


def _summary_lines(rule: CoachRule, findings: Sequence[Finding]) -> list[str]:
    return [f"*{RULE_TEXTS[rule].heading}* · {len(findings)}: {block_kit.join_shown(findings, _NAMED, subject_label)}"]


def _narrowing_hint(found: Report, words: str) -> str:
    if len(found.by_rule) <= 1:
        return ""
    rule = found.by_rule[-1][0] if len(found.by_rule) > _KINDS else found.by_rule[0][0]
    return f"One kind: `{_typed_rule(words, RULE_TEXTS[rule].typed)}`. One of them, and why: {_one_of(found)}."


def _one_of(found: Report) -> str:
    name = next((finding.subject for finding in found.findings if finding.subject[:2] in ("KR", "O-")), "KR-12")
    return f"`{_typed_rule(name)}`"


def _silent(found: Report, words: str) -> str:
    if not found.dismissed:
        return ""
    verb = "does" if found.dismissed == 1 else "do"
    return f"{found.dismissed} {verb} not matter, somebody said: `{_typed_rule(words, 'dismissed')}`."


def _typed_rule(*words: str) -> str:
    return " ".join([ids.OKR, "lint", *(block_kit.typed_text(word.replace("`", ""), 80) for word in words if word)])


def draft_note(cycle: str, words: str) -> str:
    """Point to a cycle that is being drafted, and can still be written better."""
    return f"{block_kit.typed_text(cycle, 40)} is being written: `{_typed_rule(words, cycle)}`."


def render_rule(
    rule: CoachRule,
    findings: Sequence[Finding],
    *,
    where: str,
    cycle: str,
    may_change: Collection[str] = (),
    by_team: Sequence[tuple[str, int]] = (),
    share: str = "",
) -> block_kit.Message:
    """Show what one rule says: its reason once, a few findings whole, all others by name.

    Args:
        rule: The rule.
        findings: What it found, what is shown first stands first.
        where: Whose, such as `Growth`.
        cycle: The cycle's name.
        may_change: The things that the asker may change.
        by_team: How many there are in each team, by its key, where there is more than one team.
        share: The question to share, or nothing.
    """
    head, words = f"{block_kit.typed_text(where, 60)}, {block_kit.typed_text(cycle, 40)}", RULE_TEXTS[rule]
    if not findings:
        first = f"{head}: nothing is said of “{words.typed}”."
        return block_kit.message(
            first, [block_kit.section(f"*{first}*"), block_kit.section(RULES[rule])], compared_with=1
        )
    first = f"{head}: {len(findings)} {words.singular if len(findings) == 1 else words.plural}."
    blocks = [block_kit.section(f"*{first}*"), block_kit.section(RULES[rule])]
    blocks += [
        block for finding in findings[:_OF_A_KIND] for block in entry(finding, may_change=finding.subject in may_change)
    ]
    rest = findings[_OF_A_KIND:]
    blocks += [block_kit.section(f"And {block_kit.join_shown(rest, _ALL_NAMED, subject_label)}.")] if rest else []
    if rest and len(by_team) > 1:
        teams = block_kit.join_shown(by_team, 8, lambda pair: f"{block_kit.typed_text(pair[0], 40)} {pair[1]}")
        blocks.append(block_kit.context(f"Team by team, `{_typed_rule(by_team[0][0], words.typed)}`: {teams}."))
    blocks += [answer.buttons(share)] if share else []
    return block_kit.message(first, blocks, compared_with=1)


def add_lint_summary(message: block_kit.Message, found: Report, *, where: str, cycle: str) -> block_kit.Message:
    """Return the word that a cycle is active, with the sum of what the coach says of it below; a button shows all.

    The dashboard goes on from cycle to cycle, so it is not spoken of here.
    """
    ours = replace(found, findings=tuple(finding for finding in found.findings if finding.rule not in _DASHBOARD))
    if not ours.findings:
        return message
    note = f"Nothing is held back for it, and nobody else is told. Everybody sees their own team’s: `{_typed_rule()}`."
    row = block_kit.actions(block_kit.button("What to fix first", ids.LINT, f"{COMPANY} {cycle}"[:_VALUE]))
    said = [block_kit.section(first_line(ours, where=where, cycle=cycle), *_sums(ours)), block_kit.context(note)]
    text = block_kit.fit_lines([message.text, *block_kit.read_lines(said)], _TEXT)
    return block_kit.Message(text=text, blocks=[*message.blocks, *said, row])
