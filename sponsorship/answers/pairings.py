"""A yes to a pairing, given from the e-mail."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AnswerLink
from accounts.services.answer_links import AnswerRefusedError, LinkSpentError, Purpose
from sponsors.choices import Way
from sponsors.models import Charter, Pairing
from sponsors.services.eligibility import PairingRefusedError, is_line_known
from sponsors.services.pairings import agree, current_charter
from sponsors.services.steps import PairingMovedOnError
from sponsors.views.refusals import sentence


class PairingAnswer(Purpose):
    """The KAM's yes, then the sponsor's. A no takes signing in."""

    template = "sponsors/pairing_answer_link.html"

    def question(self, link: AnswerLink) -> Mapping[str, Any] | None:
        """Show the charter, and what is agreed to."""
        pairing = asked(link)
        if pairing is None:
            return None
        return {
            "pairing": pairing,
            "person": link.person,
            "is_kam": pairing.kam_id == link.person_id,
            "charter": current_charter(),
            "line_is_known": is_line_known(pairing),
        }

    def answer(self, link: AnswerLink, said: Mapping[str, str]) -> None:
        """Agree through the service that the page uses."""
        pairing = asked(link)
        if pairing is None:
            raise LinkSpentError
        version = str(said.get("charter", ""))
        charter = Charter.objects.filter(version=version).first() if version.isdecimal() else None
        if charter is None:
            raise AnswerRefusedError(_("Read the charter as it stands now, then agree."))
        try:
            agree(
                pairing,
                by=link.person,
                on=timezone.localdate(),
                charter=charter,
                says_apart="apart" in said,
                way=Way.EMAIL,
            )
        except PairingRefusedError as refusal:
            raise AnswerRefusedError(sentence(refusal)) from refusal
        except PairingMovedOnError as refusal:
            raise LinkSpentError from refusal


def asked(link: AnswerLink) -> Pairing | None:
    """Return the pairing whose next word is this person's."""
    rows = Pairing.objects.visible_to(link.person).with_people()
    pairing = rows.filter(public_id=link.subject_id).first()
    is_asked = link.person.has_perm("sponsors.answer_pairing", pairing)
    return pairing if is_asked else None
