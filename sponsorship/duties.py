"""What waits for those who run the programme."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import ImportState
from accounts.days import date_format
from accounts.models import ImportBatch, Notification, User
from reviews.models import Season
from reviews.services.seasons import next_states, waits_until
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsors.queries.declared import declared_to
from sponsors.queries.succession import in_conflict_for
from sponsorship.week import Waiting
from sponsorship.week_reads import EACH

PATIENCE = timedelta(days=14)


def duties(user: User, *, on: date) -> list[Waiting]:
    """Return what waits for a programme lead or an administrator, bounded; nothing for anyone else."""
    parts = [doubts] if user.has_perm("accounts.settle_notifications") else []
    if user.is_lead:
        parts += [
            executives,
            conflicts,
            departures,
            kams_who_left,
            declared,
            successors,
            unanswered,
            checked_imports,
            seasons,
        ]
    return [row for part in parts for row in part(user, on)]


def executives(user: User, on: date) -> Iterator[Waiting]:
    """A programme without general management has no sponsors."""
    if User.objects.exclude(manager=None).exists() and not User.objects.executives().exists():
        yield Waiting(
            on,
            "users",
            _("Who belongs to general management?"),
            _("The reporting line makes a first guess"),
            _("Say who does"),
            reverse("accounts:executive_list"),
            is_late=False,
        )


def conflicts(user: User, on: date) -> Iterator[Waiting]:
    """Pairings that the organisation has come to forbid, unless a lead let them go on until a later day."""
    for row in in_conflict_for(user)[:EACH]:
        pairing = row.pairing
        if row.acknowledged and row.acknowledged.until >= on:
            continue
        since = timezone.localdate(pairing.conflict_since)
        yield Waiting(
            since,
            "users",
            _("%(sponsor)s stands in the reporting line of %(kam)s")
            % {"sponsor": pairing.sponsor.person, "kam": pairing.kam},
            _("Conflict · %(account)s") % {"account": pairing.account},
            _("Decide"),
            reverse("sponsors:conflict_list"),
            since < on,
        )


def departures(user: User, on: date) -> Iterator[Waiting]:
    """Pairings whose sponsor leaves."""
    for pairing in Pairing.objects.departing().with_people().order_by("departure_since")[:EACH]:
        since = timezone.localdate(pairing.departure_since)
        yield Waiting(
            since,
            "user",
            f"{pairing.sponsor.person} {pairing.get_departure_display()}",
            _("Sponsor of %(account)s") % {"account": pairing.account},
            _("Decide"),
            reverse("sponsors:conflict_list"),
            since < on,
        )


def kams_who_left(user: User, on: date) -> Iterator[Waiting]:
    """Pairings whose KAM has left the company."""
    rows = Pairing.objects.without_their_kam().with_people().order_by("kam_left_since")
    for pairing in rows[:EACH]:
        since = timezone.localdate(pairing.kam_left_since)
        yield Waiting(
            since,
            "user",
            _("The KAM %(name)s has left the company") % {"name": pairing.kam},
            str(pairing),
            _("Name another KAM"),
            reverse("accounts:kam_change", args=[pairing.account.public_id]),
            since < on,
        )


def declared(user: User, on: date) -> Iterator[Waiting]:
    """Pairings against which the sponsor has declared a conflict of interest."""
    for pairing in declared_to(user).with_people().order_by("starts_on", "pk")[:EACH]:
        yield Waiting(
            on,
            "triangle-alert",
            _("%(sponsor)s has declared a conflict of interest")
            % {"sponsor": pairing.sponsor.person},
            str(pairing.account),
            _("Decide"),
            reverse("sponsors:conflict_list"),
            is_late=False,
        )


def successors(user: User, on: date) -> Iterator[Waiting]:
    """Successors who have agreed and whose day has come, while the predecessor still runs."""
    ready = Pairing.objects.filter(status=PairingStatus.AGREED, starts_on__lte=on)
    running = Pairing.objects.active().with_people()
    former = {row.account_id: row for row in running.filter(account__in=ready.values("account"))}
    for pairing in ready.with_people().order_by("starts_on")[:EACH]:
        if pairing.account_id in former:
            yield Waiting(
                pairing.starts_on,
                "handshake",
                _("%(next)s is ready to take over from %(first)s")
                % {
                    "next": pairing.sponsor.person,
                    "first": former[pairing.account_id].sponsor.person,
                },
                _("Succession · %(account)s") % {"account": pairing.account},
                _("End the pairing before"),
                reverse("sponsors:pairing_end", args=[former[pairing.account_id].public_id]),
                pairing.starts_on < on,
            )


def unanswered(user: User, on: date) -> Iterator[Waiting]:
    """Proposals that have waited for two weeks."""
    since = timezone.now() - PATIENCE
    waiting = Pairing.objects.unanswered().filter(proposed_at__lt=since)
    for pairing in waiting.with_people().order_by("proposed_at")[:EACH]:
        of_kam = pairing.status == PairingStatus.PROPOSED
        who = pairing.kam if of_kam else pairing.sponsor.person
        asked = timezone.localdate(pairing.proposed_at)
        yield Waiting(
            asked + PATIENCE,
            "handshake",
            _("%(name)s has not answered yet") % {"name": who},
            _("Proposed on %(day)s · %(account)s")
            % {"day": date_format(asked), "account": pairing.account},
            _("Open"),
            pairing.get_absolute_url(),
            is_late=True,
        )


def checked_imports(user: User, on: date) -> Iterator[Waiting]:
    """Files that were checked and wait for a word."""
    waiting = ImportBatch.objects.visible_to(user).filter(state=ImportState.REHEARSED)
    for batch in waiting[:EACH]:
        yield Waiting(
            timezone.localdate(batch.uploaded_at),
            "upload",
            batch.file_name,
            _("File checked, nothing written yet"),
            _("Look and import"),
            reverse("import_detail", args=[batch.public_id]),
            is_late=False,
        )


def seasons(user: User, on: date) -> Iterator[Waiting]:
    """Seasons whose next step is open."""
    for season in Season.objects.visible_to(user)[:EACH]:
        if next_states(season) and waits_until(season, on=on) is None:
            yield Waiting(
                on,
                "award",
                _("Season %(name)s") % {"name": season.name},
                season.get_state_display(),
                _("Next step"),
                season.get_absolute_url(),
                is_late=False,
            )


def doubts(user: User, on: date) -> Iterator[Waiting]:
    """Messages of which nobody knows whether they arrived."""
    count = Notification.objects.in_doubt().count()
    if count:
        yield Waiting(
            on,
            "mail",
            ngettext("%(n)d message in doubt", "%(n)d messages in doubt", count) % {"n": count},
            _("Perhaps sent, refused, or given up"),
            _("Settle"),
            reverse("accounts:notifications_in_doubt"),
            is_late=False,
        )
