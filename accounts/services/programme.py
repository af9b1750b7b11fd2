"""The programme's own settings."""

from django.db import transaction

from accounts.models import Programme, User
from accounts.services.history import save_by
from accounts.services.meanwhile import Read, check_unchanged


@transaction.atomic
def keep_programme(programme: Programme, *, by: User, read: Read | None = None) -> Programme:
    """Keep the settings of the programme. Raises `ChangedMeanwhileError` if they are no longer what was read."""
    current = Programme.objects.select_for_update(of=("self",)).filter(pk=programme.pk).first()
    if current is not None:
        check_unchanged(current, programme, read)
    save_by(programme, by)
    return programme
