"""What comes in an address beside the path."""

from uuid import UUID


def uuid_or_none(text: str) -> UUID | None:
    """Read an identifier; anything else finds nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
