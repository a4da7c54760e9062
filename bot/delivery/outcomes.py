"""What an answer of Slack means for a delivery (DESIGN D4; SLACK_RULES 2.1 and 2.2)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.delivery.calls import Answer, Transport
from bot.delivery.policy import DeliveryPolicy

RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
"""Certainly not sent: Slack asks for less."""

WORKSPACE = frozenset(
    {
        "access_denied",
        "accesslimited",
        "account_inactive",
        "app_access_restricted",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    },
)
"""No delivery at all will get through until somebody mends the installation."""

DESTINATION = frozenset(
    {
        "cannot_dm_bot",
        "channel_is_limited_access",
        "channel_not_found",
        "invalid_channel",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "method_not_supported_for_channel_type",
        "not_in_channel",
        "posting_to_channel_denied",
        "team_not_found",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    },
)
"""This channel or person cannot be reached; also every `restricted_action…`."""

THREAD_GONE = frozenset({"cannot_reply_to_message", "thread_not_found"})
"""The thread to post in is there no more."""

BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format"})

MESSAGE = frozenset(
    {
        "as_user_not_supported",
        "attachment_payload_limit_exceeded",
        "block_mismatch",
        "cant_update_message",
        "edit_window_closed",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_attachments",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_thread_ts",
        "markdown_text_conflict",
        "message_not_found",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_deprecated",
        "missing_argument",
        "missing_file_data",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "snippet_too_large",
        "storage_limit_reached",
        "too_many_attachments",
        "unknown_method",
    },
)
"""This message will never be taken, wherever it goes."""

_SERVER_ERROR = 500
_TOO_MANY_REQUESTS = 429


class Kind(StrEnum):
    """What became of a try to send."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    RATE_LIMITED = "rate_limited"
    UNKNOWN = "unknown"
    BAD_MESSAGE = "bad_message"
    BAD_DESTINATION = "bad_destination"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a try to send, and why.

    Attributes:
        error: Slack's code or what went wrong on the way; empty when it was sent.
        channel: Where the message stands, when it was sent.
        ts: Its timestamp, when it was sent; empty for a file.
        wait: How long Slack asks to wait, when it does.
    """

    kind: Kind
    error: str = ""
    channel: str = ""
    ts: str = ""
    wait: timedelta = timedelta(0)


def classify(answer: Answer, policy: DeliveryPolicy) -> Outcome:
    """Judge the answer to a post, an update or any other step of a delivery.

    An error that is not known counts as unknown, never as a success and never as a failure: the message is then
    looked for. The same holds for any answer without sense.
    """
    if answer.transport is Transport.NEVER_LEFT:
        return Outcome(kind=Kind.NOT_SENT, error=answer.error)
    if answer.transport is Transport.UNKNOWN:
        return Outcome(kind=Kind.UNKNOWN, error=answer.error)
    if answer.status == _TOO_MANY_REQUESTS or answer.error in RATE_LIMITED:
        return Outcome(kind=Kind.RATE_LIMITED, error=answer.error, wait=read_wait(answer.retry_after, policy))
    if answer.status >= _SERVER_ERROR:
        return Outcome(kind=Kind.UNKNOWN, error=answer.error)
    if answer.ok:
        return _is_taken(answer)
    return Outcome(kind=_kind_of(answer.error), error=_with_details(answer))


def _is_taken(answer: Answer) -> Outcome:
    channel, ts = answer.body.get("channel"), answer.body.get("ts")
    return Outcome(
        kind=Kind.SENT,
        channel=channel if isinstance(channel, str) else "",
        ts=ts if isinstance(ts, str) else "",
    )


def _kind_of(error: str) -> Kind:
    if error in WORKSPACE:
        return Kind.WORKSPACE
    if error in DESTINATION or error.startswith("restricted_action"):
        return Kind.BAD_DESTINATION
    if error in MESSAGE or error in BAD_BLOCKS or error in THREAD_GONE:
        return Kind.BAD_MESSAGE
    return Kind.UNKNOWN


def _with_details(answer: Answer) -> str:
    """Return Slack's code with what it says beside it: the scope that is missing, the place of the bad block."""
    needed = answer.body.get("needed")
    if isinstance(needed, str) and needed:
        return f"{answer.error}: {needed}"
    beside = answer.body.get("response_metadata")
    messages = beside.get("messages") if isinstance(beside, dict) else None
    if isinstance(messages, list) and messages:
        return f"{answer.error}: {messages[0]}"[:300]
    return answer.error


def code_of(error: str) -> str:
    """Return the code of an error without the details that may stand behind it."""
    return error.partition(":")[0]


def read_wait(header: str | None, policy: DeliveryPolicy) -> timedelta:
    """Return how long to wait by a `Retry-After` header: never negative, never longer than the policy allows."""
    if header is None or not header.strip().isascii() or not header.strip().isdigit():
        return policy.retry_after_default
    # a number of many digits would be more than a timedelta can hold
    seconds = min(int(header.strip()[:9]), int(policy.retry_after_most.total_seconds()))
    return timedelta(seconds=seconds)
