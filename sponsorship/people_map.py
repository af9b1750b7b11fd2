"""Whom of a client's people we know, how well, how well we want to, and what is missing: a fixed number of statements."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import TOP_LEVELS, ConnectionStrength, ContactLevel
from accounts.models import ConnectionLevel, Contact, KeyAccount, User
from sponsors.models import Introduction, Pairing
from sponsorship.brief_reads import LAST_MET
from sponsorship.people_picture import Line, Picture, Tie, draw

# How many people one picture bears, and how many of those who have left are named.
SHOWN, GONE = 60, 12
RANK = {level: place for place, level in enumerate(ContactLevel.values)}


@dataclass
class OnTheMap:
    """A contact, who of us knows them and how well, the best first."""

    contact: Contact
    known: list[ConnectionLevel] = field(default_factory=list)
    introductions: list[Introduction] = field(default_factory=list)
    on: date = date.max

    @property
    def best(self) -> ConnectionLevel | None:
        """The closest connection."""
        return self.known[0] if self.known else None

    @property
    def now(self) -> int:
        """How well we know them."""
        return self.best.level if self.best else ConnectionStrength.UNKNOWN

    @property
    def is_faded(self) -> bool:
        """Whether it is long ago that somebody said so."""
        return self.best is not None and self.best.is_faded(self.on)

    @property
    def lacks(self) -> int:
        """How far we are from what is wanted."""
        return max(0, self.contact.aim - self.now)

    @property
    def days_ago(self) -> int | None:
        """How many days ago somebody of us last met them."""
        last: date | None = getattr(self.contact, "last_day", None)
        return (self.on - last).days if last else None

    @property
    def asked(self) -> Introduction | None:
        """The introduction that waits."""
        return next((row for row in self.introductions if row.is_open), None)


@dataclass(frozen=True)
class Band:
    """Those of one level, or of none."""

    name: str
    people: list[OnTheMap]


@dataclass
class PeopleMap:
    """The people of one client as we know them."""

    account: KeyAccount
    people: list[OnTheMap]
    units: list[tuple[str, int]]
    unit: str | None
    gone: list[Contact]
    pairing: Pairing | None
    on: date
    reader: User

    @cached_property
    def total(self) -> int:
        """How many people are at the client, in all units."""
        return sum(count for _unit, count in self.units)

    @property
    def is_by_unit(self) -> bool:
        """Whether there are too many people for one picture."""
        return self.total > SHOWN and self.unit is None

    @cached_property
    def tops(self) -> list[OnTheMap]:
        """The top executives."""
        return [row for row in self.people if row.contact.is_top]

    @cached_property
    def as_wanted(self) -> int:
        """How many top executives we know as well as we want."""
        return sum(not row.lacks for row in self.tops)

    @cached_property
    def unknown(self) -> list[OnTheMap]:
        """Those whom we want to know and nobody of us does."""
        return [row for row in self.people if row.lacks and not row.now]

    @cached_property
    def too_little(self) -> list[OnTheMap]:
        """Those whom we know less well than we want, the farthest first."""
        rows = (row for row in self.people if row.lacks and row.now)
        return sorted(rows, key=lambda row: -row.lacks)

    @cached_property
    def has_a_word(self) -> bool:
        """Whether the reader may confirm what is said of anybody here."""
        return self.reader in (self.account.kam, self.account.sponsor_person)

    @cached_property
    def fading(self) -> list[tuple[OnTheMap, ConnectionLevel]]:
        """What was said too long ago, the oldest first."""
        pairs = [(row, word) for row in self.people for word in row.known]
        return sorted(
            (pair for pair in pairs if pair[1].is_faded(self.on)), key=lambda pair: pair[1].on
        )

    @cached_property
    def to_confirm(self) -> list[tuple[OnTheMap, ConnectionLevel]]:
        """What waits for this reader's word."""
        return [
            (row, word)
            for row in self.people
            for word in row.known
            if not word.is_faded(self.on) and word.awaits(self.reader) and self.may_say(word)
        ]

    def may_say(self, word: ConnectionLevel) -> bool:
        """Whether the reader may confirm a word, or say it again."""
        return self.has_a_word or word.connection.person == self.reader

    @property
    def bands(self) -> list[Band]:
        """The people by level; those whose level nobody has said come last."""
        found: dict[str, list[OnTheMap]] = defaultdict(list)
        for row in self.people:
            found[row.contact.level].append(row)
        return [
            Band(str(ContactLevel(level).label) if level else "", rows)
            for level, rows in found.items()
        ]


def people_map(
    account: KeyAccount, *, reader: User, on: date, unit: str | None = None
) -> PeopleMap:
    """Read the map of an account: of all, of one unit, or where there are too many of the top executives alone."""
    here = Contact.objects.active().filter(account=account)
    units = sorted(Counter(here.values_list("unit", flat=True)).items())
    if unit is not None:
        here = here.filter(unit=unit)
    elif sum(count for _name, count in units) > SHOWN:
        here = here.filter(level__in=TOP_LEVELS)
    contacts = here.select_related("counterpart").annotate(last_day=LAST_MET).by_level()[:SHOWN]
    people = {contact.pk: OnTheMap(contact, on=on) for contact in contacts}
    for word in words_on(people):
        people[word.connection.contact_id].known.append(word)
    for row in introductions_to(people):
        people[row.contact_id].introductions.append(row)
    gone = Contact.objects.filter(account=account, is_active=False).select_related("successor")
    return PeopleMap(
        account=account,
        people=list(people.values()),
        units=units,
        unit=unit,
        gone=list(gone.order_by("-left_on", "last_name", "pk")[:GONE]),
        pairing=Pairing.objects.active().filter(account=account).with_people().first(),
        on=on,
        reader=reader,
    )


def words_on(contacts: Iterable[int]) -> list[ConnectionLevel]:
    """Return what was said last of each who knows one of these contacts, the closest first."""
    words = ConnectionLevel.objects.last_words().at_clients().with_people()
    rows = words.filter(connection__contact__in=list(contacts))
    return list(rows.order_by("-level", "-on", "pk"))


def introductions_to(contacts: Iterable[int]) -> list[Introduction]:
    """Return the introductions to these contacts that wait or took place, the newest first."""
    rows = Introduction.objects.filter(contact__in=list(contacts), pairing__status="active")
    return list(rows.standing().select_related("colleague").order_by("-asked_at", "-pk"))


def picture_of(page: PeopleMap) -> Picture:
    """Return the picture of a map: of its people, or of its units where there are too many."""
    if page.is_by_unit:
        return draw([("", units_drawn(page))])
    return draw((band.name, [drawn_as(row) for row in band.people]) for band in page.bands)


def drawn_as(row: OnTheMap) -> Line:
    """Return a contact as the picture takes it."""
    contact = row.contact
    return Line(
        name=brief_name(contact),
        detail=contact.title,
        ties=tuple(tie(word, row.on) for word in row.known),
        level=row.now,
        aim=contact.aim,
        is_faded=row.is_faded,
        is_missed=bool(row.lacks) and not row.now,
    )


def tie(word: ConnectionLevel, on: date) -> Tie:
    """Return who knows somebody as the picture takes it."""
    person = word.connection.person
    return Tie(person.pk, brief_name(person), word.level, word.is_faded(on))


def units_drawn(page: PeopleMap) -> list[Line]:
    """Return the units with how many people each has, and who of us knows one of them best."""
    words = ConnectionLevel.objects.last_words().at_clients().with_people()
    found: dict[str, dict[int, Tie]] = defaultdict(dict)
    for word in words.filter(connection__contact__account=page.account).order_by("level", "on"):
        found[word.connection.contact.unit][word.connection.person_id] = tie(word, page.on)
    return [
        Line(
            name=unit or _("No unit named"),
            detail=ngettext("%(n)s person", "%(n)s people", count) % {"n": count},
            ties=tuple(found[unit].values()),
            level=max((one.level for one in found[unit].values()), default=0),
        )
        for unit, count in page.units
    ]


def brief_name(person: Contact | User) -> str:
    """Return a name as a picture has room for it: the initial and the last name."""
    initial = f"{person.first_name[:1]}. " if person.first_name else ""
    return f"{initial}{person.last_name}" or person.full_name


def told(page: PeopleMap) -> str:
    """Say what a map comes to, in a sentence or two."""
    if not page.tops:
        return _("No top executive of this client is named yet.")
    count = len(page.tops)
    facts = {"known": page.as_wanted, "n": count}
    first = ngettext(
        "%(known)s of %(n)s top executive is known as well as we want.",
        "%(known)s of %(n)s top executives are known as well as we want.",
        count,
    )
    missing = sum(not row.now for row in page.tops)
    second = ngettext(
        "Nobody of us knows %(n)s of them.", "Nobody of us knows %(n)s of them.", missing
    )
    return f"{first % facts} {second % {'n': missing}}" if missing else first % facts
