"""What a meeting is about for whoever goes there: the asks that may be raised."""

from django.db.models import F, Q

from accounts.models import Ask, User
from sponsors.models import Interaction

MOST_ASKS = 12


def asks_for(interaction: Interaction, reader: User) -> list[Ask]:
    """Return the asks that the reader may raise with who is named, and those of which the reader has told already."""
    named = interaction.met.values_list("contact", flat=True)
    open_now = Ask.objects.open().of_meeting_with(named).filter(account=interaction.account_id)
    heard = Q(pk__in=interaction.answers.filter(person=reader).values("ask"))
    rows = Ask.objects.visible_to(reader).filter(Q(pk__in=open_now.values("pk")) | heard)
    of_them_first = (F("contact").asc(nulls_last=True), F("until").asc(nulls_last=True), "pk")
    return list(rows.select_related("contact").order_by(*of_them_first)[:MOST_ASKS])
