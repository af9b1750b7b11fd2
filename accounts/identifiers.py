"""Public identifiers as they come from an address or a form, and as they go into one."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.urls import reverse

ANYONE = UUID(int=0)


def addresses(name: str) -> Callable[[UUID], str]:
    """Return how the addresses of a page are made from identifiers: looked up once for a whole list."""
    return pattern(reverse(name, args=[ANYONE])).format


def pattern(path: str) -> str:
    """Return an address that was made for `ANYONE`, with the identifier left open."""
    return path.replace(str(ANYONE), "{}")


def as_uuids(texts: Iterable[str]) -> list[UUID]:
    """Return the identifiers among the texts, in their order; what is none counts for nothing."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
