"""Public identifiers as they come from an address or a form."""

from collections.abc import Iterable
from uuid import UUID


def as_uuids(texts: Iterable[str]) -> list[UUID]:
    """Return the identifiers among the texts, in their order; what is none counts for nothing."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
