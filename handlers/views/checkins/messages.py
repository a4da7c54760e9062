"""Check-ins: one message per person and round, which asks, reminds, and turns into a receipt (RULES 6)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.company.teams import Person
from domain.okrs.checkins import Prompt
from domain.okrs.model import Metric
from domain.okrs.progress import progress_of
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import KeyResultId, PersonId, key_result_name
from handlers import ids
from handlers.views.blocks import block_kit, form, numbers
from handlers.views.okrs import line as okr_line

_MAX_SHOWN = 8
_SECONDS_EACH = 15
_FIRST_AND_LAST = 2


def prompt(
    prompt: Prompt,
    statuses: Sequence[KeyResultStatus],
    *,
    person: Person,
    today: date,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Ask a person for all of their due key results in one message (RULES 6.2)."""
    count = len(statuses)
    what = f"{numbers.count_text(count, 'key result')} {_wants(count)} a word"
    first = f"{_first_name_of(person.name)}, {what}: {_duration(count)}."
    blocks = [block_kit.section(first), *_for_whom(prompt, names), *_lines(statuses, locale)]
    blocks.append(block_kit.context(f"Round {prompt.round}, {numbers.day_of_year(today, locale=locale)}"))
    return block_kit.message(first, [*blocks, _buttons(prompt)], compared_with=1)


def render_snoozed(
    prompt: Prompt,
    statuses: Sequence[KeyResultStatus],
    *,
    until: date,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Say that a prompt rests until a day; it can still be answered."""
    first = f"Round {prompt.round}: snoozed until {numbers.weekday(until, locale=locale)}."
    row = block_kit.actions(block_kit.button("Check in now", ids.CHECK_IN, str(prompt.id)), _why_button(prompt))
    return block_kit.message(
        first, [block_kit.section(first), *_for_whom(prompt, names), *_lines(statuses, locale), row], compared_with=1
    )


def away(
    prompt: Prompt | None, *, until: date, delegate: PersonId | None, names: Mapping[PersonId, str], locale: str = "en"
) -> block_kit.Message:
    """Say that a person is not asked before a day, and who is asked meanwhile."""
    stands_in = (
        f"{block_kit.name_of(delegate, names)} is asked meanwhile."
        if delegate is not None
        else "Nobody is asked meanwhile."
    )
    first = f"You are away: no check-ins before {numbers.day_of_year(until, locale=locale)}. {stands_in}"
    row = block_kit.actions(block_kit.button("I'm back", ids.BACK, "" if prompt is None else str(prompt.id)))
    return block_kit.message(first, [block_kit.section(first), row], compared_with=1)


def receipt(
    prompt: Prompt,
    recorded: Sequence[KeyResultStatus],
    skipped: Sequence[KeyResultId],
    *,
    editable_until: datetime,
    names: Mapping[PersonId, str],
    zone: str = "UTC",
    locale: str = "en",
) -> block_kit.Message:
    """Say what was recorded, what was skipped and what is still open (RULES 6.6).

    Args:
        prompt: What was asked.
        recorded: The key results that were answered, as they stand now.
        skipped: Those that the person chose to leave out.
        editable_until: Until when Edit works.
        names: What people are called.
        zone: The person's zone.
        locale: For numbers and days.
    """
    done = {key_result_status.key_result.id for key_result_status in recorded}
    still = [
        key_result_id
        for key_result_id in prompt.key_results
        if key_result_id not in done and key_result_id not in skipped
    ]
    tail = [f"{join_key_results(skipped)} skipped"] if skipped else []
    tail += [f"{join_key_results(still)} still open"] if still else []
    tally = ", ".join([f"{len(recorded)} of {max(len(prompt.key_results), len(recorded))} done", *tail])
    first = f"Thanks {_first_name(prompt.person, names)}. Round {prompt.round}: {tally}."
    entries = [render_recorded(key_result_status, locale=locale) for key_result_status in recorded]
    until = numbers.moment(editable_until, zone, locale=locale)
    row = [block_kit.button("Check in the rest", ids.CHECK_IN, str(prompt.id), style="primary")] if still else []
    row.append(block_kit.button(f"Edit until {until}", ids.CHECK_IN_EDIT, str(prompt.id)))
    return block_kit.message(
        first,
        [block_kit.section(first), *block_kit.paragraphs(entries, most=4), block_kit.actions(*row)],
        compared_with=1,
    )


def thanks(
    recorded: Sequence[KeyResultStatus], skipped: Sequence[KeyResultId], *, person: Person, locale: str = "en"
) -> block_kit.View:
    """Say in the form itself what was recorded, before it is closed."""
    left = f" {join_key_results(skipped)} skipped." if skipped else ""
    first = f"*Saved, thanks {_first_name_of(person.name)}.* {numbers.count_text(len(recorded), 'check-in')}.{left}"
    entries = [render_recorded(key_result_status, locale=locale) for key_result_status in recorded]
    return form.modal(
        "Thanks", [block_kit.section(first), *block_kit.paragraphs(entries, most=20)], callback_id=ids.READ_ONLY
    )


def render_recorded(status: KeyResultStatus, *, locale: str = "en") -> list[str]:
    """Say a check-in that was just made: the value, what it means, the confidence, the words."""
    key_result, last = status.key_result, status.last
    if last is None:
        return [f"{okr_line.head(key_result)}: no check-in yet"]
    value = okr_line.check_in_value_text(key_result, last, locale=locale)
    where = [_way_with_before(status, locale), okr_line.pace(status.pace, status.gap), _confidence(status)]
    lines = [f"{okr_line.head(key_result, limit=60)}: *{value}*", numbers.join_dotted(where)]
    lines += [f"“{block_kit.typed_text(last.note, 300)}”"] if last.note else []
    return [*lines, f"In the way: {block_kit.typed_text(last.blocker, 300)}"] if last.blocker else lines


def _way_with_before(status: KeyResultStatus, locale: str) -> str:
    way = okr_line.way(status, locale=locale)
    if not way or status.previous is None:
        return way
    if status.key_result.metric is Metric.BASELINE:
        return way
    before = progress_of(status.key_result, status.previous.value).ratio
    if status.key_result.metric is Metric.MAINTAIN:
        return f"{way} (was {'inside' if before else 'outside'})"
    return f"{way} (was {numbers.percent(before, locale=locale)})"


def _confidence(status: KeyResultStatus) -> str:
    if status.confidence is None:
        return ""
    before = status.previous_confidence
    changed = f" (was {before})" if before is not None and before != status.confidence else ""
    return f"confidence {status.confidence}{changed}"


def reminder(
    prompt: Prompt,
    missing: Sequence[KeyResultStatus],
    *,
    lead: PersonId | None,
    names: Mapping[PersonId, str],
    lead_told_on: date | None = None,
    locale: str = "en",
) -> block_kit.Message:
    """Remind a person, once, and say in advance what the lead will see and when (RULES 6.7)."""
    count = len(missing)
    what = f"{numbers.count_text(count, 'key result')} still {_wants(count)} a word from round {prompt.round}"
    first = f"{_first_name(prompt.person, names)}, {what}: {_duration(count)}."
    later = "This is the only reminder for this round."
    if lead is not None:
        when = f"on {numbers.weekday(lead_told_on, locale=locale)}" if lead_told_on else "in two working days"
        who = block_kit.name_of(lead, names)
        later = f"This is the only reminder; {when} {who} sees which ones are missing, nothing more."
    asked = f"Asked on {numbers.day_of_year(prompt.due_on, locale=locale)}."
    blocks = [
        block_kit.section(first),
        *_lines(missing, locale),
        block_kit.context(f"{asked} {later}"),
        _buttons(prompt),
    ]
    return block_kit.message(first, blocks, compared_with=1)


def escalation(
    lead: PersonId,
    missing: Mapping[PersonId, Sequence[KeyResultStatus]],
    *,
    day: date,
    names: Mapping[PersonId, str],
    locale: str = "en",
) -> block_kit.Message:
    """Tell a lead, once, whose check-ins are missing, and that these people know of it (RULES 6.7)."""
    who = block_kit.join_at_most([block_kit.name_of(person, names) for person in missing], 4)
    first = f"{_first_name(lead, names)}, no check-in yet from {who}."
    entries = [_missing_of(person, statuses, names) for person, statuses in missing.items()]
    name = "They were" if len(missing) > 1 else f"{who} was"
    now = numbers.day_of_year(day, locale=locale)
    note = f"{name} asked and reminded once, and told that you would hear today, {now}. Nothing more is sent."
    return block_kit.message(
        first,
        [block_kit.section(first), *block_kit.paragraphs(entries, most=4), block_kit.context(note)],
        compared_with=1,
    )


def _missing_of(person: PersonId, statuses: Sequence[KeyResultStatus], names: Mapping[PersonId, str]) -> list[str]:
    titles = [okr_line.head(key_result_status.key_result, limit=60) for key_result_status in statuses[:_MAX_SHOWN]]
    rest = len(statuses) - _MAX_SHOWN
    return [f"{block_kit.name_of(person, names)}: {', '.join(titles)}{f' and {rest} more' if rest > 0 else ''}"]


def _first_name(person: PersonId, names: Mapping[PersonId, str]) -> str:
    return _first_name_of(names.get(person, ""))


def _first_name_of(name: str) -> str:
    """Return how a person is spoken to: by their first name; by the whole where it reads like a role or a title."""
    words = block_kit.clean(name).split()
    if not words:
        return "Hello"
    first_and_last = len(words) <= _FIRST_AND_LAST and "," not in words[0]
    return block_kit.typed_text(words[0] if first_and_last else " ".join(words), 60)


def _wants(count: int) -> str:
    return "wants" if count == 1 else "want"


def _duration(count: int) -> str:
    seconds = count * _SECONDS_EACH
    if seconds <= 2 * _SECONDS_EACH:
        return "about half a minute"
    minutes = -(-seconds // 60)
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


def _for_whom(prompt: Prompt, names: Mapping[PersonId, str]) -> list[block_kit.Block]:
    if prompt.owner == prompt.person:
        return []
    return [block_kit.section(f"You answer for {block_kit.name_of(prompt.owner, names)}.")]


def _lines(statuses: Sequence[KeyResultStatus], locale: str) -> list[block_kit.Block]:
    entries = [_asked_lines(key_result_status, locale) for key_result_status in statuses[:_MAX_SHOWN]]
    rest = [key_result_status.key_result.id for key_result_status in statuses[_MAX_SHOWN:]]
    if rest:
        entries.append([f"and {len(rest)} more: {join_key_results(rest)}"])
    return block_kit.paragraphs(entries, most=4)


def _asked_lines(status: KeyResultStatus, locale: str) -> list[str]:
    last = f"last {okr_line.last_value_text(status, locale=locale)}" if status.last else "no check-in yet"
    # What is kept has no pace, so how it stands is all that there is to say.
    kept = status.key_result.metric is Metric.MAINTAIN
    where = [
        last,
        okr_line.way(status, locale=locale) if kept else okr_line.pace(status.pace, status.gap),
        okr_line.disagreement(status, locale=locale, briefly=True),
    ]
    return [okr_line.subject(status.key_result, locale=locale), numbers.join_dotted(where)]


def join_key_results(key_results: Sequence[KeyResultId]) -> str:
    """Name key results in a line: `KR-12, KR-15 and 3 more`."""
    return block_kit.join_at_most([key_result_name(key_result_id) for key_result_id in key_results], 6)


def _why_button(prompt: Prompt) -> block_kit.Block:
    return block_kit.button("Why am I getting this?", ids.WHY_ASKED, str(prompt.id))


def _buttons(prompt: Prompt) -> block_kit.Block:
    value = str(prompt.id)
    return block_kit.actions(
        block_kit.button("Check in", ids.CHECK_IN, value, style="primary"),
        block_kit.button("Snooze until tomorrow", ids.SNOOZE_PROMPT, value),
        block_kit.button("I'm away…", ids.AWAY, value),
        _why_button(prompt),
    )
