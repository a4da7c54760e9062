"""Puts the Home tab before a person."""

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from domain.values.ids import PersonId
from handlers.views.blocks.block_kit import View

log = structlog.get_logger(__name__)


def publish(client: WebClient, person: PersonId, shown: View) -> None:
    """Put a Home tab before a person; when Slack cannot be asked it is logged, and stays as it was."""
    try:
        client.views_publish(user_id=person, view=shown)
    except (SlackClientError, OSError) as failure:
        log.warning("home_not_published", person=person, error=str(failure)[:200])
