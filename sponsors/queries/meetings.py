"""What a meeting is about for whoever goes there: the asks that may be raised."""

from django.db.models import F, Q

from accounts.models import Ask, Contact, KeyAccount, User
from sponsors.models import Interaction

MOST_ASKS = 12
# What is for one contact before what is for anyone, the most urgent first.
OF_THEM_FIRST = (F("contact").asc(nulls_last=True), F("until").asc(nulls_last=True), "pk")


def asks_for(interaction: Interaction, reader: User) -> list[Ask]:
    """Return the asks that the reader may raise with who is named, and those of which the reader has told already."""
    named = interaction.met.values_list("contact", flat=True)
    open_now = Ask.objects.open().of_meeting_with(named).filter(account=interaction.account_id)
    heard = Q(pk__in=interaction.answers.filter(person=reader).values("ask"))
    rows = Ask.objects.visible_to(reader).filter(Q(pk__in=open_now.values("pk")) | heard)
    return list(rows.select_related("contact").order_by(*OF_THEM_FIRST)[:MOST_ASKS])


def asks_of(account: KeyAccount, reader: User, *, met: Contact | None = None) -> list[Ask]:
    """Return the asks of a client that the reader may raise; of whoever was met, theirs and those for anyone."""
    rows = Ask.objects.visible_to(reader).open().filter(account=account)
    if met is not None:
        rows = rows.of_meeting_with([met.pk])
    return list(rows.select_related("contact").order_by(*OF_THEM_FIRST)[:MOST_ASKS])
