"""The brief for one meeting: for exactly the contacts who are to be there, as the reader may read it."""

from collections.abc import Collection
from dataclasses import replace

import structlog
from django.utils import timezone

from accounts.models import KeyAccount, User
from accounts.services.kinds import Attachment
from sponsors.models import Interaction
from sponsorship.brief_paper import file_name, render_brief
from sponsorship.brief_reads import LAST_MET
from sponsorship.briefs import ExecutiveBrief, PersonToMeet, compose_brief

log = structlog.get_logger(__name__)
PDF = "application/pdf"


def brief_for(interaction: Interaction, reader: User) -> ExecutiveBrief | None:
    """Return the brief of a meeting, or None for who takes part and reads no brief of this client."""
    accounts = KeyAccount.objects.briefed_to(reader).select_related("sector").with_team()
    account = accounts.filter(pk=interaction.account_id).first()
    if account is None:
        return None
    brief = compose_brief(account, reader=reader, on=timezone.localdate())
    return narrowed(brief, interaction)


def narrowed(brief: ExecutiveBrief, interaction: Interaction) -> ExecutiveBrief:
    """Keep whom one meets, with what is for them and for anyone; where nobody is named the brief stays whole."""
    advice = [row for row in brief.advice if row.interaction_id in {None, interaction.pk}]
    people = people_met(interaction)
    if not people:
        return replace(brief, advice=advice)
    keys: Collection[int | None] = {None, *(person.contact.pk for person in people)}
    levels = {"", *(person.contact.level for person in people)}
    known = {person.contact.pk: person for person in brief.people}
    return replace(
        brief,
        advice=advice,
        people=[known.get(person.contact.pk) or person for person in people],
        asks=[ask for ask in brief.asks if ask.contact_id in keys and ask.level in levels],
        no_gos=[no_go for no_go in brief.no_gos if no_go.contact_id in keys],
    )


def people_met(interaction: Interaction) -> list[PersonToMeet]:
    """Return who is to be there from the client, and when one of us last met them; top executives first."""
    rows = interaction.contacts.by_level().annotate(last_day=LAST_MET)
    return [PersonToMeet(contact, last_day=contact.last_day) for contact in rows]


def brief_attached(interaction: Interaction, reader: User) -> tuple[Attachment, ...]:
    """Return the brief as a file; nothing where the reader reads none, or where it cannot be made just now."""
    try:
        brief = brief_for(interaction, reader)
        if brief is None:
            return ()
        pdf = render_brief(brief, reader=reader, at=timezone.localtime())
    except Exception:
        # The reminder matters more than its file: it leaves without, and says where to read it.
        log.exception("brief_not_attached", interaction=str(interaction.public_id))
        return ()
    return (Attachment(file_name(brief.account), pdf, PDF),)
