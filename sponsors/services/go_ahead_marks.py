"""Whether the two had talked before the sponsor acts towards the client: the mark on an interaction (R7).

The mark is set whenever an interaction is entered, changed, moved or held, from what stands there then. Once an
interaction was held without a go-ahead, the KAM's word alone lifts the mark.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.choices import TeamRole
from accounts.models import TeamMember, User, fold
from accounts.prepared import Given, Prepared
from sponsors.choices import (
    GoAheadMark,
    InteractionKind,
    InteractionStatus,
    Side,
    Source,
)
from sponsors.models import GoAhead, Interaction, Tension
from sponsors.services.standing_in import speaks_as, written_by_kam

NEAR = timedelta(days=7)
TALKED_WITHIN = timedelta(days=30)
M = GoAheadMark


@Prepared
def seats() -> Any:
    """Who was KAM and who was sponsor of an account on a day."""
    found = TeamMember.objects.on(Given("day", DateField()))
    of_the_two = found.filter(account=Given("account"), role__in=[TeamRole.KAM, TeamRole.SPONSOR])
    return of_the_two.values_list("role", "person")


@dataclass(frozen=True)
class Change:
    """Who takes part after a change and who made it; it strays where it is another action than it was."""

    by: User
    people: frozenset[int]
    contacts: frozenset[int]
    strays: bool = False


@dataclass(frozen=True)
class Verdict:
    """The mark, the yes that covers the interaction where one does, and whether the sponsor acted at once."""

    mark: GoAheadMark
    covered_by: GoAhead | None = None
    is_at_once: bool = False


def stamp(interaction: Interaction, change: Change) -> Verdict:
    """Set the mark on an interaction that is about to be saved, and return what it rests on."""
    verdict = judge(interaction, change)
    interaction.go_ahead = verdict.mark
    if verdict.mark != M.HAD or verdict.covered_by is not None:
        interaction.talked_in = None
    if verdict.mark != M.SETTLED_LATER:
        interaction.settled_by = interaction.settled_at = None
    return verdict


def change_of(
    before: Interaction, *, by: User, people: Iterable[int], contacts: Iterable[int], subject: str
) -> Change:
    """Compare with what is kept.

    Another subject, a new person at the client, the KAM left out or the sponsor joining is another action.
    """
    new_people, new_contacts = frozenset(people), frozenset(contacts)
    known_people = set(before.participants.values_list("person", flat=True))
    known = set(before.met.values_list("contact", flat=True))
    kam, sponsor = the_two(before) if known_people != new_people else (None, None)
    strays = (
        not same(before.subject, subject)
        or bool(new_contacts - known)
        or kam in known_people - new_people
        or sponsor in new_people - known_people
    )
    return Change(by, new_people, new_contacts, strays)


def bends_a_file(before: Interaction, change: Change, day: date) -> bool:
    """Whether what came from a file would become something else that the sponsor did alone, the KAM not saying so."""
    if before.source != Source.IMPORT or before.side != Side.CLIENT:
        return False
    kam, sponsor = the_two(before)
    is_alone = sponsor in change.people and kam not in change.people
    came_for = before.history.order_by("history_id").values_list("day", flat=True).first()
    moved = not is_near(came_for or before.day, day)
    return change.by.pk != kam and is_alone and (change.strays or moved)


def judge(interaction: Interaction, change: Change) -> Verdict:
    """Return how an interaction stands, as it is about to be saved."""
    if not is_towards_the_client(interaction):
        return Verdict(M.NOT_NEEDED)
    was, hand = interaction.go_ahead, change.by.pk
    kam, sponsor = the_two(interaction)
    by = speaks_as(change.by, kam, sponsor)
    strays = change.strays and by != kam
    is_held_without = was == M.WITHOUT and interaction.status == InteractionStatus.HELD
    is_alone = sponsor in change.people and kam is not None and kam not in change.people
    at_once = is_alone and is_at_once(interaction)
    if not is_alone or at_once:
        stays = is_held_without and hand != kam
        return Verdict(M.WITHOUT if stays else M.NOT_NEEDED, is_at_once=at_once)
    if was == M.SETTLED_LATER and not strays:
        return Verdict(M.SETTLED_LATER)
    yes = yes_to(interaction, change.contacts)
    if yes is not None or (not strays and is_talked_about(interaction)):
        return Verdict(M.HAD, yes)
    if is_held_without:
        return Verdict(M.WITHOUT)
    planned_by_kam = by == kam or (
        was == M.NOT_NEEDED and not strays and is_as_the_kam_left_it(interaction, kam, sponsor)
    )
    return Verdict(M.NOT_NEEDED if planned_by_kam else M.WITHOUT)


def is_towards_the_client(interaction: Interaction) -> bool:
    """Whether a go-ahead can be needed at all: with the client, under a pairing, and not from a file."""
    return (
        interaction.side == Side.CLIENT
        and interaction.pairing_id is not None
        and interaction.source != Source.IMPORT
    )


def is_at_once(interaction: Interaction) -> bool:
    """Whether the client is in trouble with us: the sponsor acts at once, and the KAM is told at once."""
    if interaction.kind == InteractionKind.ESCALATION:
        return True
    tensions = Tension.objects.filter(account=interaction.account_id)
    return tensions.urgent_on(interaction.day).exists()


def the_two(interaction: Interaction) -> tuple[int | None, int | None]:
    """Return the keys of the KAM and of the sponsor on the interaction's day; asked once for a day."""
    asked = (interaction.account_id, interaction.day)
    known = interaction.__dict__.setdefault("seats_on", {})
    if asked not in known:
        rows = seats(account=interaction.account_id, day=interaction.day)
        known[asked] = {row.role: row.person for row in rows}
    held = known[asked]
    return held.get(TeamRole.KAM), held.get(TeamRole.SPONSOR)


def is_as_the_kam_left_it(interaction: Interaction, kam: int | None, sponsor: int | None) -> bool:
    """Whether the KAM, or a deputy then, planned this very thing: on that subject, within a week of that day."""
    if interaction.pk is None:
        return False
    rows = interaction.history.filter(written_by_kam(kam, sponsor)).order_by("-history_id")
    last = rows.values_list("day", "subject").first()
    if last is None and interaction.logged_by_id == kam:
        last = Interaction.objects.filter(pk=interaction.pk).values_list("day", "subject").first()
    return (
        last is not None
        and is_near(last[0], interaction.day)
        and same(last[1], interaction.subject)
    )


def is_talked_about(interaction: Interaction) -> bool:
    """Whether the exchange that one of the two named still lies within thirty days before."""
    talk = interaction.talked_in
    return talk is not None and talk.pk in exchanges_for(interaction).values_list("pk", flat=True)


def exchanges_for(interaction: Interaction) -> Any:
    """Return the exchanges of the two that may cover an interaction, the last first.

    Logged by one of the two, held in the thirty days before; by the sponsor, not after the fact.
    """
    kam, sponsor = the_two(interaction)
    rows = Interaction.objects.held().filter(
        pairing=interaction.pairing_id,
        kind=InteractionKind.EXCHANGE,
        day__range=(interaction.day - TALKED_WITHIN, interaction.day),
    )
    before = Q(logged_by=sponsor, logged_on__lte=interaction.day)
    told = rows.annotate(logged_on=TruncDate("logged_at"))
    return told.filter(Q(logged_by=kam) | before).order_by("-day", "-pk")


def yes_to(interaction: Interaction, contacts: frozenset[int]) -> GoAhead | None:
    """Return the yes to these people and this subject, for a day within a week, given before that day was over."""
    free = Q(interaction=None) | Q(interaction__status=InteractionStatus.CANCELLED)
    if interaction.pk is not None:
        free |= Q(interaction=interaction.pk)
    near = (interaction.day - NEAR, interaction.day + NEAR)
    rows = GoAhead.objects.agreed().filter(free, pairing=interaction.pairing_id, day__range=near)
    for row in rows.prefetch_related("named").order_by("-answered_at"):
        in_time = timezone.localdate(row.answered_at) <= interaction.day
        if in_time and covers(row, interaction, contacts):
            return row
    return None


def covers(go_ahead: GoAhead, interaction: Interaction, contacts: Iterable[int]) -> bool:
    """Whether the interaction is what was asked for: no other person, no other topic, no other week."""
    about = [go_ahead.topics]
    if go_ahead.interaction_id == interaction.pk and go_ahead.about:
        about.append(go_ahead.about)
    named = {row.contact_id for row in go_ahead.named.all()}
    return (
        is_near(go_ahead.day, interaction.day)
        and any(same(words, interaction.subject) for words in about)
        and named.issuperset(contacts)
    )


def is_near(one: date, other: date) -> bool:
    """Whether two days lie a week apart at most."""
    return abs(one - other) <= NEAR


def same(one: str, other: str) -> bool:
    """Whether two lines say the same, whatever their case, accents and spaces."""
    return fold(one).split() == fold(other).split()
