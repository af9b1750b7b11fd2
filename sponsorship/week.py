"""What waits for a person this week, and the accounts that are theirs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Brief, KeyAccount, TeamMember, User
from accounts.services.working_days import working_days_after
from reviews.models import Decision
from sponsors.choices import InteractionStatus, PairingStatus
from sponsors.models import GoAhead, HandOver, Interaction, NextStep, Pairing, Renewal
from sponsors.queries import rhythms, terms_ending_by, waiting_for
from sponsors.services.go_ahead_requests import ANSWER_WITHIN

AHEAD = timedelta(days=7)
EACH = 8
ACCOUNTS = 12


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with its one action."""

    due: date
    icon: str
    title: str
    detail: str
    action: str
    url: str
    is_late: bool


@dataclass
class MyAccount:
    """One of my accounts as a card."""

    account: KeyAccount
    next_day: date | None = None
    next_subject: str = ""
    last_day: date | None = None
    last_subject: str = ""
    has_tandem: bool = False
    tandem: float = 0.0
    client: float = 0.0
    tension: str = ""


def this_week(user: User, *, on: date) -> list[Waiting]:
    """Return what waits for a person in the next seven days or is late; bounded."""
    parts = (
        *(answers, renewals, hand_overs, go_aheads, missing_go_aheads),
        *(meetings, steps, decisions, briefs, terms),
    )
    return [row for part in parts for row in part(user, on)]


def by_due_day(rows: Iterable[Waiting]) -> list[Waiting]:
    """Return the rows with the nearest due first."""
    return sorted(rows, key=lambda row: (row.due, row.title))


def answers(user: User, on: date) -> Iterator[Waiting]:
    """Pairings whose next word is the person's."""
    for pairing in waiting_for(user)[:EACH]:
        as_kam = pairing.status == PairingStatus.PROPOSED
        title = (
            _("%(sponsor)s as sponsor of %(account)s")
            if as_kam
            else _("Sponsor %(account)s with %(kam)s")
        ) % {
            "sponsor": pairing.sponsor.person.full_name,
            "account": pairing.account,
            "kam": pairing.kam.full_name,
        }
        due = pairing.proposed_at.date() + AHEAD
        url = reverse("sponsors:pairing_answer", args=[pairing.public_id])
        yield Waiting(
            due,
            "handshake",
            title,
            _("Pairing waiting for your answer"),
            _("Answer"),
            url,
            due < on,
        )


def renewals(user: User, on: date) -> Iterator[Waiting]:
    """Offers of another term that wait for the person's word."""
    for renewal in Renewal.objects.waiting_for(user).with_people().order_by("proposed_at")[:EACH]:
        due = timezone.localdate(renewal.proposed_at) + AHEAD
        yield Waiting(
            due,
            "hourglass",
            _("Another term on %(account)s?") % {"account": renewal.pairing.account},
            _("%(sponsor)s beside %(kam)s")
            % {"sponsor": renewal.pairing.sponsor.person, "kam": renewal.pairing.kam},
            _("Answer"),
            reverse("sponsors:renewal_answer", args=[renewal.public_id]),
            due < on,
        )


def hand_overs(user: User, on: date) -> Iterator[Waiting]:
    """Hand-overs that the person has still to confirm."""
    for row in HandOver.objects.waiting_for(user).with_people().order_by("opened_at")[:EACH]:
        due = timezone.localdate(row.opened_at) + 2 * AHEAD
        yield Waiting(
            due,
            "handshake",
            _("Hand-over on %(account)s") % {"account": row.account},
            f"{row.from_person} → {row.to_person}",
            _("Look and confirm"),
            row.get_absolute_url(),
            due < on,
        )


def go_aheads(user: User, on: date) -> Iterator[Waiting]:
    """Requests that wait for the word of the person as KAM."""
    rows = GoAhead.objects.waiting_for(user).select_related("account", "pairing__sponsor__person")
    for row in rows.order_by("day", "pk")[:EACH]:
        facts = {"sponsor": row.pairing.sponsor.person, "account": row.account}
        asked = timezone.localdate(row.asked_at)
        due = min(row.day, working_days_after(asked, ANSWER_WITHIN, user.country))
        yield Waiting(
            due,
            "message-circle",
            row.topics,
            _("%(sponsor)s asks for your go-ahead · %(account)s") % facts,
            _("Answer"),
            row.get_absolute_url(),
            due < on,
        )


def missing_go_aheads(user: User, on: date) -> Iterator[Waiting]:
    """What the two have not talked of: ahead, for the sponsor to ask; held, for the KAM to say whether they had."""
    managed = TeamMember.objects.kam_of(user).values("account")
    sponsored = Pairing.objects.active().filter(sponsor__person=user).values("account")
    ahead = Q(status=InteractionStatus.PLANNED, day__gte=on, account__in=sponsored)
    held = Q(status=InteractionStatus.HELD, account__in=managed)
    rows = Interaction.objects.without_go_ahead().filter(ahead | held).select_related("account")
    shown = rows.only("public_id", "day", "subject", "status", "account__name")
    for row in shown.order_by("day", "pk")[:EACH]:
        words = (
            _("No go-ahead yet · %(account)s")
            if row.is_planned
            else _("Held without a go-ahead · %(account)s")
        )
        action = pgettext("go-ahead", "Ask") if row.is_planned else _("Had you talked?")
        yield Waiting(
            row.day,
            "message-circle",
            row.subject,
            words % {"account": row.account},
            action,
            row.get_absolute_url(),
            is_late=False,
        )


def mine(user: User) -> Q:
    """Interactions in which the person takes part, or that they planned."""
    return Q(pk__in=Interaction.objects.filter(people=user).values("pk")) | Q(logged_by=user)


def meetings(user: User, on: date) -> Iterator[Waiting]:
    """What the person planned: behind us without anyone saying how it went, or ahead this week, with its brief."""
    behind, ahead = own_plans(user, on)
    for row in behind[:EACH]:
        yield Waiting(
            row.day,
            "message-square",
            row.subject,
            _("Debrief missing · %(account)s") % {"account": row.account},
            pgettext("verb", "Debrief"),
            reverse("sponsors:interaction_hold", args=[row.public_id]),
            is_late=True,
        )
    for row in ahead[:EACH]:
        url = reverse("brief_detail", args=[row.account.public_id])
        yield Waiting(
            row.day,
            "calendar",
            row.subject,
            str(row.account),
            _("Read the brief"),
            url,
            is_late=False,
        )


def own_plans(user: User, on: date) -> tuple[list[Interaction], list[Interaction]]:
    """Return the person's planned interactions up to a week ahead: those behind us, and those ahead."""
    rows = (
        Interaction.objects.planned()
        .filter(mine(user), day__lte=on + AHEAD)
        .select_related("account")
        .only("public_id", "day", "subject", "account__name", "account__public_id")
        .order_by("day", "pk")
    )
    found = list(rows[: 4 * EACH])
    return [row for row in found if row.day < on], [row for row in found if row.day >= on]


def steps(user: User, on: date) -> Iterator[Waiting]:
    """Next steps that the person promised."""
    rows = (
        NextStep.objects.open()
        .filter(owner=user, due_on__lte=on + AHEAD)
        .select_related("interaction__account")
        .only("text", "due_on", "interaction__public_id", "interaction__account__name")
    )
    for row in rows.order_by("due_on", "pk")[:EACH]:
        detail = _("Next step · %(account)s") % {"account": row.interaction.account}
        yield Waiting(
            row.due_on or on,
            "check",
            row.text,
            detail,
            _("Open"),
            row.interaction.get_absolute_url(),
            bool(row.due_on and row.due_on < on),
        )


def decisions(user: User, on: date) -> Iterator[Waiting]:
    """Decisions of reviews that the person carries out."""
    rows = (
        Decision.objects.open()
        .filter(owner=user, due_on__lte=on + AHEAD)
        .select_related("review__interaction__account")
        .only("text", "due_on", "review__public_id", "review__interaction__account__name")
    )
    for row in rows.order_by("due_on", "pk")[:EACH]:
        detail = _("Decision · %(account)s") % {"account": row.review.interaction.account}
        yield Waiting(
            row.due_on or on,
            "gavel",
            row.text,
            detail,
            _("Open"),
            row.review.get_absolute_url(),
            bool(row.due_on and row.due_on < on),
        )


def briefs(user: User, on: date) -> Iterator[Waiting]:
    """Briefs of the KAM's own accounts that have not been checked for 90 days."""
    stale = Q(brief__isnull=True) | Q(brief__in=Brief.objects.stale(on))
    rows = KeyAccount.objects.managed_by(user).filter(stale).order_by("brief__checked_on", "name")
    for name, public_id, checked in rows.values_list("name", "public_id", "brief__checked_on")[
        :EACH
    ]:
        detail = (
            _("Brief last checked on %(day)s") % {"day": date_format(checked)}
            if checked
            else _("Brief not written yet")
        )
        url = reverse("brief_edit", args=[public_id])
        yield Waiting(on, "file-text", name, detail, _("Check the brief"), url, is_late=False)


def terms(user: User, on: date) -> Iterator[Waiting]:
    """The person's own pairings whose term ends within 30 days."""
    own = Q(pairing__sponsor__person=user) | Q(
        pairing__account__in=KeyAccount.objects.managed_by(user)
    )
    ending = terms_ending_by(on + timedelta(days=30)).filter(own)
    shown = ending.select_related(None).select_related("pairing__account")
    for term in shown.only("ends_on", "pairing__public_id", "pairing__account__name")[:EACH]:
        pairing = term.pairing
        yield Waiting(
            term.ends_on,
            "hourglass",
            _("The term of %(account)s ends") % {"account": pairing.account},
            _("Talk about renewal or succession"),
            _("Open"),
            pairing.get_absolute_url(),
            term.ends_on < on,
        )


def my_accounts(user: User, *, on: date) -> list[MyAccount]:
    """Return the accounts to which the person belongs, with the next date and the last exchange of each; bounded."""
    mine = TeamMember.objects.current().filter(person=user).values("account")
    accounts = list(
        KeyAccount.objects.filter(pk__in=mine).select_related("sector").order_by("name")[:ACCOUNTS]
    )
    cards = {account.pk: MyAccount(account) for account in accounts}
    for row in next_and_last(cards, on):
        card = cards[row.account_id]
        if row.status == InteractionStatus.PLANNED:
            card.next_day, card.next_subject = row.day, row.subject
        else:
            card.last_day, card.last_subject = row.day, row.subject
    running = list(Pairing.objects.active().filter(account__in=list(cards)).only("account"))
    rhythm_of = rhythms((pairing.pk for pairing in running), on)
    for pairing in running:
        card, rhythm = cards[pairing.account_id], rhythm_of[pairing.pk]
        card.has_tandem, card.tandem, card.client = True, rhythm.tandem, rhythm.client
    return list(cards.values())


def next_and_last(accounts: Iterable[int], on: date) -> list[Interaction]:
    """Return the next planned and the last held interaction of each account: two index walks an account, two statements."""
    rows = Interaction.objects.filter(account=OuterRef("pk"))
    ahead = rows.planned().filter(day__gte=on).order_by("day", "pk").values("pk")[:1]
    behind = rows.held().filter(day__lte=on).order_by("-day", "-pk").values("pk")[:1]
    known = KeyAccount.objects.filter(pk__in=list(accounts)).order_by()
    keys = known.values_list(Subquery(ahead), Subquery(behind))
    chosen = Interaction.objects.filter(pk__in=[key for pair in keys for key in pair if key])
    return list(chosen.only("account", "status", "day", "subject"))
