"""The statements behind the page of one account: small, many, and the most often run of all, so prepared."""

from typing import Any

from django.db.models import DateField

from accounts.models import AnnualFigures, ClientEvent, Contact
from accounts.prepared import Given, Prepared
from reviews.models import AccountReview
from sponsors.choices import InteractionStatus
from sponsors.models import Interaction, NextStep, Pairing
from sponsorship.brief_reads import LAST_MET

STEPS, EVENTS, REVIEWS, AHEAD, YEARS = 6, 4, 4, 3, 5


def open_pairings(pairings: Any) -> Any:
    """Return of the open pairings of one account what its page says of them."""
    person = ("first_name", "last_name", "email")
    shown = ("pk", "public_id", "status", "conflict_since")
    found = pairings.open().filter(account=Given("account"))
    return found.values_list(*shown, *(f"sponsor__person__{name}" for name in person))


PAIRINGS = Prepared(lambda: open_pairings(Pairing.objects.all()))
PAIRINGS_KNOWN = Prepared(lambda: open_pairings(Pairing.objects.known_to(Given("reader"))))


@Prepared
def contacts_by_name() -> Any:
    """Who is still at the client, and the day on which somebody of us last met them."""
    found = Contact.objects.active().filter(account=Given("account"))
    shown = ("public_id", "first_name", "last_name", "title", "level")
    ordered = found.order_by("last_name", "first_name", "pk")
    return ordered.annotate(last_day=LAST_MET).values_list(*shown, "last_day")


@Prepared
def last_figures() -> Any:
    """The figures of the last years, the newest first."""
    found = AnnualFigures.objects.filter(account=Given("account"), year__lte=Given("year"))
    shown = ("year", "revenue", "target", "currency", "satisfaction", "nps", "is_final")
    return found.order_by("-year").values_list(*shown)[:YEARS]


@Prepared
def planned_ahead() -> Any:
    """What is planned next."""
    found = Interaction.objects.planned().filter(account=Given("account"))
    ahead = found.filter(day__gte=Given("on", DateField())).order_by("day", "pk")
    return ahead.values_list("public_id", "day", "subject")[:AHEAD]


@Prepared
def open_steps() -> Any:
    """What was promised on the account, the nearest due first."""
    found = NextStep.objects.open().filter(interaction__account=Given("account"))
    owner = ("owner__first_name", "owner__last_name", "owner__email")
    shown = ("interaction__public_id", "text", "due_on", *owner)
    return found.order_by("due_on", "pk").values_list(*shown)[:STEPS]


@Prepared
def last_events() -> Any:
    """What one would have liked to know early, the newest first."""
    found = ClientEvent.objects.filter(account=Given("account")).order_by("-known_on", "-pk")
    return found.values_list("text", "kind", "known_on", "public_on")[:EVENTS]


@Prepared
def last_reviews() -> Any:
    """The account reviews, the newest first."""
    found = AccountReview.objects.filter(interaction__account=Given("account"))
    kept = found.exclude(interaction__status=InteractionStatus.CANCELLED)
    shown = ("public_id", "type", "interaction__subject", "interaction__day")
    return kept.order_by("-interaction__day").values_list(*shown)[:REVIEWS]
