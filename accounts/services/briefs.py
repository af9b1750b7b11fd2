"""The words of an executive brief: written by the KAM, checked every ninety days."""

from datetime import date

from django.db import transaction

from accounts.models import Ask, Brief, KeyAccount, NoGo, User
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged
from accounts.services.notifications import cancel


class BriefChangedMeanwhileError(Exception):
    """Somebody else saved the brief while it was being written."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(str(brief))
        self.brief = brief


@transaction.atomic
def write_situation(account: KeyAccount, text: str, *, version: int, by: User, on: date) -> Brief:
    """Keep the five lines and count the brief as checked that day; `version` is the one that was read.

    Raises `BriefChangedMeanwhileError` where another text was saved since. The same text again is only a check.
    """
    brief = locked(account)
    if brief.situation != text:
        if brief.version != version:
            raise BriefChangedMeanwhileError(brief)
        brief.situation = text
        brief.version += 1
    return checked(brief, by=by, on=on)


@transaction.atomic
def check_brief(account: KeyAccount, *, by: User, on: date) -> Brief:
    """Record that the KAM has read the brief and it still holds. Twice on a day is once."""
    brief = locked(account)
    if brief.checked_on == on and brief.checked_by_id == by.pk:
        return brief
    return checked(brief, by=by, on=on)


@transaction.atomic
def save_ask(ask: Ask, *, by: User, read: Read | None = None) -> Ask:
    """Keep an ask, new or changed; one that was closed meanwhile stays closed.

    Raises `ChangedMeanwhileError` if it is no longer what was read.
    """
    current = Ask.objects.select_for_update(of=("self",)).filter(pk=ask.pk).first()
    if current is not None:
        check_unchanged(current, ask, read)
        ask.closed_on = current.closed_on
    if ask.written_by_id is None:
        ask.written_by = by
    save_by(ask, by)
    return ask


@transaction.atomic
def save_no_go(no_go: NoGo, *, by: User) -> NoGo:
    """Keep a subject not to raise, new or changed."""
    if no_go.written_by_id is None:
        no_go.written_by = by
    save_by(no_go, by)
    return no_go


@transaction.atomic
def close(line: Ask | NoGo, *, by: User, on: date) -> None:
    """Take an ask or a no-go out of the brief; it stays in the history. Twice is once."""
    if line.closed_on is None:
        line.closed_on = on
        save_by(line, by, update_fields=["closed_on"])


def locked(account: KeyAccount) -> Brief:
    """Return the account's brief under a row lock, made on first use."""
    Brief.objects.get_or_create(account=account)
    return Brief.objects.select_for_update().get(account=account)


def checked(brief: Brief, *, by: User, on: date) -> Brief:
    """Date the brief and take back the reminder that it is stale."""
    brief.checked_on, brief.checked_by = on, by
    save_by(brief, by)
    cancel("brief_stale", subject_id=brief.account.public_id)
    return brief
