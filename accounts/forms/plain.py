"""Text as people mean it: one way to write each letter, and nothing that hides or turns the line."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _

KEPT = {"\n", "\t"}
HIDDEN = {"Cc", "Cs", "Co", "Cn"}
# Marks that reverse or hide text; the joiners of Persian or Indian scripts are not among them.
TURNING = {chr(sign) for sign in (0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD)} | {
    chr(sign)
    for first, last in ((0x202A, 0x202E), (0x2066, 0x2069))
    for sign in range(first, last + 1)
}


def plain(text: str) -> str:
    """Return the text composed (NFC), without control signs and without marks that turn or hide it."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(
        sign
        for sign in composed
        if sign in KEPT or (sign not in TURNING and unicodedata.category(sign) not in HIDDEN)
    ).strip()


class PlainTextMixin:
    """Cleans each text of a form, and misses a required one of which nothing is left."""

    fields: dict[str, forms.Field]

    def clean(self) -> dict[str, Any]:
        """Make each text plain."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc, attr-defined]
        for name, value in list(cleaned.items()):
            if not isinstance(value, str):
                continue
            cleaned[name] = plain(value)
            if not cleaned[name] and self.fields[name].required:
                self.add_error(name, _("This field is required."))  # type: ignore[attr-defined]
        return cleaned
