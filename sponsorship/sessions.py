"""Sessions as Django keeps them in the database, read by a prepared statement: every page begins with one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import DateTimeField
from django.utils import timezone

from accounts.prepared import Given, Prepared

RUNNING = Prepared(
    lambda: Session.objects.filter(
        session_key=Given("key"), expire_date__gt=Given("now", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    """A session of the database."""

    def _get_session_from_db(self) -> Session | None:
        """Return the session, or None where it is none or has run out."""
        found = RUNNING(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None
