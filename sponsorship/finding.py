"""Finding things by a few letters: each kind through its own door, first as it was typed, then with one error."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet, Value

from accounts.models import Ask, Contact, KeyAccount, User
from accounts.models.contact import AskQuerySet, ContactQuerySet
from accounts.models.key_account import KeyAccountQuerySet
from accounts.models.searching import Overlap, Place, is_near, words_of
from accounts.models.user import UserQuerySet
from sponsorship.listing import Line, lines

EACH = 8
# So many of a kind, those that share most with what was typed, are looked at letter by letter.
CANDIDATES = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that is found: all of it, the door to what somebody may see, the way to its client."""

    name: str
    rows: Callable[[], Any]
    door: Callable[[Any, User], Any]
    client: str = ""


# The door comes last: what it asks would be copied with every step behind it.
KINDS = (
    Kind("accounts", KeyAccount.objects.all, KeyAccountQuerySet.listed_to),
    Kind("contacts", Contact.objects.active, ContactQuerySet.visible_to, "account"),
    Kind("people", User.objects.active, UserQuerySet.visible_to),
    Kind("asks", Ask.objects.open, AskQuerySet.visible_to, "account"),
)


@dataclass
class Found:
    """What a search brought, at most eight of a kind; `is_near` where nothing holds the words as they were typed."""

    accounts: list[Line] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    is_near: bool = False

    def __bool__(self) -> bool:
        return bool(self.count)

    @property
    def count(self) -> int:
        """How many things were found."""
        return len(self.accounts) + len(self.contacts) + len(self.people) + len(self.asks)


Keys = dict[str, list[int]]


def find(user: User, text: str, *, on: date) -> Found:
    """Return what the person may see that holds each word of the text, or where there is little, comes near it."""
    words = words_of(text)
    if not words:
        return Found()
    keys = held(user, words)
    is_near = not any(keys.values())
    if sum(map(len, keys.values())) < EACH:
        add_near(keys, user, words)
    return Found(
        accounts=in_order(lambda some: lines_of(some, user, on), keys["accounts"]),
        contacts=in_order(contacts_of, keys["contacts"]),
        people=in_order(people_of, keys["people"]),
        asks=in_order(asks_of, keys["asks"]),
        is_near=is_near and any(keys.values()),
    )


def held(user: User, words: tuple[str, ...]) -> Keys:
    """Return the keys of what holds each word, where it begins with them first: one statement for all kinds."""
    parts = [
        kind.door(
            kind.rows()
            .filter(search_text__holds=words)
            .order_by(Place(words), "search_text", "pk")
            .values_list(Value(kind.name), "pk"),
            user,
        )[:EACH]
        for kind in KINDS
    ]
    keys: Keys = {kind.name: [] for kind in KINDS}
    for name, pk in side_by_side(parts):
        keys[name].append(pk)
    return keys


def add_near(keys: Keys, user: User, words: tuple[str, ...]) -> None:
    """Add what holds the words but for one error in each; words of a client's name count with one of its own."""
    parts = [candidates(kind, user, words) for kind in KINDS]
    for name, pk, text, client in side_by_side(parts):
        some = keys[name]
        if len(some) < EACH and pk not in some and comes_near(words, text.split(), client.split()):
            some.append(pk)


def candidates(kind: Kind, user: User, words: tuple[str, ...]) -> QuerySet[Any]:
    """Return what may come near the words, what shares most with them first."""
    rows = kind.rows()
    client: Any = Value("")
    if kind.client and len(words) > 1:
        client = F(f"{kind.client}__search_text")
        # One of the record's own, which an index finds: the client is asked about these alone.
        rows = rows.filter(Q(*map(near, words), _connector=Q.OR))
        for word in words:
            rows = rows.filter(near(word) | near(word, f"{kind.client}__"))
    else:
        rows = rows.filter(search_text__comes_near=words)
    order = Overlap(words).desc(), "search_text", "pk"
    told = rows.order_by(*order).values_list(Value(kind.name), "pk", "search_text", client)
    return kind.door(told, user)[:CANDIDATES]


def comes_near(words: Iterable[str], own: list[str], clients: list[str]) -> bool:
    """Whether each word is one of the record's own or of its client's but for one error, and one its own."""
    own_ones = [any(is_near(word, one) for one in own) for word in words]
    return any(own_ones) and all(
        is_own or any(is_near(word, one) for one in clients)
        for word, is_own in zip(words, own_ones, strict=True)
    )


def near(word: str, path: str = "") -> Q:
    """What may come near one word."""
    return Q(**{f"{path}search_text__comes_near": (word,)})


def side_by_side(parts: Iterable[QuerySet[Any]]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of several querysets, each in its own order and up to its own limit: one statement."""
    told: list[str] = []
    parameters: list[Any] = []
    for part in parts:
        try:
            sql, some = part.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            continue
        # Neither database takes ORDER BY and LIMIT in a part of a UNION as they are: they go inside.
        told.append(f"SELECT * FROM ({sql}) AS part{len(told)}")  # noqa: S608 - put together by Django
        parameters += some
    if told:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(told), parameters)
            yield from cursor.fetchall()


def in_order(load: Callable[[list[int]], Iterable[Any]], keys: list[int]) -> list[Any]:
    """Return the records of these keys in their order, without a statement where there are none."""
    rows = {row.pk: row for row in load(keys)} if keys else {}
    return [rows[key] for key in keys if key in rows]


def lines_of(keys: list[int], user: User, on: date) -> Iterator[Line]:
    """Return accounts as their line shows them."""
    return lines(KeyAccount.objects.filter(pk__in=keys), user, on=on)


def contacts_of(keys: list[int]) -> QuerySet[Contact]:
    """Return contacts as their line shows them."""
    shown = ("first_name", "last_name", "title", "account__name", "account__public_id")
    return Contact.objects.filter(pk__in=keys).select_related("account").only("public_id", *shown)


def people_of(keys: list[int]) -> QuerySet[User]:
    """Return people as their line shows them."""
    shown = ("public_id", "first_name", "last_name", "email", "job_title", "city")
    return User.objects.filter(pk__in=keys).only(*shown)


def asks_of(keys: list[int]) -> QuerySet[Ask]:
    """Return asks as their line shows them."""
    joined = Ask.objects.filter(pk__in=keys).select_related("account", "contact")
    return joined.only(
        "text",
        "level",
        "account__name",
        "account__public_id",
        "contact__public_id",
        "contact__first_name",
        "contact__last_name",
    )
