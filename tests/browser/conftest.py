"""The browser of the journeys: Debian's Chromium, one page a person, nothing left unheard."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project_settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SCREENS = project_settings.BASE_DIR / "docs" / "screens"
LOCALES = {"en": "en-GB", "fr": "fr-FR"}
# Nothing but our own pages may use the network.
QUIET = [
    *["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    *["--disable-component-update", "--disable-sync", "--disable-default-apps"],
    *["--disable-extensions", "--disable-domain-reliability", "--no-default-browser-check"],
    "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication",
]


@pytest.fixture(scope="session", autouse=True)
def database_beside_event_loop() -> Iterator[None]:
    """Let tests use the database though Playwright keeps an event loop in their thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Put SQLite into a file: the server's threads then each have a connection of their own."""
    database = project_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start the machine's own Chromium; as root it cannot have a sandbox."""
    if not shutil.which(CHROMIUM):
        pytest.fail(f"{CHROMIUM} is missing (Debian: apt install chromium).", pytrace=False)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": CHROMIUM, "args": [*QUIET, *as_root]}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stand in for the plugin's own fixture, of a form that pytest warns of; pages have theirs."""


def listen(context: BrowserContext, host: str) -> list[str]:
    """Return a list that gathers what goes wrong in the pages of this context."""
    faults: list[str] = []

    def hear_console(message: ConsoleMessage) -> None:
        # A refused page (403, 404) is reported here too, and is the journey's own business.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(message.text)

    def hear_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != host:
            faults.append(f"asks another host: {request.url}")

    context.on("console", hear_console)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("request", hear_request)
    return faults


@pytest.fixture
def open_page(new_context, live_server, signed_in) -> Iterator[Callable[..., Page]]:
    """Return a browser of their own for a person: `open_page(kam, language="fr", width=360)`.

    Without a person nobody is signed in. Script errors, breaches of the content-security policy and
    requests to other hosts fail the test at its end.
    """
    heard: list[list[str]] = []

    def open_(
        person=None,
        *,
        language: str = "en",
        width: int = 1280,
        height: int = 800,
        script: bool = True,
        dark: bool = False,
    ) -> Page:
        context = new_context(
            base_url=live_server.url,
            locale=LOCALES[language],
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        heard.append(listen(context, urlsplit(live_server.url).netloc))
        if person is not None:
            name = project_settings.SESSION_COOKIE_NAME
            value = signed_in(person).cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return context.new_page()

    yield open_
    faults = [fault for faults in heard for fault in faults]
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Return the check that axe finds nothing on the page: `assert_accessible(page)`."""
    axe = Axe()

    def check(page: Page) -> None:
        results = axe.run(page)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture(scope="session")
def take_picture() -> Callable[[Page, str], None]:
    """Return the way to keep a page in docs/screens: `take_picture(page, "brief")`."""

    def take(page: Page, name: str, *, full: bool = False) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=Path(SCREENS, f"{name}.png"), full_page=full, animations="disabled", caret="hide"
        )

    return take
