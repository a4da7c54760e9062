"""Only its own page may use the local Slack from a browser."""

from bot.emulator.server import LocalSlack
from tests.emulator.page.readers import ask, page, tags
from tests.emulator.workspaces import ADA, GROWTH

PATHS = [
    "/",
    f"/as/{ADA}/{GROWTH}",
    "/journal",
    "/control/people",
    "/control/docs",
    "/page/static/1/page.js",
    "/api/auth.test",
]
HOSTS = ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example:1", "10.0.0.1"]
ORIGINS = ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1", "file://"]


def test_a_foreign_host_is_refused_everywhere(slack: LocalSlack) -> None:
    let_in = [(path, host) for path in PATHS for host in HOSTS if ask(slack, "GET", path, host=host)[0] != 403]
    assert let_in == []


def test_a_foreign_origin_can_do_nothing(slack: LocalSlack) -> None:
    say = {"text": "hi", "channel": GROWTH}
    for path in (f"/page/as/{ADA}/say", f"/control/people/{ADA}/message", "/page/clock", "/control/reset"):
        assert [origin for origin in ORIGINS if ask(slack, "POST", path, say, origin=origin)[0] != 403] == []
    assert slack.messages() == []


def test_a_foreign_page_can_read_nothing(slack: LocalSlack) -> None:
    for path in ("/", "/control/people", f"/page/as/{ADA}/feed?viewer=1"):
        assert ask(slack, "GET", path, origin="https://evil.example")[0] == 403
        assert ask(slack, "GET", path, sec_fetch_site="cross-site", sec_fetch_mode="no-cors")[0] == 403


def test_its_own_page_programs_and_links_are_let_in(slack: LocalSlack) -> None:
    own = slack.page_url.rstrip("/")
    say = {"text": "hi", "channel": GROWTH}
    assert ask(slack, "POST", f"/page/as/{ADA}/say", say, origin=own)[0] == 200
    assert ask(slack, "POST", f"/control/people/{ADA}/message", say)[0] == 200
    assert ask(slack, "GET", "/", sec_fetch_site="cross-site", sec_fetch_mode="navigate")[0] == 302
    assert ask(slack, "GET", "/control/people", host=f"localhost:{own.rsplit(':', 1)[-1]}")[0] == 200


def test_the_server_listens_on_loopback_only(slack: LocalSlack) -> None:
    assert slack._thread._socket.getsockname()[0] == "127.0.0.1"


def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_in_line(slack: LocalSlack) -> None:
    _, _, headers = ask(slack, "GET", f"/as/{ADA}/{GROWTH}")
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    html = page(slack, f"/as/{ADA}/{GROWTH}")
    loaded = [tag.attributes[name] for tag in tags(html) for name in ("src",) if name in tag.attributes]
    loaded += [tag.attributes["href"] for tag in tags(html) if tag.name == "link"]
    for address in loaded:
        status, content, _ = ask(slack, "GET", address)
        assert (address[0], status) == ("/", 200)
        assert "http" not in content.replace("http://www.w3.org/2000/svg", "")
        assert "url(" not in content
        assert "@import" not in content


def test_only_its_own_files_are_served(slack: LocalSlack) -> None:
    for name in ("..%2fapplication.py", "../seat.py", "nothing.js", "%2e%2e/seat.py"):
        assert ask(slack, "GET", f"/page/static/1/{name}")[0] == 404
