"""One box: accounts, contacts, people and asks, only what one may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest, render_page_or_partial
from accounts.identifiers import addresses
from accounts.names import in_one_line
from sponsorship.finding import Found, find

OPTIONS = "search-options"
# So many of a kind are offered below the box while one types; the page shows the rest.
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its name, what tells it from others, and where it leads, if anywhere."""

    title: str
    about: str
    path: str
    kam: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    label: str
    hits: list[Hit]

    @property
    def offered(self) -> list[Hit]:
        """The first ones that lead somewhere."""
        return [hit for hit in self.hits if hit.path][:OFFERED]


@require_safe
def search(request: UserRequest) -> HttpResponse:
    """Find by a few letters of a name; below the box of every page while one types."""
    text = request.GET.get("q", "").strip()[:100]
    found = find(request.user, text, on=timezone.localdate()) if len(text) > 1 else None
    groups = list(groups_of(found)) if found else []
    context = {
        "q": text,
        "q_site": text,
        "found": found,
        "groups": groups,
        "offered": sum(len(group.offered) for group in groups),
    }
    return render_page_or_partial(request, "sponsorship/search.html", context, partial=OPTIONS)


def groups_of(found: Found) -> Iterator[Group]:
    """Yield each kind of which something was found, as it is shown."""
    kinds = [
        (_("Key accounts"), accounts_found),
        (_("Contacts"), contacts_found),
        (_("People"), people_found),
        (_("To obtain"), asks_found),
    ]
    for label, shown in kinds:
        if hits := list(shown(found)):
            yield Group(label, hits)


def accounts_found(found: Found) -> Iterator[Hit]:
    """Yield key accounts by sector and place."""
    for line in found.accounts:
        kam = line.kam.name if line.kam else ""
        yield Hit(line.name, in_one_line(line.sector, line.place), line.path, kam)


def contacts_found(found: Found) -> Iterator[Hit]:
    """Yield contacts by title and client; each leads to its place in the brief."""
    brief = addresses("brief_detail")
    for contact in found.contacts:
        path = f"{brief(contact.account.public_id)}#contact-{contact.public_id}"
        yield Hit(contact.full_name, in_one_line(contact.title, contact.account.name), path)


def people_found(found: Found) -> Iterator[Hit]:
    """Yield people by job title and place."""
    page = addresses("accounts:person_detail")
    for person in found.people:
        yield Hit(
            person.full_name, in_one_line(person.job_title, person.city), page(person.public_id)
        )


def asks_found(found: Found) -> Iterator[Hit]:
    """Yield what is to be obtained, by client and of whom."""
    brief = addresses("brief_detail")
    for ask in found.asks:
        whom = ask.contact
        path = brief(ask.account.public_id) + (f"#contact-{whom.public_id}" if whom else "")
        about = in_one_line(ask.account.name, ask.of_whom)
        yield Hit(Truncator(ask.text).chars(140), about, path)
