"""Each reason for which a file or a row is refused, or a field left out, as a person reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.days import date_format

REASONS = {
    # Files
    "too_large": gettext_noop("The file is larger than %(megabytes)s MB."),
    "empty": gettext_noop("The file is empty."),
    "only_a_header": gettext_noop("The file holds a header and no row."),
    "too_many_columns": gettext_noop("The file has %(columns)s columns; %(most)s are the most."),
    "too_many_rows": gettext_noop("The file has more than %(most)s rows."),
    "twin_headers": gettext_noop("Two columns are called “%(header)s”."),
    "cell_too_long": gettext_noop("A cell in row %(row)s is longer than %(most)s characters."),
    "open_quote": gettext_noop("A quotation mark near row %(row)s is never closed."),
    "mixed_encoding": gettext_noop(
        "Row %(row)s holds signs in another encoding than the rest. Save the file as UTF-8."
    ),
    "nul_bytes": gettext_noop("Row %(row)s holds bytes that are no text."),
    "bomb": gettext_noop("The workbook would unpack to %(megabytes)s MB and is not opened."),
    "broken_workbook": gettext_noop("The workbook is damaged, or is none."),
    "entities": gettext_noop(
        "The workbook declares names of its own for pieces of text, and is not opened."
    ),
    "old_workbook": gettext_noop(
        "The workbook is protected by a password, or of an old format. Save it as .xlsx without one."
    ),
    "macros": gettext_noop("The workbook holds macros. Save it without them."),
    "stopped": gettext_noop("Reading the file took too much time or memory, and was stopped."),
    # Cells
    "missing": gettext_noop("This cell must not be empty."),
    "no_such_day": gettext_noop("“%(value)s” is a day that does not exist."),
    "not_a_day": gettext_noop("“%(value)s” is no day. Write 31/12/2026 or 2026-12-31."),
    "year_out_of_range": gettext_noop("“%(value)s” lies outside the years 2000 to 2100."),
    "not_a_number": gettext_noop("“%(value)s” is no number."),
    "nps_out_of_range": gettext_noop("“%(value)s” is no net promoter score: −100 to 100."),
    "satisfaction_out_of_range": gettext_noop("“%(value)s” is no satisfaction: 0 to 10."),
    "capacity_out_of_range": gettext_noop("“%(value)s” is no number of accounts: 1 to 3."),
    "not_yes_or_no": gettext_noop("“%(value)s” is neither yes nor no."),
    "not_an_email": gettext_noop("“%(value)s” is no e-mail address."),
    "unknown_country": gettext_noop(
        "“%(value)s” is no country that we know. Write its two letters."
    ),
    "unknown_level": gettext_noop("“%(value)s” is no level that we know."),
    "unknown_tier": gettext_noop("“%(value)s” is no tier that we know."),
    "unknown_kind": gettext_noop("“%(value)s” is no kind of interaction that we know."),
    "unknown_starter": gettext_noop("“%(value)s” does not say who started it."),
    "too_many_cells": gettext_noop(
        "This row has %(value)s cells, the header %(most)s: put texts that hold a separator in quotation marks."
    ),
    # Rows
    "of_another_account": gettext_noop("This is known already, with the account %(value)s."),
    "no_kam": gettext_noop("%(value)s has no KAM yet: a tandem needs one."),
    "has_left": gettext_noop("%(value)s is no longer with the company."),
    "moved_on": gettext_noop("The programme has changed since the check: it forbids this now."),
    "email_twice": gettext_noop("%(value)s stands on an earlier row of this file."),
    "email_of_another": gettext_noop("%(value)s belongs to a person with another employee number."),
    "number_of_another": gettext_noop("The employee number %(value)s belongs to another person."),
    "unknown_account": gettext_noop("No account is known as “%(value)s”."),
    "unknown_person": gettext_noop("Nobody is known as “%(value)s”."),
    "row_twice": gettext_noop("%(value)s stands on an earlier row of this file."),
    "not_executive": gettext_noop("%(value)s is not a member of general management."),
    "no_sponsor_profile": gettext_noop("%(value)s has no sponsor profile yet."),
    "another_sponsor": gettext_noop("The account is already sponsored by %(value)s."),
    "no_free_place": gettext_noop("%(value)s has no free place."),
    "not_available_then": gettext_noop("%(value)s is not available for that long."),
    "fewer_than_run": gettext_noop("%(value)s pairings of this sponsor are open already."),
    "until_before_since": gettext_noop("%(value)s lies before the day on which it began."),
    "identifier_too_long": gettext_noop("This identifier is longer than %(most)s characters."),
    "unknown_currency": gettext_noop("“%(value)s” is no currency. Write its three letters."),
    "since_in_the_future": gettext_noop("%(value)s lies ahead: what runs began before today."),
    "held_in_the_future": gettext_noop("%(value)s lies ahead: what was held cannot."),
    # Fields left out
    "unknown_manager": gettext_noop("No manager is known as “%(value)s”: imported without one."),
    "own_manager": gettext_noop("A person cannot be their own manager: imported without one."),
    "closes_a_cycle": gettext_noop(
        "The manager %(value)s reports to this person: imported without a manager."
    ),
    "unknown_owner": gettext_noop("Nobody is known as “%(value)s”: imported without a KAM."),
    "owner_left": gettext_noop("%(value)s is no longer with the company: imported without a KAM."),
    "account_twice": gettext_noop("%(value)s stands on an earlier row: the first one counts."),
    "cut_short": gettext_noop("Longer than %(most)s characters: the rest is left out."),
    "in_the_line": gettext_noop(
        "The sponsor stands in the KAM’s reporting line (%(value)s): the pairing is marked in conflict."
    ),
    "notes_of_the_two": gettext_noop(
        "Imported without the notes: what KAM and sponsor say to each other they note here themselves, for the two alone."
    ),
    "unknown_contact": gettext_noop("Imported without %(value)s, not known at this client."),
    "unknown_person_left_out": gettext_noop("Nobody is known as “%(value)s”: imported without."),
}


# Reasons whose value is a day, kept as ISO writes it; "…" where several rows share the reason.
OF_DAYS = {"held_in_the_future", "since_in_the_future", "until_before_since"}


def reason_text(code: str, facts: Mapping[str, Any]) -> str:
    """Return the reason in the reader's language, naming the value; a day is written as the reader writes days."""
    told = dict(facts)
    if code in OF_DAYS and told["value"] != "…":
        told["value"] = date_format(date.fromisoformat(told["value"]), "SHORT_DATE_FORMAT")
    return _(REASONS[code]) % told
