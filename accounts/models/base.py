"""What all addressed records share."""

import unicodedata
import uuid

from django.db import models

# Letters that no decomposition parts into a plain one and an accent.
LETTERS = str.maketrans(
    {"’": "'", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def fold(text: str) -> str:
    """Return the text without case and accents, for searching: "Éric L’Hôte" gives "eric l'hote"."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return plain.casefold().translate(LETTERS)


class Addressed(models.Model):
    """A record with an address of its own that cannot be guessed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
