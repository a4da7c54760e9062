"""The directory: names, zones, locales and deactivated accounts, as Slack has them (RULES 1)."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.logs import log_of
from domain.values.ids import PersonId
from handlers.usecases.company.people import apply_slack_account
from storage.store import Store

_PAGE = 200
_MOST_PAGES = 500
log = log_of(__name__)


def refresh_people(store: Store, client: WebClient) -> int:
    """Take over what Slack says about the people that are known; return how many changed.

    Slack is asked before the transaction begins. When Slack cannot be asked, or not wholly, everything stays as it is
    and the reason is logged: a prompt in an old zone is better than none.
    """
    try:
        members = {PersonId(str(member["id"])): member for member in _members(client)}
    except SlackApiError as refused:
        log.warning("people were not refreshed", error=refused.response.get("error"))
        return 0
    except (SlackClientError, OSError, ValueError) as unreachable:
        log.warning("people were not refreshed", error=str(unreachable))
        return 0
    with store.transaction() as tx:
        known = tx.people.by_ids(list(members))
        changed = sum(tx.people.save(apply_slack_account(person, members[person.id])) for person in known.values())
    log.info("people refreshed", known=len(known), changed=changed)
    return changed


def _members(client: WebClient) -> Iterator[Mapping[str, Any]]:
    cursor = ""
    for _page in range(_MOST_PAGES):
        answer = client.users_list(limit=_PAGE, include_locale=True, **({"cursor": cursor} if cursor else {}))
        yield from answer.get("members") or []
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
