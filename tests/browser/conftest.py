"""The browser of the journeys: Debian's Chromium on a running Tandem, nothing left unheard."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.server import Server, running

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SCREENS = project_settings.BASE_DIR / "docs" / "screens"
LOCALES = {"en": "en-GB", "fr": "fr-FR"}
HEIGHTS = {390: 844, 1440: 900}
# Nothing but our own pages may use the network.
QUIET = [
    *["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    *["--disable-component-update", "--disable-sync", "--disable-default-apps"],
    *["--disable-extensions", "--disable-domain-reliability", "--no-default-browser-check"],
    "--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication",
]


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


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running Tandem with the demo programme, as `make demo` starts it."""
    with running(tmp_path_factory.mktemp("demo"), demo=True) as server:
        yield server


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running Tandem without anybody, as `make start` starts it."""
    with running(tmp_path_factory.mktemp("empty"), demo=False) as server:
        yield server


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


@dataclass
class Windows:
    """Opens browsers, each with one person before it, and gathers what goes wrong in them."""

    browser: Browser
    contexts: list[BrowserContext]
    faults: list[list[str]]

    def open(
        self,
        server: Server,
        role: str = "",
        *,
        language: str = "en",
        width: int = 1440,
        script: bool = True,
        dark: bool = False,
    ) -> Page:
        """Return a page on the server, signed in as this role of the demo's cast, in this language."""
        context = self.browser.new_context(
            base_url=server.url,
            locale=LOCALES[language],
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        self.faults.append(listen(context, urlsplit(server.url).netloc))
        page = context.new_page()
        if role:
            sign_in(page, server.cast()[role])
            choose_language(page, language)
        return page


def sign_in(page: Page, person: dict[str, str]) -> None:
    """Come in through the front door."""
    page.goto("/sign-in/login/")
    page.fill("#id_login", person["email"])
    page.fill("#id_password", person["password"])
    page.click("main form.form button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def choose_language(page: Page, language: str) -> None:
    """Set the language that the person reads, on their own settings' page."""
    page.goto("/settings/")
    page.select_option("#id_language", language)
    page.locator("form:has(#id_language) button[type=submit]").click()
    page.wait_for_load_state()
    assert page.get_attribute("html", "lang") == language


@pytest.fixture
def windows(browser: Browser) -> Iterator[Windows]:
    """Return the way to open browsers: `windows.open(demo, "KAM", language="fr", width=390)`.

    Script errors, breaches of the content-security policy and requests to other hosts fail the test
    at its end.
    """
    opened = Windows(browser, [], [])
    yield opened
    for context in opened.contexts:
        context.close()
    faults = [fault for faults in opened.faults for fault in faults]
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

    def take(page: Page, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SCREENS, f"{name}.png"), animations="disabled", caret="hide")

    return take
