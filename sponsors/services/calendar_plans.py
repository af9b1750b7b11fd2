"""What a calendar file plans, moves or cancels; the same file twice changes nothing."""

import datetime as dt
import hashlib
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import KeyAccount, User
from sponsors.models import Interaction
from sponsors.services.drafts import Draft
from sponsors.services.interaction_course import move_interaction
from sponsors.services.interactions import plan_interaction

PREFIX = "ics:"


class AlreadyPlannedError(Exception):
    """A colleague has planned the same event on the same account meanwhile."""


def external_id_of(uid: str, account: KeyAccount) -> str:
    """Return under what an event of a calendar is known on an account; its own identifier may be of any length."""
    digest = hashlib.sha256(f"{account.public_id} {uid}".encode("utf-8", "replace")).hexdigest()
    return f"{PREFIX}{digest[:56]}"


def plan_from_calendar(account: KeyAccount, draft: Draft, *, by: User, on: date) -> Interaction:
    """Plan an event as if by hand, go-ahead and all. The same draft again returns what is kept.

    Raises `AlreadyPlannedError`, and what planning raises.
    """
    try:
        with transaction.atomic():
            return plan_interaction(account, draft, by=by, on=on)
    except IntegrityError as error:
        raise AlreadyPlannedError from error


@transaction.atomic
def move_from_calendar(
    interaction: Interaction, *, day: date, at: dt.time | None, version: int, by: User, on: date
) -> Interaction:
    """Move what came from a calendar to where a newer version has it; an older one changes nothing."""
    locked = Interaction.objects.select_for_update(of=("self",)).get(pk=interaction.pk)
    if locked.external_version is None or locked.external_version >= version:
        return locked
    moved = move_interaction(locked, day=day, at=at, by=by, on=on)
    # The history has the move itself; which file said so is no fact of its own.
    Interaction.objects.filter(pk=moved.pk).update(external_version=version)
    moved.external_version = version
    return moved
