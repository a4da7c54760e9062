"""The page as an application: its addresses, its headers, its files."""

from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse

from bot.emulator.blocks.state import FillError
from bot.emulator.errors import SlackError
from bot.emulator.page import acts
from bot.emulator.page.answers import Suggestions
from bot.emulator.page.clock import Plans
from bot.emulator.page.feed import Feed
from bot.emulator.page.opening import before_markup, place_for, whole_page
from bot.emulator.page.pictures import picture_type
from bot.emulator.page.problems import Strip, entries, problem
from bot.emulator.page.session import Reads
from bot.emulator.page.templates import STATIC, static_version, template
from bot.emulator.page.tour import Guide
from bot.emulator.page.view import Shared
from bot.emulator.wire import Receive, Scope, Send

if TYPE_CHECKING:
    from bot.emulator.core import Emulator

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_POLICY = b"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_HEADERS = [
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_FRESH = (b"cache-control", b"no-store")
_KEPT = {"cache-control": "public, max-age=31536000, immutable"}
_As = Annotated[str, Query(alias="as")]
_NOT_FOUND, _UNPROCESSABLE, _CONFLICT = 404, 422, 409


class Page:
    """The page of one local Slack.

    Attributes:
        shared: What all who look at it have in common.
        feed: The pages that are open.
    """

    def __init__(self, slack: "Emulator", plans: Plans) -> None:
        self.shared = Shared(slack=slack, plans=plans, reads=Reads(), strip=Strip(), guide=Guide())
        self.feed = Feed(self.shared)
        self._application = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        self._application.state.hands = acts.Hands(shared=self.shared, suggestions=Suggestions())
        self._application.include_router(acts.ROUTES)
        self._application.include_router(self._routes())
        for kind, status in ((LookupError, _NOT_FOUND), (FillError, _UNPROCESSABLE), (SlackError, _CONFLICT)):
            self._application.add_exception_handler(kind, _refuse_with(status))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; each answer says what the page may do and load."""

        async def _send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = [*message["headers"]]
                fresh = [] if any(name == _FRESH[0] for name, _ in given) else [_FRESH]
                message["headers"] = [*given, *_HEADERS, *fresh]
            await send(message)

        await self._application(scope, receive, _send)

    def _routes(self) -> APIRouter:
        routes = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
        routes.add_api_route("/", self._start)
        routes.add_api_route("/as/{user}", self._list)
        routes.add_api_route("/as/{user}/{place}", self._place)
        routes.add_api_route("/as/{user}/{place}/{ts}", self._place)
        routes.add_api_route("/journal", self._journal)
        routes.add_api_route("/page/as/{user}/older", self._older)
        routes.add_api_route("/page/as/{user}/feed", self._stream)
        routes.add_api_route("/page/as/{user}/files/{id_}", self._file)
        routes.add_api_route("/page/static/{version}/{name}", self._static)
        return routes

    async def _start(self, user: _As = "", place: str = "") -> Response:
        """Lead to a person's place; without words, to the first person's first channel."""
        people = self.shared.slack.workspace.people.values()
        user = user or next((person.id for person in people if not person.deleted and not person.is_bot), "")
        where = place_for(self.shared.session(user), place)
        return RedirectResponse(f"/as/{quote(user)}/{quote(where)}", 302)

    async def _list(self, request: Request, user: str) -> Response:
        return HTMLResponse(whole_page(self.shared, self.feed, user, "", theme=_theme(request)))

    async def _place(
        self, request: Request, user: str, place: str, ts: str | None = None, before: str | None = None
    ) -> Response:
        return HTMLResponse(
            whole_page(self.shared, self.feed, user, place, thread_ts=ts, before=before, theme=_theme(request))
        )

    async def _older(self, user: str, viewer: str, before: str) -> Response:
        return HTMLResponse(before_markup(self.shared, self.feed, self.feed.find(viewer, user), before))

    async def _stream(self, user: str, viewer: str) -> Response:
        events = self.feed.stream(self.feed.find(viewer, user))
        return StreamingResponse(events, media_type="text/event-stream")

    async def _journal(self, request: Request, user: _As = "", place: str = "", all: str = "") -> Response:  # noqa: A002 - the word in the address
        slack = self.shared.slack
        return HTMLResponse(
            template("journal.html").render(
                theme=_theme(request),
                user=user,
                place=place,
                problems=[problem(sentence) for sentence in reversed(slack.problems)],
                entries=entries(slack, only_bad=not all),
                only_bad=not all,
            )
        )

    async def _file(self, user: str, id_: str) -> Response:
        """Lend a file to somebody who can see it; only pictures are shown, everything else is saved."""
        session = self.shared.session(user)
        stored = self.shared.slack.workspace.files.get(id_)
        theirs = {conversation.id for conversation in session.conversations()}
        if stored is None or stored.content is None or (stored.shared_in and theirs.isdisjoint(stored.shared_in)):
            raise LookupError("There is no such file here.")
        kind = picture_type(stored.content)
        how = "inline" if kind else "attachment"
        name = {"content-disposition": f"{how}; filename*=UTF-8''{quote(stored.name, safe='')}"}
        return Response(stored.content, media_type=kind or "application/octet-stream", headers=name)

    async def _static(self, version: str, name: str) -> Response:
        """Lend a file to be kept: another version has another address."""
        path = STATIC / name
        if path.parent != STATIC or path.suffix not in _TYPES or not path.is_file():
            raise LookupError("There is no such file here.")
        kept = _KEPT if version == static_version() else {}
        return Response(path.read_bytes(), media_type=_TYPES[path.suffix], headers=kept)


def _theme(request: Request) -> str:
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def _refuse_with(status: int) -> Callable[[Request, Exception], Response]:
    def _refuse(request: Request, problem: Exception) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return HTMLResponse(template("nothing.html").render(theme=_theme(request), said=str(problem)), status)
        return JSONResponse({"detail": str(problem)}, status)

    return _refuse
