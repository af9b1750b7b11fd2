"""Reads about account reviews."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Contact, KeyAccount, TeamMember, User
from accounts.models.key_account import opened_by
from accounts.models.searching import words_of
from reviews.models import AccountReview
from sponsors.choices import InteractionKind, InteractionStatus
from sponsors.models import Interaction

UNTOLD_BOUND = 10


def reviews_for(user: User) -> QuerySet[AccountReview]:
    """Return the reviews a person may open, each with its account and day."""
    return AccountReview.objects.visible_to(user).select_related(
        "interaction__account", "interaction__pairing"
    )


def listed_reviews(user: User, filters: Mapping[str, str], *, on: date) -> QuerySet[AccountReview]:
    """Return the reviews ahead, the nearest first, or the past ones, the latest first."""
    rows = reviews_for(user).exclude(interaction__status=InteractionStatus.CANCELLED)
    for name in ("type", "started_by"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    if words := words_of(filters.get("q", "")):
        rows = rows.filter(interaction__account__search_text__holds=words)
    ahead = {"interaction__status": InteractionStatus.PLANNED, "interaction__day__gte": on}
    if filters.get("when") == "past":
        return rows.exclude(**ahead).order_by("-interaction__day", "-pk")
    return rows.filter(**ahead).order_by("interaction__day", "interaction__time", "pk")


def untold_reviews(user: User) -> QuerySet[Interaction]:
    """Return the latest interactions logged as an account review that have no agenda, minutes or decisions yet."""
    return (
        Interaction.objects.visible_to(user)
        .filter(kind=InteractionKind.REVIEW, review__isnull=True)
        .exclude(status=InteractionStatus.CANCELLED)
        .select_related("account")
        .order_by("-day", "-pk")[:UNTOLD_BOUND]
    )


def accounts_to_review(user: User) -> QuerySet[KeyAccount]:
    """Return the accounts to which the person belongs now, or where they stand in for the KAM."""
    return KeyAccount.objects.filter(opened_by(user)).order_by("name", "pk")


def people_to_invite(account: KeyAccount, review: AccountReview | None = None) -> QuerySet[User]:
    """Return the people of the account team, sponsor included, and whoever takes part already."""
    team = TeamMember.objects.current().filter(account=account).values("person")
    wanted = Q(pk__in=team, is_active=True)
    if review is not None:
        wanted |= Q(pk__in=review.interaction.participants.values("person"))
    return User.objects.filter(wanted).by_name()


def contacts_to_invite(
    account: KeyAccount, review: AccountReview | None = None
) -> QuerySet[Contact]:
    """Return the account's contacts who are still there, top executives first, and those named already."""
    wanted = Q(account=account, is_active=True)
    if review is not None:
        wanted |= Q(pk__in=review.interaction.met.values("contact"))
    return Contact.objects.filter(wanted).by_level()
