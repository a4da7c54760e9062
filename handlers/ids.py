"""Every name that Slack sends back to us: commands, actions, modals, blocks.

Nothing else in `handlers` spells one out, so what is rendered and what is listened to cannot drift apart. The value of
a button is a number, or short words joined by colons: `41`, `41:3d`, `share:mine`. A block of a form that belongs to
one thing is named `word:number`, by `block`, and read by `block_of`.
"""

from typing import Final

# Commands and shortcuts (as in manifest.yml).
OKR: Final = "/okr"
KPI: Final = "/kpi"
LOG_READING: Final = "log_kpi_reading"

# Actions in messages and on the Home tab. The value is the prompt's id unless it says otherwise.
CHECK_IN: Final = "checkin_open"
CHECK_IN_EDIT: Final = "checkin_edit"
CHECK_IN_ONE: Final = "checkin_one"  # value: the key result's id
CHECK_IN_MINE: Final = "checkin_mine"  # no value: whatever the person owes
SNOOZE_PROMPT: Final = "checkin_snooze"
AWAY: Final = "checkin_away"
BACK: Final = "checkin_back"  # "I'm back": ends the pause
WHY_ASKED: Final = "checkin_why"
SCORE: Final = "scoring_open"  # value: the cycle's id
ALERT_ACKNOWLEDGE: Final = "alert_acknowledge"  # value: the alert's id, as in all of the five
ALERT_SNOOZE: Final = "alert_snooze"  # a menu; the chosen value is `alert:length`, see `snooze_value`
ALERT_ASSIGN: Final = "alert_assign"
ALERT_NOTE: Final = "alert_note"
ALERT_KEY_RESULT: Final = "alert_key_result"
LOOP_RETURN: Final = "loop_return"  # value: `31:2026-12-07`, see `return_value`
LOOP_KEEP: Final = "loop_keep"  # the same value
DIGEST_SHOW_ALL: Final = "digest_show_all"  # value: `team:2026-W47`
DIGEST_WHY: Final = "digest_why"  # value: `team:2026-W47`
OKR_CARD: Final = "okr_card"  # value: KR-34 or O-12
OKR_WHY: Final = "okr_why"  # value: KR-34 or O-12
KPI_CARD: Final = "kpi_card"  # value: the KPI's key
KPI_WHY: Final = "kpi_why"  # value: the KPI's key
KPI_LOG: Final = "kpi_log"  # value: the KPI's key, or none
KPI_EDIT: Final = "kpi_edit"  # value: the KPI's key
LIMITS_USE: Final = "limits_use"  # value: see `limits_value`, as in all of the four
LIMITS_NOT_NOW: Final = "limits_not_now"
LIMITS_EDIT: Final = "limits_edit"
LIMITS_KEEP: Final = "limits_keep"
TARGET_SAVE: Final = "target_save"  # value: see `target_value`
TARGET_NOT_NOW: Final = "target_not_now"  # value: the KPI's key
OKR_EDIT: Final = "okr_edit"  # value: KR-34 or O-12
NEW_OBJECTIVE: Final = "objective_new"  # no value
NEW_KEY_RESULT: Final = "key_result_new"  # value: the objective's id, or none
CYCLE_ACTIVATE: Final = "cycle_activate"  # value: the cycle's id, as in all of the four
CYCLE_CLOSE: Final = "cycle_close"
CYCLE_REOPEN: Final = "cycle_reopen"
CARRY_OVER: Final = "carry_over"
CARRY_ONE: Final = "carry_one"  # value: the id of the key result that is carried over with changes
LINT: Final = "lint_show"  # value: what was asked for after `/okr lint`, such as `growth tasks`
LINT_DISMISS: Final = "lint_dismiss"  # value: see `lint_value`, as in both
LINT_AGAIN: Final = "lint_again"
SHARE: Final = "share"  # value: the question that was answered, such as `okr KR-12`; shown again in the channel
HELP: Final = "help"  # value: `okr` or `kpi`

# Actions within forms.
VALUE: Final = "value"
CONFIDENCE: Final = "confidence"
NOTE: Final = "note"
BLOCKER: Final = "blocker"
SKIP: Final = "skip"
DONE: Final = "done"
STEPS: Final = "steps"
UNTIL: Final = "until"
DELEGATE: Final = "delegate"
PERSON: Final = "person"
SCORE_VALUE: Final = "score"
REASON: Final = "reason"
LEARNING: Final = "learning"
DECISION: Final = "decision"
CAUSE: Final = "cause"
KPI_CHOICE: Final = "kpi"
PERIOD: Final = "period"
PREVIEW: Final = "preview"

# Fields of the two forms that write key results and objectives.
KR_OBJECTIVE: Final = "kr_objective"
KR_TITLE: Final = "kr_title"
KR_METRIC: Final = "kr_metric"
KR_BASELINE: Final = "kr_baseline"
KR_TARGET: Final = "kr_target"
KR_UNIT: Final = "kr_unit"
KR_STEPS: Final = "kr_steps"
KR_CHECKPOINTS: Final = "kr_checkpoints"
KR_DUE: Final = "kr_due"
KR_OWNER: Final = "kr_owner"
KR_WEIGHT: Final = "kr_weight"
KR_KPI: Final = "kr_kpi"
KR_REASON: Final = "kr_reason"
COACH: Final = "coach"  # the block in which the coach speaks
O_CYCLE: Final = "o_cycle"
O_TEAM: Final = "o_team"
O_TITLE: Final = "o_title"
O_OWNER: Final = "o_owner"
O_COMMITMENT: Final = "o_commitment"
O_PARENT: Final = "o_parent"
O_GUARDRAILS: Final = "o_guardrails"

# Fields of the forms that write a KPI and its limits.
KPI_NAME: Final = "kpi_name"
KPI_KEY: Final = "kpi_key"
KPI_TEAM: Final = "kpi_team"
KPI_OWNER: Final = "kpi_owner"
KPI_UNIT: Final = "kpi_unit"  # told at once, as are the direction and the target: they change how the target is read
KPI_DIRECTION: Final = "kpi_direction"
KPI_TARGET: Final = "kpi_target"
KPI_FREQUENCY: Final = "kpi_frequency"
KPI_INDICATOR: Final = "kpi_indicator"
KPI_GRACE: Final = "kpi_grace"
LIMIT: Final = "limit"  # each field of the limits form; its block says which
LIMITS_SEASON: Final = "limits_season"
LIMITS_FILL: Final = "limits_fill"  # a button in the limits form: the proposal's numbers into the fields

# The values of SKIP, DONE and SNOOZE.
SKIPPED: Final = "skip"
DONE_YES: Final = "done"
DONE_NOT_YET: Final = "not_yet"
SNOOZE_DAY: Final = "1d"
SNOOZE_THREE_DAYS: Final = "3d"
SNOOZE_WEEK: Final = "1w"
SNOOZE_READING: Final = "next"

# Modals (`callback_id`); what each carries is in `handlers.metadata`.
CHECK_IN_FORM: Final = "checkin_form"
AWAY_FORM: Final = "away_form"
SCORING_FORM: Final = "scoring_form"
NOTE_FORM: Final = "alert_note_form"
ASSIGN_FORM: Final = "alert_assign_form"
READING_FORM: Final = "reading_form"
KPI_FORM: Final = "kpi_form"
LIMITS_FORM: Final = "limits_form"
KEY_RESULT_FORM: Final = "key_result_form"
OBJECTIVE_FORM: Final = "objective_form"
REOPEN_FORM: Final = "cycle_reopen_form"
LINT_FORM: Final = "lint_dismiss_form"
READ_ONLY: Final = "read_only"  # nothing to submit


def block(field: str, number: int, part: int | None = None) -> str:
    """Name the block of a form's field: `value:34`, or `steps:34:1` for its second part."""
    return f"{field}:{number}" if part is None else f"{field}:{number}:{part}"


def block_of(block_id: str) -> tuple[str, int] | None:
    """Return the field and the number that a block is named after, or None where it was not named by `block`."""
    field, _, rest = block_id.partition(":")
    number = rest.partition(":")[0]
    return (field, int(number)) if number.isascii() and number.isdigit() else None
