"""Messages about go-aheads: asked, due, answered, brought; and what was done without one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import DelegationKind
from accounts.models import Absence, Delegation, Notification, User
from accounts.models.key_account import current_team
from accounts.services.kinds import Message
from accounts.services.local_time import local_date
from accounts.services.working_days import working_days_after
from sponsors.choices import ANSWER_WITHIN, GoAheadMark, GoAheadState
from sponsors.models import GoAhead, Interaction
from sponsors.rules.go_aheads import stands_in_for_the_kam
from sponsorship.messages.base import About, Occurrence, Reminder, on_day
from sponsorship.messages.pairings import answerable


def with_all(rows: Any) -> QuerySet[Any]:
    """Bring along whom it is about, and the team of the account with its deputies and absences of today."""
    team, today = current_team(), timezone.localdate()
    team.add_prefix("account")
    deputies = Delegation.objects.running(today).filter(kind=DelegationKind.DEPUTY)
    person = "account__current_team__person"
    return rows.with_people().prefetch_related(
        team,
        Prefetch(
            f"{person}__delegations_given",
            queryset=deputies.select_related("to").order_by("pk"),
            to_attr="deputies_now",
        ),
        Prefetch(f"{person}__absences", queryset=Absence.objects.on(today), to_attr="away_now"),
    )


def deputies_of(thing: GoAhead) -> list[User]:
    """Return who may answer in the KAM's place once it is time."""
    kam: Any = thing.account.kam
    rows = kam.deputies_now if kam is not None else []
    return [row.to for row in rows if stands_in_for_the_kam(row.to, thing.account)]


class AboutGoAhead(About):
    """A message about one request."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The requests that the reader sees."""
        return with_all(GoAhead.objects.visible_to(reader))


class GoAheadAsked(AboutGoAhead):
    """The sponsor asks the reader before acting."""

    label = gettext_lazy("Go-ahead asked")
    is_urgent = True

    def holds(self, thing: GoAhead, notification: Notification) -> bool:
        """As long as it waits for this person: the KAM, or a deputy whose turn it is."""
        return notification.recipient.has_perm("sponsors.answer_go_ahead", thing)

    def message(self, thing: GoAhead, notification: Notification) -> Message:
        """Say whom, what and when."""
        whom = ", ".join(contact.full_name for contact in thing.contacts.all())
        lines = [thing.topics, on_day(thing.day), whom, thing.why]
        return Message(
            subject=_("%(sponsor)s asks for your go-ahead: %(account)s")
            % {"sponsor": thing.pairing.sponsor.person, "account": thing.account},
            lines=tuple(line for line in lines if line),
            action_label=_("Answer"),
            action_path=thing.get_absolute_url(),
        )

    def mailed(self, notification: Notification) -> Message:
        """Lead to the answer itself, without signing in, once; not where others read the mail that stays inside."""
        return answerable(self.render(notification), "go_ahead_answer", notification)


class GoAheadDue(Reminder, GoAheadAsked):
    """Two working days have passed without a word, as the reader's country counts them. Silence is no yes."""

    label = gettext_lazy("Go-ahead waiting for two days")
    # Working days after the KAM's reminder until a deputy is reminded too.
    deputy_after = 2

    def candidates(self, on: date) -> QuerySet[Any]:
        """What waits."""
        return with_all(GoAhead.objects.open())

    def readers(self, thing: GoAhead) -> Iterable[User | None]:
        """The KAM of now, then the deputies."""
        return [thing.account.kam, *deputies_of(thing)]

    def occurrence(self, thing: GoAhead, reader: User, on: date) -> Occurrence | None:
        """Once: the KAM two working days after it was asked; a deputy two more after that, or once the KAM is away."""
        kam: Any = thing.account.kam
        country = kam.country if kam is not None else reader.country
        asked = local_date(thing.asked_at, reader)
        due = working_days_after(asked, ANSWER_WITHIN, country)
        if reader != kam:
            due = working_days_after(due, self.deputy_after, country)
            away = [row.from_day for row in kam.away_now] if kam is not None else []
            if away and min(away) > asked:
                due = min(due, *away)
            elif away:
                # Asked while the KAM was away: the deputies were asked at once.
                due = working_days_after(asked, ANSWER_WITHIN, country)
        return Occurrence(due) if due <= on else None

    def holds(self, thing: GoAhead, notification: Notification) -> bool:
        """As long as it waits for this person."""
        return GoAheadAsked.holds(self, thing, notification)


class GoAheadAnswered(AboutGoAhead):
    """The KAM has answered."""

    label = gettext_lazy("Go-ahead answered")
    is_urgent = True

    def message(self, thing: GoAhead, notification: Notification) -> Message:
        """Say what, with the advice or the reason."""
        facts = {"kam": thing.answerer, "account": thing.account}
        subject = (
            _("Not now, says %(kam)s: %(account)s")
            if thing.state == GoAheadState.NOT_NOW
            else _("%(kam)s agrees: %(account)s")
        )
        other = (
            _("Another day that suits: %(day)s") % {"day": on_day(thing.other_day)}
            if thing.other_day
            else ""
        )
        lines = [thing.topics, thing.advice or thing.reason, other]
        return Message(
            subject=subject % facts,
            lines=tuple(line for line in lines if line),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )


class GoAheadBrought(AboutGoAhead):
    """One of the two lets the leads read a request."""

    label = gettext_lazy("Go-ahead brought to the leads")

    def message(self, thing: GoAhead, notification: Notification) -> Message:
        """Name the account."""
        return Message(
            subject=_("%(account)s: one of the tandem asks for your help")
            % {"account": thing.account},
            lines=(_("It is about a go-ahead. Talk to both before you decide anything."),),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )


class AboutInteraction(About):
    """A message about one interaction."""

    def open_to(self, reader: User) -> QuerySet[Any]:
        """The interactions that the reader sees."""
        team = current_team()
        team.add_prefix("account")
        rows = Interaction.objects.visible_to(reader).select_related("account", "logged_by")
        return rows.prefetch_related(team)


class GoAheadMissing(AboutInteraction):
    """Something was held without a go-ahead: the two hear of it, and nobody else."""

    label = gettext_lazy("Held without a go-ahead")
    is_private = True

    def holds(self, thing: Interaction, notification: Notification) -> bool:
        """As long as it stands so, to one of the two."""
        two = {thing.account.kam, thing.account.sponsor_person}
        return thing.go_ahead == GoAheadMark.WITHOUT and notification.recipient in two

    def message(self, thing: Interaction, notification: Notification) -> Message:
        """Ask the KAM whether they had talked; tell the sponsor what follows."""
        is_kam = thing.account.kam == notification.recipient
        line = (
            _("Had you talked of it? One tap, and it counts.")
            if is_kam
            else _(
                "It counts for nothing until the KAM says that you had talked. A word to each other is enough."
            )
        )
        return Message(
            subject=_("%(account)s: “%(subject)s” had no go-ahead")
            % {"account": thing.account, "subject": thing.subject},
            lines=(on_day(thing.day), line),
            action_label=_("Open"),
            action_path=thing.get_absolute_url(),
        )


class ActedAtOnce(AboutInteraction):
    """The client is in trouble with us, and the sponsor acts at once."""

    label = gettext_lazy("The sponsor acted at once")
    is_urgent = True

    def message(self, thing: Interaction, notification: Notification) -> Message:
        """Say what."""
        return Message(
            subject=_("Your sponsor acts at once for %(account)s: %(subject)s")
            % {"account": thing.account, "subject": thing.subject},
            lines=(on_day(thing.day),),
            action_label=_("Open"),
            action_path=reverse("sponsors:interaction_detail", args=[thing.public_id]),
        )
