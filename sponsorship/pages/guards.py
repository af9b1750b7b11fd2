"""Who may open the pages of imports and of setting up."""

from django.core.exceptions import PermissionDenied

from accounts.htmx import UserRequest


def check_may_import(request: UserRequest) -> None:
    """Imports are for programme leads."""
    if not request.user.has_perm("accounts.import_files"):
        raise PermissionDenied
