"""Finding things by a few letters: each kind through its own door."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Contact, KeyAccount, User
from sponsorship.listing import Line, lines

EACH = 8


@dataclass(frozen=True)
class Found:
    """What a search brought, at most eight of a kind."""

    accounts: list[Line]
    contacts: list[Contact]
    people: list[User]

    def __bool__(self) -> bool:
        return bool(self.accounts or self.contacts or self.people)


def find(user: User, text: str, *, on: date) -> Found:
    """Return what the person may see that holds each word of the text, case and accents apart."""
    accounts = KeyAccount.objects.listed_to(user).matching(text).order_by("search_text", "pk")
    found = Contact.objects.visible_to(user).active().matching(text).order_by("search_text", "pk")
    # Found along their own index first; the account joins the few that are shown.
    contacts = Contact.objects.filter(pk__in=list(found.values_list("pk", flat=True)[:EACH]))
    people = User.objects.visible_to(user).active().matching(text).order_by("search_text", "pk")
    return Found(
        accounts=list(lines(accounts[:EACH], user, on=on)),
        contacts=list(
            contacts.select_related("account")
            .only(
                "public_id",
                "first_name",
                "last_name",
                "title",
                "account__name",
                "account__public_id",
            )
            .order_by("search_text", "pk")
        ),
        people=list(people[:EACH]),
    )
