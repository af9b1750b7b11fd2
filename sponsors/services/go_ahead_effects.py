"""What follows from the mark on an interaction: who hears of it, and what is asked anew (R7)."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import GoAheadMark, GoAheadState, InteractionStatus
from sponsors.models import GoAhead, GoAheadContact, Interaction
from sponsors.services.go_ahead_marks import Change, Verdict, covers, the_two
from sponsors.services.go_ahead_requests import Request, close_request, open_request
from sponsors.services.signals import look_after

M = GoAheadMark


@dataclass(frozen=True)
class Before:
    """How an interaction stood before it changed."""

    mark: str
    status: str

    @classmethod
    def of(cls, interaction: Interaction) -> "Before":
        """Remember it."""
        return cls(interaction.go_ahead, interaction.status)


def follow(
    interaction: Interaction, verdict: Verdict, change: Change, before: Before | None
) -> None:
    """Tie the yes that covers a saved interaction, tell the two of what was held without one, ask anew what changed."""
    was_without = before is not None and before.mark == M.WITHOUT
    if verdict.covered_by is not None and verdict.covered_by.interaction_id != interaction.pk:
        verdict.covered_by.interaction = interaction
        save_by(verdict.covered_by, change.by, update_fields=["interaction"])
    if verdict.mark == M.WITHOUT and interaction.status == InteractionStatus.HELD:
        end_requests(interaction, GoAheadState.SUPERSEDED, by=change.by)
        tell_the_two(interaction)
    elif verdict.mark == M.WITHOUT:
        ask_anew(interaction, change)
    elif was_without:
        cancel("go_ahead_missing", subject_id=interaction.public_id)
    if verdict.is_at_once and (before is None or was_without):
        tell_at_once(interaction, change)
    look_after(interaction, on=timezone.localdate())


def tell_the_two(interaction: Interaction) -> None:
    """Tell KAM and sponsor, and nobody else, that it was held without a go-ahead; once."""
    for person in User.objects.active().filter(pk__in=[key for key in the_two(interaction) if key]):
        notify(
            "go_ahead_missing",
            subject_id=interaction.public_id,
            recipient=person,
            day=interaction.day,
        )


def tell_at_once(interaction: Interaction, change: Change) -> None:
    """Tell the KAM at once that the sponsor acts, since the client is in trouble with us."""
    kam, sponsor = the_two(interaction)
    if sponsor in change.people and kam not in {None, change.by.pk}:
        person = User.objects.get(pk=kam)
        notify("acted_at_once", subject_id=interaction.public_id, recipient=person)


def end_requests(interaction: Interaction, state: GoAheadState, *, by: User) -> None:
    """Close the request for what is over, or will not be: nobody waits for the answer any more."""
    for row in GoAhead.objects.open().filter(interaction=interaction):
        close_request(row, state, by=by)


def forget(interaction: Interaction, *, by: User) -> None:
    """Take back what was asked and told of a cancelled interaction."""
    end_requests(interaction, GoAheadState.WITHDRAWN, by=by)
    cancel("go_ahead_missing", subject_id=interaction.public_id)
    look_after(interaction, on=timezone.localdate())


def ask_anew(interaction: Interaction, change: Change) -> None:
    """Ask again where persons, topic or day are no longer those of the last request for this interaction."""
    last = (
        GoAhead.objects.filter(interaction=interaction)
        .exclude(state__in=[GoAheadState.WITHDRAWN, GoAheadState.NOT_NOW])
        .prefetch_related("named")
        .order_by("-asked_at", "-pk")
        .first()
    )
    if last is None or covers(last, interaction, change.contacts):
        return
    named = GoAheadContact.objects.filter(go_ahead=last).values_list("contact", flat=True)
    contacts = change.contacts or frozenset(named)
    topics = interaction.subject if change.strays else last.topics
    wanted = Request(
        topics=topics,
        day=interaction.day,
        why=last.why,
        mode=interaction.mode,
        contacts=contacts,
        interaction=interaction,
    )
    open_request(interaction.pairing or last.pairing, wanted, by=change.by)
