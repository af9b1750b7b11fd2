"""Numbers with what they count, set as each language sets them."""

from django.utils.translation import get_language

APART = "\N{NARROW NO-BREAK SPACE}"


def with_sign(number: str, sign: str) -> str:
    """Return the number with its sign behind it: "70%" in English, "70 %" with a narrow space in French."""
    return f"{number}{APART if (get_language() or '').startswith('fr') else ''}{sign}"
