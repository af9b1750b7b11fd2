"""Write rows that were checked, in chunks."""

from accounts.choices import ImportKind, RowOutcome
from sponsorship.imports.plans import Plan
from sponsorship.imports.writing_clients import write_contacts, write_figures
from sponsorship.imports.writing_interactions import write_interactions
from sponsorship.imports.writing_organisation import write_accounts, write_people
from sponsorship.imports.writing_programme import write_members, write_pairings, write_sponsors
from sponsorship.imports.written import Author, Write, Written


def write_chunk(kind: str, plans: list[Plan], author: Author) -> list[Written]:
    """Write the new and changed rows of a chunk, inside the caller's transaction."""
    due = [plan for plan in plans if plan.outcome in {RowOutcome.NEW, RowOutcome.CHANGED}]
    return WRITERS[kind](due, author) if due else []


WRITERS: dict[str, Write] = {
    ImportKind.PEOPLE: write_people,
    ImportKind.ACCOUNTS: write_accounts,
    ImportKind.CONTACTS: write_contacts,
    ImportKind.FIGURES: write_figures,
    ImportKind.SPONSORS: write_sponsors,
    ImportKind.PAIRINGS: write_pairings,
    ImportKind.TEAM: write_members,
    ImportKind.INTERACTIONS: write_interactions,
}
