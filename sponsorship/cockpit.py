"""What a programme lead watches: figures over the whole programme, and the work lists behind them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Greatest

from accounts.models import Brief, KeyAccount
from reviews.models import AccountReview
from sponsors.choices import OPEN, InteractionStatus, PairingStatus, Side
from sponsors.models import Interaction, Pairing, Sponsor
from sponsors.queries import terms_ending

SILENT_EXCHANGE_DAYS = 45
SILENT_CLIENT_DAYS = 100
ROWS = 8


@dataclass(frozen=True)
class Figures:
    """The programme in numbers."""

    accounts: int
    covered: int
    in_preparation: int
    bare: int
    without_kam: int
    sponsors: int
    free_places: int
    conflicts: int
    waiting: int
    terms_ending: int
    stale_briefs: int
    silent: int
    reviews_ahead: int

    @property
    def coverage(self) -> int:
        """Covered accounts, per cent."""
        return round(100 * self.covered / self.accounts) if self.accounts else 0


def cockpit_figures(on: date) -> Figures:
    """Count the programme as it stands, in a fixed number of statements."""
    accounts = KeyAccount.objects.count()
    covered = Pairing.objects.active().count()
    preparing = (
        Pairing.objects.in_preparation()
        .exclude(account__in=Pairing.objects.active().values("account"))
        .count()
    )
    sponsors = Sponsor.objects.available(on).with_places()
    return Figures(
        accounts=accounts,
        covered=covered,
        in_preparation=preparing,
        bare=accounts - covered - preparing,
        without_kam=accounts
        - KeyAccount.objects.filter(
            team_members__role="kam", team_members__to_day__isnull=True
        ).count(),
        sponsors=Sponsor.objects.available(on).count(),
        free_places=sponsors.aggregate(total=Sum(Greatest(F("free_places"), 0)))["total"] or 0,
        conflicts=Pairing.objects.in_conflict().count(),
        waiting=Pairing.objects.filter(
            status__in=[PairingStatus.PROPOSED, PairingStatus.KAM_AGREED]
        ).count(),
        terms_ending=terms_ending(on, within_days=180).count(),
        stale_briefs=accounts
        - Brief.objects.exclude(pk__in=Brief.objects.stale(on).values("pk")).count(),
        silent=silent_tandems(on).count(),
        reviews_ahead=AccountReview.objects.filter(
            interaction__status=InteractionStatus.PLANNED,
            interaction__day__range=(on, on + timedelta(days=30)),
        ).count(),
    )


def cockpit_lists(on: date) -> dict[str, Any]:
    """Return the head of each work list."""
    bare = KeyAccount.objects.filter(
        ~Exists(Pairing.objects.filter(account=OuterRef("pk"), status__in=OPEN))
    )
    stale = KeyAccount.objects.filter(Q(brief__isnull=True) | Q(brief__in=Brief.objects.stale(on)))
    return {
        "bare": bare.select_related("sector").with_team().order_by("name")[:ROWS],
        "conflicts": Pairing.objects.in_conflict().with_people().order_by("conflict_since")[:ROWS],
        "waiting": Pairing.objects.filter(
            status__in=[PairingStatus.PROPOSED, PairingStatus.KAM_AGREED]
        )
        .with_people()
        .order_by("proposed_at")[:ROWS],
        "terms": terms_ending(on, within_days=180)[:ROWS],
        "silent": silent_tandems(on).order_by("started_on")[:ROWS],
        "stale": stale.select_related("brief")
        .with_team()
        .order_by(F("brief__checked_on").asc(nulls_first=True), "name")[:ROWS],
    }


def silent_tandems(on: date) -> Any:
    """Return active pairings without an exchange for 45 days or without a client meeting for 100, if they run that long."""
    held = Interaction.objects.held().filter(pairing=OuterRef("pk"))
    talked = held.filter(side=Side.TANDEM, day__gte=on - timedelta(days=SILENT_EXCHANGE_DAYS))
    met = held.filter(side=Side.CLIENT, day__gte=on - timedelta(days=SILENT_CLIENT_DAYS))
    no_exchange = Q(started_on__lt=on - timedelta(days=SILENT_EXCHANGE_DAYS)) & ~Exists(talked)
    no_meeting = Q(started_on__lt=on - timedelta(days=SILENT_CLIENT_DAYS)) & ~Exists(met)
    return Pairing.objects.active().with_people().filter(no_exchange | no_meeting)
