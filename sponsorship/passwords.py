"""What a password may not be, besides short or common."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Programme, User
from accounts.models.base import fold

LONGEST = 128
OWN_WORDS = {"tandem", "sponsorship", "sponsor", "programme", "password", "motdepasse"}
REMAINS = 8


class LongestPasswordValidator:
    """No longer than a hash should be asked to chew."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse what no person types."""
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say how long it may be."""
        return ngettext(
            "A password has %(n)d character at most.",
            "A password has %(n)d characters at most.",
            LONGEST,
        ) % {"n": LONGEST}


class NamesValidator:
    """Not made of the names of the company, the programme or the person alone."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password of which little remains once the names are taken out."""
        rest = re.sub(r"[\W\d_]", "", fold(password))
        for name in sorted(self.names(user), key=len, reverse=True):
            rest = rest.replace(name, "")
        if len(rest) < REMAINS:
            raise ValidationError(self.get_help_text(), code="password_of_names")

    def names(self, user: User | None) -> set[str]:
        """Return the words that anybody would try first."""
        company = Programme.objects.values_list("company", flat=True).first() or ""
        own = f"{user.first_name} {user.last_name} {user.email}" if user is not None else ""
        words = re.findall(r"[^\W\d_]+", fold(f"{company} {own}"))
        return OWN_WORDS | {word for word in words if len(word) > 2}

    def get_help_text(self) -> str:
        """Say what will not do."""
        return _(
            "Names of the company, the programme or yourself are not enough. A short sentence is."
        )
