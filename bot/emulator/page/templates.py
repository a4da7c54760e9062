"""The page's templates: HTML is written there and nowhere else, and everything that is put in is escaped."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from bot.emulator.page.charts import chart
from bot.emulator.page.emoji import emoji_named
from bot.emulator.page.markdown import markdown
from bot.emulator.page.mrkdwn_html import trusted

_FOLDER = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


@cache
def static_version() -> str:
    """A word that changes with any file of script or style; it stands in their addresses."""
    content = sha256()
    for path in sorted(STATIC.iterdir()):
        content.update(path.read_bytes())
    return content.hexdigest()[:10]


def _modules() -> list[str]:
    """The names of the script's modules, for the browser to fetch them at once."""
    return sorted(path.name for path in STATIC.glob("*.js"))


_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
)
_TEMPLATES.globals |= {"chart": chart, "emoji_named": emoji_named, "markdown": markdown}
_TEMPLATES.globals |= {"static": f"/page/static/{static_version()}", "modules": _modules()}


def template(name: str) -> Template:
    """A template by the name of its file."""
    return _TEMPLATES.get_template(name)


def part(name: str, macro: str, *given: Any) -> Markup:
    """A part of the page: what a macro makes of what it is given."""
    return trusted(str(getattr(template(name).module, macro)(*given)))
