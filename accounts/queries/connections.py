"""What was said of connections, and waits for somebody."""

from django.db.models import Q, QuerySet

from accounts.choices import TeamRole
from accounts.models import ConnectionLevel, TeamMember, User


def words_to_confirm(user: User) -> QuerySet[ConnectionLevel]:
    """Return what others said of connections and waits for this person's word.

    It is about them, about anybody at an account that they manage, or about the KAM of one that they sponsor.
    """
    managed = TeamMember.objects.kam_of(user).values("account")
    seats = TeamMember.objects.current()
    sponsored = seats.filter(person=user, role=TeamRole.SPONSOR).values("account")
    kams = seats.filter(account__in=sponsored, role=TeamRole.KAM).values("person")
    said = ConnectionLevel.objects.last_words().at_clients().with_people()
    about_me = Q(connection__person=user)
    at_mine = Q(connection__contact__account__in=managed)
    about_the_kam = Q(
        connection__contact__account__in=sponsored,
        connection__person__in=kams,
    )
    waiting = said.filter(confirmed_by__isnull=True).exclude(said_by=user)
    return waiting.filter(about_me | at_mine | about_the_kam).order_by("-on", "-pk")
