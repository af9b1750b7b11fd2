"""What a kind of message is, and where the project's kinds are found.

The kinds themselves stand on the top floor (`settings.NOTIFICATION_KINDS`), since their words join
all floors. Here stands only what delivery and the inbox ask of them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from accounts.models import Notification, User
from accounts.services.local_time import zone_of


class UnknownKindError(Exception):
    """No kind of message, or of job, has this name."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class SubjectGoneError(Exception):
    """The thing a message is about is gone, or no longer the reader's to know of."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along with an e-mail: made when the letter is composed, never kept."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """What a reader gets to read, in their language: a few lines and the one thing to do."""

    subject: str
    lines: tuple[str, ...]
    action_label: str = ""
    action_path: str = ""
    is_list: bool = False
    attachments: tuple[Attachment, ...] = ()


class Kind(ABC):
    """One kind of message: how to find what it is about, whether it still holds, and its words.

    `message` and `holds` ask the database nothing: all they need comes with `find`, one query for
    any number of rows of one reader.
    """

    label: ClassVar[str | Promise]
    is_urgent: ClassVar[bool] = False
    # Whether nobody but its reader may know of it: no mailbox page shows it, and no daily e-mail carries it.
    is_private: ClassVar[bool] = False

    @abstractmethod
    def find(self, reader: User, subject_ids: Iterable[str]) -> Mapping[str, Any]:
        """Return what the reader may see of the subjects, by identifier."""

    @abstractmethod
    def message(self, thing: Any, notification: Notification) -> Message:
        """Return the words, in the language that is active."""

    def holds(self, thing: Any, notification: Notification) -> bool:
        """Whether there is still a reason to send it."""
        return True

    def still_due(self, notification: Notification) -> bool:
        """Whether it should be sent now: the reader is there, may see the thing, and the fact holds."""
        reader = notification.recipient
        if not reader.is_active:
            return False
        thing = self.find(reader, [notification.subject_id]).get(notification.subject_id)
        return thing is not None and self.holds(thing, notification)

    def render(self, notification: Notification) -> Message:
        """Return the words in the reader's language and time zone; raise `SubjectGoneError` without a subject."""
        reader = notification.recipient
        thing = self.find(reader, [notification.subject_id]).get(notification.subject_id)
        if thing is None:
            raise SubjectGoneError
        with translation.override(language_of(reader)), timezone.override(zone_of(reader)):
            return self.message(thing, notification)

    def mailed(self, notification: Notification) -> Message:
        """Return the words as they leave by e-mail, where a kind may put in a link that serves once, with their files.

        Raises `SubjectGoneError` without a subject.
        """
        reader = notification.recipient
        thing = self.find(reader, [notification.subject_id]).get(notification.subject_id)
        if thing is None:
            raise SubjectGoneError
        with translation.override(language_of(reader)), timezone.override(zone_of(reader)):
            message = self.message(thing, notification)
            return replace(message, attachments=self.files(thing, notification))

    def files(self, thing: Any, notification: Notification) -> tuple[Attachment, ...]:
        """Return what goes along by e-mail, in the language that is active; this may ask the database."""
        return ()


def all_kinds() -> Mapping[str, Kind]:
    """Return the project's kinds of messages by name."""
    kinds: Mapping[str, Kind] = import_string(settings.NOTIFICATION_KINDS)
    return kinds


def private_kinds() -> list[str]:
    """Return the names of the kinds of which nobody but the reader may know."""
    return [name for name, kind in all_kinds().items() if kind.is_private]


def kind_named(name: str) -> Kind:
    """Return the kind of this name."""
    try:
        return all_kinds()[name]
    except KeyError:
        raise UnknownKindError(name) from None


def messages_of(reader: User, rows: Iterable[Notification]) -> dict[int, Message]:
    """Return the words of a reader's messages by row, in the language that is active: one search for each kind.

    What a message was about may be gone: then it has no words.
    """
    by_kind: dict[str, list[Notification]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    words: dict[int, Message] = {}
    with timezone.override(zone_of(reader)):
        for name, of_kind in by_kind.items():
            kind = all_kinds().get(name)
            things = kind.find(reader, {row.subject_id for row in of_kind}) if kind else {}
            for row in of_kind:
                if kind is not None and row.subject_id in things:
                    words[row.pk] = kind.message(things[row.subject_id], row)
    return words


def language_of(person: User) -> str:
    """Return the language in which the person reads."""
    return person.language or settings.LANGUAGE_CODE
