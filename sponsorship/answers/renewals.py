"""A yes to another term, given from the e-mail."""

from collections.abc import Mapping
from typing import Any

from accounts.models import AnswerLink
from accounts.services.answer_links import AnswerRefusedError, LinkSpentError, Purpose
from sponsors.choices import Way
from sponsors.models import Renewal
from sponsors.services.eligibility import PairingRefusedError
from sponsors.services.pairings import current_charter
from sponsors.services.renewals import RenewalMovedOnError, agree_to_renewal
from sponsors.views.refusals import sentence


class RenewalAnswer(Purpose):
    """The KAM's or the sponsor's yes to another term."""

    template = "sponsors/renewal_answer_link.html"

    def question(self, link: AnswerLink) -> Mapping[str, Any] | None:
        """Show the offer, and the charter that stands."""
        renewal = asked(link)
        if renewal is None:
            return None
        return {"renewal": renewal, "person": link.person, "charter": current_charter()}

    def answer(self, link: AnswerLink, said: Mapping[str, str]) -> None:
        """Agree through the service that the page uses."""
        renewal = asked(link)
        if renewal is None:
            raise LinkSpentError
        try:
            agree_to_renewal(renewal, by=link.person, way=Way.EMAIL)
        except PairingRefusedError as refusal:
            raise AnswerRefusedError(sentence(refusal)) from refusal
        except RenewalMovedOnError as refusal:
            raise LinkSpentError from refusal


def asked(link: AnswerLink) -> Renewal | None:
    """Return the renewal that waits for this person's word."""
    rows = Renewal.objects.visible_to(link.person).with_people()
    renewal = rows.filter(public_id=link.subject_id).first()
    waits = renewal is not None and link.person.has_perm("sponsors.answer_renewal", renewal)
    return renewal if waits else None
