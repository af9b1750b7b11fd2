"""What happens inside a tandem, as the page of the account tells it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.days import date_format
from accounts.identifiers import addresses
from accounts.models import KeyAccount, User
from accounts.names import full_name
from sponsors.services.letters import OFFERED_FOR
from sponsorship.account_reads import Listed


def introductions_among(listed: Iterable[Listed]) -> dict[UUID, list[str]]:
    """Return for each contact, in a line, to whom of us they were introduced, or are to be; no word on why."""
    found: dict[UUID, list[str]] = {}
    for row in listed:
        if row.part != "introduction" or row.key is None:
            continue
        colleague = full_name(row.first, row.last, row.email)
        if row.day is None:
            line = _("introduction to %(colleague)s asked for") % {"colleague": colleague}
        else:
            line = _("introduced to %(colleague)s, %(day)s") % {
                "colleague": colleague,
                "day": date_format(row.day, "SHORT_DATE_FORMAT"),
            }
        found.setdefault(row.key, []).append(line)
    return found


def inside_path(account: KeyAccount, pairing: UUID, reader: User) -> str:
    """Return the address of the page "Inside the tandem" for those who may look, else nothing."""
    may_look = reader.is_lead or reader in (account.kam, account.sponsor_person)
    return addresses("sponsors:inside_detail")(pairing) if may_look else ""


def letter_path(account: KeyAccount, pairing: UUID, begun: date | None, on: date) -> str:
    """Return where the KAM writes the letter that presents the sponsor, as long as the pairing is new."""
    is_new = begun is not None and on - begun <= OFFERED_FOR
    return addresses("letter_write")(pairing) if is_new else ""
