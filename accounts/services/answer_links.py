"""Answers given from an e-mail: a link that serves once, for 72 hours, for that answer alone.

What can be asked so stands in `settings.ANSWER_PURPOSES`, by name; each purpose says whether its question is
still open, shows it, and takes the answer through the same service as the page does.
"""

import hashlib
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts.models import AnswerLink, User
from accounts.models.answer_link import UNSPENT

LIFE = timedelta(hours=72)


class LinkSpentError(Exception):
    """The link has served, is too old, was revoked, or its question is closed."""


class AnswerRefusedError(Exception):
    """A rule stands against the answer; the sentence says which. The link keeps serving."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Purpose(ABC):
    """One kind of question that may be answered from an e-mail."""

    template: ClassVar[str]

    @abstractmethod
    def question(self, link: AnswerLink) -> Mapping[str, Any] | None:
        """Return what the page shows, or nothing where the answer is no longer due from this person."""

    @abstractmethod
    def answer(self, link: AnswerLink, said: Mapping[str, str]) -> None:
        """Take the answer. Raises `AnswerRefusedError`, and `LinkSpentError` where it is no longer due."""


def purpose_named(name: str) -> Purpose:
    """Return the purpose of this name."""
    purposes: Mapping[str, Purpose] = import_string(settings.ANSWER_PURPOSES)
    return purposes[name]


def digest_of(token: str) -> str:
    """Return under what a token is known here."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def issue_link(purpose: str, *, subject_id: UUID | str, person: User, at: datetime) -> str:
    """Make a link for one answer of one person and return its token; an earlier one that has not served is revoked."""
    token = secrets.token_urlsafe(32)
    facts = {"purpose": purpose, "subject_id": subject_id, "person": person}
    try:
        replace_link(facts, token, at)
    except IntegrityError:
        # Another message about the same question left at this very moment.
        replace_link(facts, token, at)
    return token


@transaction.atomic
def replace_link(facts: Mapping[str, Any], token: str, at: datetime) -> None:
    """Revoke what has not served, and keep the digest of the new token."""
    AnswerLink.objects.filter(UNSPENT, **facts).update(revoked_at=at)
    AnswerLink.objects.create(**facts, digest=digest_of(token), made_at=at, expires_at=at + LIFE)


def find_link(token: str, *, at: datetime) -> AnswerLink | None:
    """Return the link of a token, if it still serves and its question is open. Nothing is changed."""
    return open_one(AnswerLink.objects.filter(digest=digest_of(token)), at)


def link_of(public_id: UUID, *, at: datetime) -> AnswerLink | None:
    """Return the link of this identifier, if it still serves and its question is open."""
    return open_one(AnswerLink.objects.filter(public_id=public_id), at)


def open_one(links: Any, at: datetime) -> AnswerLink | None:
    """Return the link whose question is still open."""
    link: AnswerLink | None = links.live(at).select_related("person").first()
    if link is None or purpose_named(link.purpose).question(link) is None:
        return None
    return link


@transaction.atomic
def redeem_link(public_id: UUID, *, at: datetime, take: Callable[[AnswerLink], None]) -> AnswerLink:
    """Use the link up, with the answer that `take` writes: both, or neither.

    Raises `LinkSpentError` the second time, whoever else redeems at the same moment; what `take` raises
    leaves the link as it was.
    """
    links = AnswerLink.objects.select_for_update(of=("self",)).select_related("person")
    link = links.filter(public_id=public_id).live(at).first()
    if link is None:
        raise LinkSpentError
    take(link)
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link
