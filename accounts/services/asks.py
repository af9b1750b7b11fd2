"""What came of an ask: a yes or a no takes it out of the brief, and the KAM is told."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.choices import AskOutcome
from accounts.models import Ask, AskAnswer, User
from accounts.services.briefs import close
from accounts.services.history import save_by
from accounts.services.notifications import notify


@dataclass(frozen=True)
class Answered:
    """What somebody heard when raising an ask."""

    ask: Ask
    outcome: AskOutcome | str
    line: str = ""


@transaction.atomic
def answer_ask(answered: Answered, *, by: User, on: date) -> AskAnswer:
    """Keep what was heard on a day. Said again for that day, it corrects what was said; the same changes nothing.

    A yes or a no closes the ask; corrected to anything else, it stands in the brief again.
    """
    ask = Ask.objects.select_for_update(of=("self",)).get(pk=answered.ask.pk)
    row = AskAnswer.objects.filter(ask=ask, person=by, said_on=on).first()
    row = row or AskAnswer(ask=ask, person=by, said_on=on)
    if row.pk and (row.outcome, row.line) == (answered.outcome, answered.line):
        return row
    was_final = row.is_final
    row.outcome, row.line = answered.outcome, answered.line
    save_by(row, by)
    if row.is_final:
        close(ask, by=by, on=on)
    elif was_final and not any(other.is_final for other in ask.answers.all()):
        ask.closed_on = None
        save_by(ask, by, update_fields=["closed_on"])
    tell_the_kam(row)
    return row


def tell_the_kam(answer: AskAnswer) -> None:
    """Tell the KAM what was heard, unless the KAM heard it."""
    kam = answer.ask.account.kam
    if kam is not None and kam != answer.person:
        notify("ask_answered", subject_id=answer.public_id, recipient=kam)
