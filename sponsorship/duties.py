"""What waits for those who run the programme."""

from collections.abc import Iterator
from datetime import date

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
from sponsors.models import ConflictAcknowledgement
from sponsorship.duty_reads import PATIENCE, Found, read_duties
from sponsorship.week.found import EACH
from sponsorship.week.lines import Waiting


def duties(user: User, *, on: date) -> list[Waiting]:
    """Return what waits for a programme lead or an administrator, bounded; nothing for anyone else."""
    rows = list(doubts(on)) if user.has_perm("accounts.settle_notifications") else []
    if user.is_lead:
        found = read_duties(user, on=on)
        for part in PARTS:
            rows += part(found, on)
    return rows


def executives(found: Found, on: date) -> Iterator[Waiting]:
    """A programme without general management has no sponsors."""
    if found.knows_managers and not found.has_executives:
        yield Waiting(
            on,
            "users",
            _("Who belongs to general management?"),
            _("The reporting line makes a first guess"),
            _("Say who does"),
            reverse("accounts:executive_list"),
            is_late=False,
        )


def conflicts(found: Found, on: date) -> Iterator[Waiting]:
    """Pairings that the organisation has come to forbid, unless a lead let them go on until a later day."""
    pairings = found.of("conflicts")
    said = ConflictAcknowledgement.objects.filter(pairing__in=pairings) if pairings else []
    paused = {(row.pairing_id, row.conflict_since) for row in said if row.until >= on}
    for pairing in pairings:
        if (pairing.pk, pairing.conflict_since) in paused:
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


def departures(found: Found, on: date) -> Iterator[Waiting]:
    """Pairings whose sponsor leaves."""
    for pairing in found.of("departures"):
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


def kams_who_left(found: Found, on: date) -> Iterator[Waiting]:
    """Pairings whose KAM has left the company."""
    for pairing in found.of("left"):
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


def declared(found: Found, on: date) -> Iterator[Waiting]:
    """Pairings against which the sponsor has declared a conflict of interest."""
    for pairing in found.of("declared"):
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


def successors(found: Found, on: date) -> Iterator[Waiting]:
    """Successors who have agreed and whose day has come, while the predecessor still runs."""
    for pairing in found.of("successors"):
        former = found.former[pairing.pk]
        yield Waiting(
            pairing.starts_on,
            "handshake",
            _("%(next)s is ready to take over from %(first)s")
            % {"next": pairing.sponsor.person, "first": former.sponsor.person},
            _("Succession · %(account)s") % {"account": pairing.account},
            _("End the pairing before"),
            reverse("sponsors:pairing_end", args=[former.public_id]),
            pairing.starts_on < on,
        )


def unanswered(found: Found, on: date) -> Iterator[Waiting]:
    """Proposals that have waited for two weeks."""
    for pairing in found.of("unanswered"):
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


def checked_imports(found: Found, on: date) -> Iterator[Waiting]:
    """Files that were checked and wait for a word."""
    waiting = ImportBatch.objects.visible_to(found.reader).filter(state=ImportState.REHEARSED)
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


def seasons(found: Found, on: date) -> Iterator[Waiting]:
    """Seasons whose next step is open."""
    for season in Season.objects.visible_to(found.reader)[:EACH]:
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


def doubts(on: date) -> Iterator[Waiting]:
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


PARTS = (
    executives,
    conflicts,
    departures,
    kams_who_left,
    declared,
    successors,
    unanswered,
    checked_imports,
    seasons,
)
