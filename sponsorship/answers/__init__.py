"""What can be answered from an e-mail, by name: `settings.ANSWER_PURPOSES` points here."""

from collections.abc import Mapping

from accounts.services.answer_links import Purpose
from sponsorship.answers.go_aheads import GoAheadAnswer
from sponsorship.answers.pairings import PairingAnswer
from sponsorship.answers.renewals import RenewalAnswer

PURPOSES: Mapping[str, Purpose] = {
    "pairing_answer": PairingAnswer(),
    "renewal_answer": RenewalAnswer(),
    "go_ahead_answer": GoAheadAnswer(),
}
