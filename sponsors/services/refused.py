"""Refusals kept as facts, and given back as the errors they were, so that each reader reads them in their language."""

from typing import Any

from accounts.models import KeyAccount
from accounts.services.organisation import people_in_order
from sponsors.models import Pairing, Sponsor
from sponsors.services.eligibility import (
    AccountHasSponsorError,
    AccountInPreparationError,
    AccountWithoutKamError,
    ConflictOfInterestError,
    NotEligibleError,
    PairingRefusedError,
    SponsorAtCapacityError,
    SponsorInReportingLineError,
)

ABOUT_A_PAIRING = {
    "AccountHasSponsorError": AccountHasSponsorError,
    "AccountInPreparationError": AccountInPreparationError,
}


def facts_of(refusal: PairingRefusedError) -> dict[str, Any]:
    """Return the facts of a refusal, by their keys."""
    kept: dict[str, Any] = {"error": type(refusal).__name__}
    for name, value in vars(refusal).items():
        if name == "path":
            kept[name] = [person.pk for person in value]
        else:
            kept[name] = value.pk if hasattr(value, "pk") else value
    return kept


def refusal_from(kept: dict[str, Any]) -> PairingRefusedError:
    """Return the refusal that `facts_of` kept."""
    error = kept["error"]
    if error in ABOUT_A_PAIRING:
        pairing = Pairing.objects.with_people().get(pk=kept["pairing"])
        return ABOUT_A_PAIRING[error](pairing)
    if error == "SponsorInReportingLineError":
        return SponsorInReportingLineError(people_in_order(kept["path"]))
    if error == "AccountWithoutKamError":
        return AccountWithoutKamError(KeyAccount.objects.get(pk=kept["account"]))
    sponsor = Sponsor.objects.select_related("person").get(pk=kept["sponsor"])
    if error == "ConflictOfInterestError":
        account = KeyAccount.objects.get(pk=kept["account"])
        return ConflictOfInterestError(account, sponsor, by_sector=kept["by_sector"])
    if error == "SponsorAtCapacityError":
        return SponsorAtCapacityError(sponsor, kept["places"])
    return NotEligibleError(sponsor, kept["fact"])
