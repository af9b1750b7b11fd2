"""When periodic work was last begun, kept in a file that may be damaged and is then begun anew."""

from pickle import UnpicklingError

from celery.beat import PersistentScheduler


class LastingScheduler(PersistentScheduler):
    """Celery's own, which gives up at a file that a `kill -9` left half written."""

    def _create_schedule(self) -> None:
        """Read what is kept; where it cannot be read, begin anew: all periodic work may run twice."""
        try:
            super()._create_schedule()  # type: ignore[misc]  # not in the stubs
        except (EOFError, OSError, UnpicklingError, AttributeError, ImportError) as error:
            self._store = self._destroy_open_corrupted_schedule(error)  # type: ignore[attr-defined]  # as above
            super()._create_schedule()  # type: ignore[misc]  # as above
