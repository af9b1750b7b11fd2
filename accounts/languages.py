"""In which of the two languages something is read."""

from django.utils.translation import get_language


def is_french() -> bool:
    """Whether the active language is French; what is read in no other is read in English."""
    return (get_language() or "").startswith("fr")
