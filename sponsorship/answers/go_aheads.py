"""A yes to a request for a go-ahead, given from the e-mail."""

from collections.abc import Mapping
from typing import Any

from accounts.models import AnswerLink
from accounts.services.answer_links import LinkSpentError, Purpose
from sponsors.choices import GoAheadState, Way
from sponsors.models import GoAhead
from sponsors.services.go_aheads import Answer, GoAheadClosedError, answer_go_ahead


class GoAheadAnswer(Purpose):
    """The KAM's yes. Advice, or a "not now" with its reason, takes signing in."""

    template = "sponsors/go_ahead_answer_link.html"

    def question(self, link: AnswerLink) -> Mapping[str, Any] | None:
        """Show what is asked."""
        go_ahead = asked(link)
        return None if go_ahead is None else {"go_ahead": go_ahead, "person": link.person}

    def answer(self, link: AnswerLink, said: Mapping[str, str]) -> None:
        """Agree through the service that the page uses."""
        go_ahead = asked(link)
        if go_ahead is None:
            raise LinkSpentError
        try:
            answer_go_ahead(go_ahead, Answer(GoAheadState.AGREED, way=Way.EMAIL), by=link.person)
        except GoAheadClosedError as refusal:
            raise LinkSpentError from refusal


def asked(link: AnswerLink) -> GoAhead | None:
    """Return the request that waits for this person's word."""
    rows = GoAhead.objects.visible_to(link.person).with_people()
    go_ahead = rows.filter(public_id=link.subject_id).first()
    may = go_ahead is not None and link.person.has_perm("sponsors.answer_go_ahead", go_ahead)
    return go_ahead if may else None
