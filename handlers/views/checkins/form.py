"""The check-in form: up to five key results a page, each with its last value, target and pace beside it (RULES 6.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.okrs.checkins import Preview, Prompt
from domain.okrs.confidence import state_of_confidence
from domain.okrs.model import KeyResult, Metric
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import KeyResultId, PersonId
from domain.values.numbers import ENGLISH, NumberStyle, number_text
from handlers import ids
from handlers.metadata import CheckInMetadata, PromptMetadata
from handlers.views.blocks import block_kit, form, labels, numbers
from handlers.views.okrs import forecast as okr_forecast
from handlers.views.okrs import line as okr_line
from handlers.views.okrs.value_field import line_field, skip_field, value_fields

_LINE = 500
_HIGHEST = 10
_HOW = "Press Enter after a value to see where it stands."
_COUNTED = {
    Metric.MILESTONE: "Each step counts by its weight.",
    Metric.BINARY: "Done counts as 100 %, everything before as 0.",
    Metric.MAINTAIN: f"Inside counts as 100 %, outside as 0. {_HOW}",
    Metric.BASELINE: "Whatever number was found counts as 100 %.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What already stands in the fields of one key result.

    Attributes:
        value: As typed; empty for nothing.
        done: For binary, or None while neither is chosen.
        done_steps: For milestone, the indices of the ticked steps.
    """

    value: str = ""
    confidence: int | None = None
    note: str = ""
    blocker: str = ""
    done: bool | None = None
    done_steps: tuple[int, ...] = ()
    skip: bool = False


NOTHING = Typed()


def read_typed(status: KeyResultStatus, *, style: NumberStyle = ENGLISH) -> Typed:
    """Return what stands in the fields when a check-in is edited, the value as the person would type it."""
    last = status.last
    if last is None:
        return NOTHING
    return Typed(
        value=number_text(last.value, style),
        confidence=last.confidence,
        note=last.note,
        blocker=last.blocker,
        done=last.value >= 1,
        done_steps=last.done_steps,
    )


def modal(
    prompt: Prompt | None,
    page: int,
    pages: int,
    statuses: Sequence[KeyResultStatus],
    *,
    typed: Mapping[KeyResultId, Typed] | None = None,
    previews: Mapping[KeyResultId, str] | None = None,
    fed: Mapping[KeyResultId, Decimal] | None = None,
    problem: str = "",
    edit: bool = False,
    style: NumberStyle = ENGLISH,
    locale: str = "en",
) -> block_kit.View:
    """Render one page of the form.

    Args:
        prompt: What is answered, or None for a check-in at a time of one's own.
        page: Which page, from 1.
        pages: How many there are.
        statuses: The page's key results, at most five.
        typed: What already stands in the fields.
        previews: What to say below a value: the line of `preview_line`, or why it cannot be read.
        fed: The newest values of the KPIs that feed key results: then only to confirm.
        problem: A sentence above all, when saving failed.
        edit: Whether earlier answers are corrected.
        style: How the person writes numbers.
        locale: For numbers and days.
    """
    blocks = [block_kit.section(f"*{block_kit.typed_text(problem, 500)}*")] if problem else []
    for key_result_status in statuses:
        key = key_result_status.key_result.id
        value = (fed or {}).get(key)
        fields = (typed or {}).get(key, Typed(value=number_text(value, style)) if value is not None else NOTHING)
        blocks += _fields(key_result_status, fields, (previews or {}).get(key, ""), value, locale)
        blocks.append(block_kit.divider())
    metadata = CheckInMetadata(
        prompt=prompt.id if prompt is not None else None,
        page=page,
        pages=pages,
        key_results=[status.key_result.id for status in statuses],
        edit=edit,
    )
    title = "Check-in" if pages <= 1 else f"Check-in {page} of {pages}"
    submit = "Save" if page >= pages else "Save and go on"
    return form.modal(
        title, blocks[:-1], callback_id=ids.CHECK_IN_FORM, submit=submit, close="Cancel", metadata=metadata.encode()
    )


def preview_line(key_result: KeyResult, preview: Preview, *, locale: str = "en") -> str:
    """Say what a value changes: `42 % → 51 % of the way, 6 points behind the calendar` (RULES 6.3)."""
    if key_result.metric is Metric.BASELINE:
        found = numbers.value_text(preview.value, key_result.unit, locale=locale)
        return f"The baseline is {found}: with that it is found"
    if key_result.metric is Metric.MAINTAIN:
        words = okr_line.maintained_text(key_result, preview.value, locale=locale)
        if preview.before is None or preview.before == preview.after:
            return words
        return f"{words}; was {'inside' if preview.before.ratio else 'outside'}"
    after = numbers.percent(preview.after.raw, locale=locale)
    way = after if preview.before is None else f"{numbers.percent(preview.before.raw, locale=locale)} → {after}"
    if preview.gap is None:
        return f"{way} of the way"
    return f"{way} of the way, {numbers.against_calendar(preview.gap)}"


def _fields(
    status: KeyResultStatus, typed: Typed, preview: str, fed: Decimal | None, locale: str
) -> list[block_kit.Block]:
    key_result = status.key_result
    number = key_result.id
    return [
        block_kit.section(*_known_lines(status, fed, locale)),
        *value_fields(
            key_result,
            label=_label(key_result),
            text=typed.value,
            done=typed.done,
            steps=typed.done_steps,
            dispatch=True,
        ),
        block_kit.context(preview or _hint(status, locale), block_id=ids.block(ids.PREVIEW, number)),
        form.field(
            "Confidence to reach it", ids.block(ids.CONFIDENCE, number), _confidence(status, typed), optional=True
        ),
        line_field(key_result, label="One line: what moved, or did not?", name=ids.NOTE, text=typed.note, limit=_LINE),
        line_field(key_result, label="In the way?", name=ids.BLOCKER, text=typed.blocker, limit=_LINE),
        skip_field(key_result, label="Nothing to say this time?", skip=typed.skip),
    ]


def _known_lines(status: KeyResultStatus, fed: Decimal | None, locale: str) -> list[str]:
    last = f"last {okr_line.last_value_text(status, locale=locale)}" if status.last else "no check-in yet"
    where = [last, okr_line.way(status, locale=locale), okr_line.pace(status.pace, status.gap)]
    lines = [okr_line.subject(status.key_result, limit=200, locale=locale), numbers.join_dotted(where)]
    if fed is None or status.key_result.kpi is None:
        return lines
    value = numbers.value_text(fed, status.key_result.unit, locale=locale)
    return [*lines, f"Its KPI {block_kit.typed_text(status.key_result.kpi, 60)} says {value}: only to confirm."]


def _label(key_result: KeyResult) -> str:
    return "The number that was found" if key_result.metric is Metric.BASELINE else "Value now"


def _hint(status: KeyResultStatus, locale: str) -> str:
    """Say what helps with the value: what the calendar expects, and where the past points."""
    forecast = okr_forecast.forecast_text(status, locale=locale)
    return f"{_expected_text(status, locale)}{f' {forecast[:1].upper()}{forecast[1:]}.' if forecast else ''}"


def _expected_text(status: KeyResultStatus, locale: str) -> str:
    """Say where the calendar would have the value today, or how an answer counts where it expects nothing."""
    key_result, expected = status.key_result, status.expected
    if key_result.metric in _COUNTED:
        return _COUNTED[key_result.metric]
    if expected is None or key_result.baseline is None or key_result.target is None:
        return _HOW
    distance = key_result.target - key_result.baseline
    value = numbers.roughly(key_result.baseline + expected * distance, distance)
    return f"The calendar expects {numbers.value_text(value, key_result.unit, locale=locale)} by today. {_HOW}"


def _confidence(status: KeyResultStatus, typed: Typed) -> block_kit.Block:
    before = status.confidence
    options = [(f"{value} · {_confidence_line(value)}", str(value)) for value in range(_HIGHEST, -1, -1)]
    was = f"was {before}" if before is not None else "0 to 10"
    chosen = None if typed.confidence is None else str(typed.confidence)
    return block_kit.menu(was, ids.CONFIDENCE, options, chosen=chosen)


def _confidence_line(confidence: int) -> str:
    return labels.OKR_STATE[state_of_confidence(confidence)].partition(" ")[2]


def explain_prompt(
    prompt: Prompt, *, names: Mapping[PersonId, str], lead: PersonId | None = None, locale: str = "en"
) -> block_kit.View:
    """Say by which rule a person was asked, what follows, and how to make it stop (RULES 6.9)."""
    count = numbers.count_text(len(prompt.key_results), "key result")
    owner = "you own" if prompt.owner == prompt.person else f"{block_kit.name_of(prompt.owner, names)} owns"
    told = block_kit.name_of(lead, names) if lead is not None else "the team's lead"
    asked = numbers.weekday(prompt.due_on, locale=locale)
    return form.modal(
        "Why am I asked?",
        [
            block_kit.section(
                f"Because {owner} {count} in this cycle, and on {asked} round {prompt.round} of its check-ins began."
            ),
            block_kit.section(
                "Each round asks once, for everything that nobody updated within the last three days. One reminder "
                f"follows after two working days; after four, {told} sees which are missing. Then it is quiet."
            ),
            block_kit.section(
                "Going away? *I'm away…* stops it until a day of yours, and someone else can answer meanwhile."
            ),
        ],
        callback_id=ids.READ_ONLY,
    )


def away_modal(
    prompt: Prompt | None, *, today: date, until: date | None = None, delegate: PersonId | None = None
) -> block_kit.View:
    """Ask until when a person is away, and who answers meanwhile (RULES 6.8)."""
    number = prompt.id if prompt is not None else 0
    back = until or today + timedelta(days=7)
    day: block_kit.Block = {"type": "datepicker", "action_id": ids.UNTIL, "initial_date": back.isoformat()}
    stand_in: block_kit.Block = {
        "type": "users_select",
        "action_id": ids.DELEGATE,
        "placeholder": block_kit.plain("Nobody", 150),
    }
    if delegate is not None:
        stand_in["initial_user"] = delegate
    blocks = [
        block_kit.section("No check-ins, no reminders, and no word to your lead until you are back."),
        form.field("Back on", ids.block(ids.UNTIL, number), day),
        form.field("Who answers meanwhile?", ids.block(ids.DELEGATE, number), stand_in, optional=True),
    ]
    metadata = PromptMetadata(prompt=prompt.id if prompt is not None else None).encode()
    return form.modal("I'm away", blocks, callback_id=ids.AWAY_FORM, submit="Save", close="Cancel", metadata=metadata)
