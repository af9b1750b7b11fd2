"""A form that remembers what its reader had read, and shows what others have kept since."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.days import as_written, date_format
from accounts.services.meanwhile import ChangedMeanwhileError, Read, mark_of, mark_of_last


class MeanwhileMixin:
    """For forms of models that two people may edit at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark = mark_of(self.instance, self._meta.fields) if self.instance.pk else ""  # type: ignore[attr-defined]
        self.fields["read"] = forms.CharField(  # type: ignore[attr-defined]
            required=False, max_length=24, initial=mark, widget=forms.HiddenInput
        )

    def what_was_read(self) -> Read:
        """Return what the reader had before them."""
        return Read(tuple(self._meta.fields), self.cleaned_data.get("read", ""))  # type: ignore[attr-defined]

    def compare(self, refusal: ChangedMeanwhileError) -> None:
        """Leave what was typed, ready to be kept once more; say who was quicker and what is kept now, beside each field."""
        typed = dict(self.cleaned_data)  # type: ignore[attr-defined]
        self.add_error(None, who_was_quicker(refusal))  # type: ignore[attr-defined]
        for name in self._meta.fields:  # type: ignore[attr-defined]
            now = getattr(refusal.record, name)
            if name in typed and (typed[name] or None) != (now or None):
                kept = _("Saved now: %(value)s") % {"value": shown(refusal.record, name)}
                self.add_error(name, kept)  # type: ignore[attr-defined]
        data = self.data.copy()  # type: ignore[has-type]
        data["read"] = mark_of(refusal.record, self._meta.fields)  # type: ignore[attr-defined]
        self.data = data


class LastChangeMixin:
    """For forms over a record and its rows, which remember the last change that their reader had before them."""

    is_outrun = False

    def remember(self, histories: Iterable[Any]) -> None:
        """Carry the mark of the last change along, unseen."""
        self.histories = list(histories)
        self.fields["read"] = forms.CharField(  # type: ignore[attr-defined]
            required=False,
            max_length=40,
            initial=mark_of_last(self.histories),
            widget=forms.HiddenInput,
        )

    def compare(self, refusal: ChangedMeanwhileError) -> None:
        """Leave what was typed, ready to be kept once more, and say who was quicker."""
        self.add_error(None, who_was_quicker(refusal))  # type: ignore[attr-defined]
        data = self.data.copy()  # type: ignore[has-type]
        data["read"] = mark_of_last(self.histories)
        self.is_outrun = True
        self.data = data


def who_was_quicker(refusal: ChangedMeanwhileError) -> str:
    """Say who changed the record meanwhile, and when."""
    if not (refusal.by and refusal.at):
        return _("Changed meanwhile. Compare, then save yours once more.")
    at = date_format(timezone.localtime(refusal.at), "SHORT_DATETIME_FORMAT")
    facts = {"who": refusal.by, "at": at}
    return _("Changed meanwhile by %(who)s, %(at)s. Compare, then save yours once more.") % facts


def shown(record: Any, name: str) -> str:
    """Return a fact of a record in words."""
    in_words = getattr(record, f"get_{name}_display", None)
    value = in_words() if in_words else getattr(record, name)
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    return as_written(value) if value not in (None, "") else "–"
