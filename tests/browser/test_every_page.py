"""Every page that a role can walk to by links: it answers, fits, speaks one language, and axe finds nothing."""

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
YEAR = re.compile(r"/20\d\d/")
# Files to keep, the door out, and the administrators' own back room.
NOT_PAGES = re.compile(r"/(export|pdf|drafts|faults|archive|template)/|\.pdf$|/logout/|^/admin/")
LINKS = "links => links.map(link => link.getAttribute('href'))"
# The pages that make or break it, and their pictures' names.
PICTURES = {
    "/": "home",
    "/programme/": "programme",
    "/accounts/": "accounts",
    "/accounts/*/": "account",
    "/accounts/*/brief/": "brief",
    "/briefs/": "briefs",
    "/sponsors/": "sponsors",
    "/pairings/*/": "pairing",
    "/reviews/": "reviews",
    "/reviews/*/": "review",
    "/matching/*/": "matching",
    "/coverage/": "coverage",
    "/tensions/": "tensions",
    "/tensions/*/": "tension",
    "/scorecards/*/": "scorecard",
    "/seasons/*/": "season",
    "/seasons/*/ranking/": "ranking",
    "/awards/*/": "awards",
    "/imports/": "imports",
}


def kind_of(path: str) -> str:
    """Return the address with a star for each record."""
    return YEAR.sub("/*/", IDENTIFIER.sub("*", path))


def walk(page: Page, visit: Callable[[Page, str], None]) -> set[str]:
    """Follow the links from the home page, one page of each kind, and return the kinds met."""
    waiting, met = deque(["/"]), set()
    while waiting:
        path = waiting.popleft()
        if (kind := kind_of(path)) in met or NOT_PAGES.search(path):
            continue
        met.add(kind)
        answer = page.goto(path)
        assert answer is not None
        assert (path, answer.status) == (path, 200)
        visit(page, kind)
        links = page.eval_on_selector_all("a[href^='/']", LINKS)
        waiting.extend(urlsplit(link).path for link in links)
    return met


def faults_of(page: Page, language: str, axe: Axe) -> list[str]:
    """Return what is wrong with the page that is open."""
    faults = []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        faults.append(f"{wide} px too wide")
    if page.locator("h1").count() != 1:
        faults.append("not one h1")
    if page.get_attribute("html", "lang") != language:
        faults.append("another language")
    found = axe.run(page).response["violations"]
    return faults + [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.mark.parametrize(
    ("role", "language", "width", "dark", "at_least"),
    [
        ("KAM", "en", 390, False, 50),
        ("KAM", "fr", 1440, True, 50),
        ("Sponsor", "en", 1440, False, 38),
        ("Sponsor", "fr", 390, True, 38),
        ("Executive", "fr", 390, False, 22),
        ("Team member", "en", 320, True, 25),
        ("Programme lead", "fr", 1440, False, 50),
        ("Programme lead", "en", 390, True, 50),
        ("Administrator", "fr", 1440, True, 22),
        ("Assistant", "fr", 390, False, 22),
        ("Deputy", "en", 1440, False, 25),
    ],
)
def test_every_page_that_a_role_can_walk_to(
    demo, windows, take_picture, role, language, width, dark, at_least
):
    page = windows.open(demo, role, language=language, width=width, dark=dark)
    axe, wrong = Axe(), {}

    def visit(page: Page, kind: str) -> None:
        if faults := faults_of(page, language, axe):
            wrong[kind] = faults
        if kind in PICTURES:
            who = role.lower().replace(" ", "-")
            shade = "dark" if dark else "light"
            take_picture(page, f"{PICTURES[kind]}-{who}-{language}-{width}-{shade}")

    met = walk(page, visit)

    assert wrong == {}
    assert len(met) >= at_least, sorted(met)
