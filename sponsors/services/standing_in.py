"""In whose name a person writes: an assistant in the executive's, a deputy in the KAM's."""

from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate

from accounts.choices import DelegationKind
from accounts.models import Delegation, KeyAccount, User, acts_for
from accounts.rules import is_on_account_team
from accounts.services.history import create_all_by, save_by
from sponsors.models import Interaction
from sponsors.rules.go_aheads import stands_in_for_the_kam


def spoken_for(user: User, account: KeyAccount) -> list[User]:
    """Return in whose names a person may write on an account, besides the own: the KAM first."""
    assisted = acts_for(user, DelegationKind.ASSISTANT)
    executives = [one.person for one in account.team() if one.person_id in assisted]
    kam = account.kam
    as_deputy = [kam] if kam is not None and stands_in_for_the_kam(user, account) else []
    return list({one.pk: one for one in (*as_deputy, *executives)}.values())


def speaker(interaction: Interaction, by: User) -> User:
    """Return in whose name a person writes of an interaction: an assistant in that of an executive who takes part."""
    assisted = acts_for(by, DelegationKind.ASSISTANT)
    if not assisted or is_on_account_team(by, interaction.account):
        return by
    people = list(interaction.people.by_name())
    executives = [one for one in people if one.pk in assisted]
    return executives[0] if executives and by not in people else by


def speaks_as(user: User, kam: int | None, sponsor: int | None) -> int:
    """Return whose plan it is: the sponsor's where an assistant made it, the KAM's where a deputy did.

    Whoever is one of the two, or assists the sponsor, is no deputy towards them.
    """
    if user.pk in {kam, sponsor}:
        return user.pk
    if sponsor is not None and sponsor in acts_for(user, DelegationKind.ASSISTANT):
        return sponsor
    if kam is not None and kam in acts_for(user, DelegationKind.DEPUTY):
        return kam
    return user.pk


def written_by_kam(kam: int | None, sponsor: int | None) -> Any:
    """Return what holds of a history row: the KAM wrote it, or whoever was the KAM's deputy then, and not of the sponsor's side."""
    written_at = ExpressionWrapper(OuterRef("history_date"), output_field=DateTimeField())
    then = (
        Delegation.objects.filter(to=OuterRef("history_user"))
        .annotate(on=TruncDate(written_at))
        .filter(from_day__lte=F("on"))
        .filter(Q(until__isnull=True) | Q(until__gte=F("on")))
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=OuterRef("history_date")))
    )
    as_deputy = Exists(then.filter(of=kam, kind=DelegationKind.DEPUTY))
    as_assistant = Exists(then.filter(of=sponsor, kind=DelegationKind.ASSISTANT))
    return Q(history_user=kam) | (
        Q(as_deputy) & ~Q(as_assistant) & ~Q(history_user=sponsor) & Q(history_user__isnull=False)
    )


def save_for(interaction: Interaction, by: User) -> None:
    """Save it; the history names who did it, and for whom."""
    name = speaker(interaction, by) if interaction.pk else interaction.logged_by
    because = "" if name == by else f"for {name}"[:100]
    if interaction.pk:
        save_by(interaction, by, because=because)
    else:
        create_all_by([interaction], by, at=interaction.logged_at, because=because)
