"""Each reason for which a file or a row is refused, or a field left out, as a person reads it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

REASONS = {
    # Files
    "too_large": noop("The file is larger than %(megabytes)s MB."),
    "empty": noop("The file is empty."),
    "only_a_header": noop("The file holds a header and no row."),
    "too_many_columns": noop("The file has %(columns)s columns; %(most)s are the most."),
    "too_many_rows": noop("The file has more than %(most)s rows."),
    "twin_headers": noop("Two columns are called “%(header)s”."),
    "cell_too_long": noop("A cell in row %(row)s is longer than %(most)s characters."),
    "open_quote": noop("A quotation mark near row %(row)s is never closed."),
    "mixed_encoding": noop("Row %(row)s mixes two encodings. Save the file as UTF-8."),
    "nul_bytes": noop("Row %(row)s holds bytes that are no text."),
    "bomb": noop("The workbook would unpack to %(megabytes)s MB and is not opened."),
    "broken_workbook": noop("The workbook is damaged, or is none."),
    "macros": noop("The workbook holds macros. Save it without them."),
    "stopped": noop("Reading the file took too much time or memory, and was stopped."),
    # Cells
    "missing": noop("This cell must not be empty."),
    "no_such_day": noop("“%(value)s” is a day that does not exist."),
    "not_a_day": noop("“%(value)s” is no day. Write 31/12/2026 or 2026-12-31."),
    "year_out_of_range": noop("“%(value)s” lies outside the years 2000 to 2100."),
    "not_a_number": noop("“%(value)s” is no number."),
    "nps_out_of_range": noop("“%(value)s” is no net promoter score: −100 to 100."),
    "satisfaction_out_of_range": noop("“%(value)s” is no satisfaction: 0 to 10."),
    "capacity_out_of_range": noop("“%(value)s” is no number of accounts: 1 to 3."),
    "not_yes_or_no": noop("“%(value)s” is neither yes nor no."),
    "not_an_email": noop("“%(value)s” is no e-mail address."),
    "unknown_country": noop("“%(value)s” is no country that we know. Write its two letters."),
    "unknown_level": noop("“%(value)s” is no level that we know."),
    "unknown_tier": noop("“%(value)s” is no tier that we know."),
    "unknown_kind": noop("“%(value)s” is no kind of interaction that we know."),
    "unknown_starter": noop("“%(value)s” does not say who started it."),
    # Rows
    "email_twice": noop("%(value)s stands on an earlier row of this file."),
    "email_of_another": noop("%(value)s belongs to a person with another employee number."),
    "number_of_another": noop("The employee number %(value)s belongs to another person."),
    "unknown_account": noop("No account is known as “%(value)s”."),
    "unknown_person": noop("Nobody is known as “%(value)s”."),
    "row_twice": noop("%(value)s stands on an earlier row of this file."),
    "not_executive": noop("%(value)s is not a member of general management."),
    "no_sponsor_profile": noop("%(value)s has no sponsor profile yet."),
    "another_sponsor": noop("The account is already sponsored by %(value)s."),
    "no_free_place": noop("%(value)s has no free place."),
    "since_in_the_future": noop("%(value)s lies ahead: a running pairing began before today."),
    "held_in_the_future": noop("%(value)s lies ahead: what was held cannot."),
    # Fields left out
    "unknown_manager": noop("No manager is known as “%(value)s”: imported without one."),
    "own_manager": noop("A person cannot be their own manager: imported without one."),
    "closes_a_cycle": noop(
        "The manager %(value)s reports to this person: imported without a manager."
    ),
    "unknown_owner": noop("Nobody is known as “%(value)s”: imported without a KAM."),
    "account_twice": noop("%(value)s stands on an earlier row: the first one counts."),
    "unknown_contact": noop("Not known at this client: %(value)s. Imported without."),
    "unknown_person_left_out": noop("Nobody is known as “%(value)s”: imported without."),
}


def reason_text(code: str, facts: Mapping[str, Any]) -> str:
    """Return the reason in the reader's language, naming the value."""
    return _(REASONS[code]) % facts
