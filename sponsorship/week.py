"""What waits for a person this week, and the accounts that are theirs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Brief, KeyAccount, User
from reviews.models import Decision
from sponsors.choices import PairingStatus
from sponsors.models import Interaction, NextStep, Pairing
from sponsors.queries import rhythms, terms_ending, waiting_for

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
    tandem: float = 0.0
    client: float = 0.0

    @property
    def has_tandem(self) -> bool:
        """Whether a sponsor helps the account now."""
        return self.account.sponsor_person is not None


def this_week(user: User, *, on: date) -> list[Waiting]:
    """Return what waits for a person in the next seven days or is late; bounded."""
    parts = (answers, debriefs, meetings, steps, decisions, briefs, terms)
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


def mine(user: User) -> Q:
    """Interactions in which the person takes part, or that they planned."""
    return Q(pk__in=Interaction.objects.filter(people=user).values("pk")) | Q(logged_by=user)


def debriefs(user: User, on: date) -> Iterator[Waiting]:
    """Meetings that took place without anyone saying how they went."""
    rows = (
        Interaction.objects.planned()
        .filter(mine(user), day__lt=on)
        .select_related("account")
        .order_by("day", "pk")
    )
    for row in rows[:EACH]:
        url = reverse("sponsors:interaction_hold", args=[row.public_id])
        detail = _("Debrief missing · %(account)s") % {"account": row.account}
        yield Waiting(
            row.day, "message-square", row.subject, detail, _("Debrief"), url, is_late=True
        )


def meetings(user: User, on: date) -> Iterator[Waiting]:
    """Meetings of the week, each with its brief."""
    rows = (
        Interaction.objects.ahead(on)
        .filter(mine(user), day__lte=on + AHEAD)
        .select_related("account")
    )
    for row in rows[:EACH]:
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


def steps(user: User, on: date) -> Iterator[Waiting]:
    """Next steps that the person promised."""
    rows = (
        NextStep.objects.open()
        .filter(owner=user, due_on__lte=on + AHEAD)
        .select_related("interaction__account")
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
    rows = (
        KeyAccount.objects.managed_by(user)
        .filter(stale)
        .select_related("brief")
        .order_by("brief__checked_on", "name")
    )
    for row in rows[:EACH]:
        brief = getattr(row, "brief", None)
        checked = brief.checked_on if brief else None
        detail = (
            _("Brief last checked on %(day)s") % {"day": date_format(checked)}
            if checked
            else _("Brief not written yet")
        )
        url = reverse("brief_edit", args=[row.public_id])
        yield Waiting(on, "file-text", str(row), detail, _("Check the brief"), url, is_late=False)


def terms(user: User, on: date) -> Iterator[Waiting]:
    """The person's own pairings whose term ends within 30 days."""
    own = Q(pairing__sponsor__person=user) | Q(
        pairing__account__in=KeyAccount.objects.managed_by(user)
    )
    for term in terms_ending(on, within_days=30).filter(own)[:EACH]:
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
    belongs = KeyAccount.objects.filter(
        team_members__person=user, team_members__to_day__isnull=True
    )
    accounts = list(
        belongs.select_related("sector").with_team().distinct().order_by("name")[:ACCOUNTS]
    )
    cards = {account.pk: MyAccount(account) for account in accounts}
    for row in first_of_each(
        cards, Interaction.objects.held().filter(day__lte=on), order=["-day", "-pk"]
    ):
        cards[row.account_id].last_day, cards[row.account_id].last_subject = row.day, row.subject
    for row in first_of_each(
        cards, Interaction.objects.planned().filter(day__gte=on), order=["day", "pk"]
    ):
        cards[row.account_id].next_day, cards[row.account_id].next_subject = row.day, row.subject
    running = list(Pairing.objects.active().filter(account__in=list(cards)))
    rhythm_of = rhythms(running, on)
    for pairing in running:
        card, rhythm = cards[pairing.account_id], rhythm_of[pairing.pk]
        card.tandem, card.client = rhythm.tandem, rhythm.client
    return list(cards.values())


def first_of_each(
    accounts: Iterable[int], rows: "QuerySet[Interaction]", *, order: list[str]
) -> list[Interaction]:
    """Return the first interaction of each account in that order: one index walk for each account, one statement."""
    first = rows.filter(account=OuterRef("pk")).order_by(*order).values("pk")[:1]
    chosen = (
        KeyAccount.objects.filter(pk__in=list(accounts))
        .annotate(first=Subquery(first))
        .values("first")
    )
    return list(Interaction.objects.filter(pk__in=chosen))
