"""The control API as an application."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

from bot.emulator.blocks.state import FillError
from bot.emulator.control import people, workspace
from bot.emulator.control.page import documentation
from bot.emulator.core import Emulator
from bot.emulator.errors import SlackError

_ABOUT = """Be a person in a local Slack: type commands, click, fill in and submit, open Home. Move the clock, make
trouble, read what happened. Each act answers what came of it: whether the bot acknowledged it, the view that opened,
the errors in a form, the reply, and what the person reads if it failed."""


def control_application(slack: Emulator) -> FastAPI:
    """The control API of one local Slack."""
    application = FastAPI(
        title="Local Slack: control",
        description=_ABOUT,
        version="1",
        openapi_url="/control/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    application.state.slack = slack
    application.include_router(people.ROUTES)
    application.include_router(workspace.ROUTES)
    for path in ("/control", "/control/", "/control/docs"):
        application.add_api_route(path, _page, include_in_schema=False)
    application.add_exception_handler(LookupError, _not_there)
    application.add_exception_handler(FillError, _not_fillable)
    application.add_exception_handler(SlackError, _refuse)
    return application


async def _page(request: Request) -> HTMLResponse:
    return HTMLResponse(documentation(request.app.openapi()))


async def _not_there(_request: Request, problem: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(problem)}, status_code=404)


async def _not_fillable(_request: Request, problem: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(problem)}, status_code=422)


async def _refuse(_request: Request, problem: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(problem)}, status_code=409)
