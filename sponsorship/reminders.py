"""The scan that writes reminders for what did not happen, or draws near."""

from datetime import datetime

from accounts.models import User
from accounts.services.notifications import notify_many
from sponsorship.messages import KINDS
from sponsorship.messages.base import Reminder


def write_reminders(at: datetime) -> int:
    """Write what is due about that instant, to each reader by their own date; return how many are new.

    May run as often as one likes: a reminder that stands in the ledger stays as it is.
    """
    leads = list(User.objects.leads())
    reminders = ((name, kind) for name, kind in KINDS.items() if isinstance(kind, Reminder))
    return sum(notify_many(kind.drafts(name, at, leads)) for name, kind in reminders)
