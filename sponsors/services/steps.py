"""The steps of a pairing: one table says which may follow which, and each is taken under a row lock."""

from accounts.models import User
from accounts.services.history import save_by
from accounts.services.notifications import cancel, notify
from sponsors.choices import PairingStatus
from sponsors.models import Pairing
from sponsors.services.eligibility import AnswerOfAnotherError

S = PairingStatus
ASKING = ("pairing_waiting", "pairing_waits")
TRANSITIONS: dict[PairingStatus, frozenset[PairingStatus]] = {
    S.PROPOSED: frozenset({S.KAM_AGREED, S.DECLINED, S.WITHDRAWN}),
    S.KAM_AGREED: frozenset({S.AGREED, S.DECLINED, S.WITHDRAWN}),
    S.AGREED: frozenset({S.ACTIVE, S.WITHDRAWN}),
    S.ACTIVE: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
}


class PairingMovedOnError(Exception):
    """The pairing is no longer where this step begins: somebody was quicker."""

    def __init__(self, pairing: Pairing) -> None:
        super().__init__(f"{pairing}: {pairing.status}")
        self.pairing = pairing


def step(pairing: Pairing, to: PairingStatus, *, by: User | None, way: str = "") -> None:
    """Move one step along the table of transitions, or raise `PairingMovedOnError`; the way stands in the history."""
    if to not in TRANSITIONS[PairingStatus(pairing.status)]:
        raise PairingMovedOnError(pairing)
    pairing.status = to
    forget_question(pairing)
    save_by(pairing, by, because=way)


def forget_question(pairing: Pairing) -> None:
    """Take back what asked somebody for the next word."""
    for kind in ASKING:
        cancel(kind, subject_id=pairing.public_id)


def check_word_of(person: User | None, *, by: User) -> None:
    """Refuse an answer that is another's to give."""
    if person is not None and person.pk != by.pk:
        raise AnswerOfAnotherError(person)


def locked(pairing: Pairing) -> Pairing:
    """Read the pairing again under a row lock."""
    rows = Pairing.objects.select_for_update(of=("self",)).with_people()
    return rows.get(pk=pairing.pk)


def tell(kind: str, pairing: Pairing, people: list[User]) -> None:
    """Write the news for each of the people once."""
    for person in {person.pk: person for person in people}.values():
        notify(kind, subject_id=pairing.public_id, recipient=person, data={})
