"""Take an applied import back, as far as nothing builds on it: the history says what has changed since."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone

from accounts.choices import ImportState, TeamRole
from accounts.models import ImportBatch, ImportRow, OrganisationLock, TeamMember, User
from accounts.queries import ReportingLine
from accounts.services.history import remove_by, save_by, update_all_by
from accounts.services.organisation import InactiveKamError, change_kam, organisation_changed
from reviews.models import AccountReview
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing

CHUNK = 500
REASON = "undo of an import"
PERSON, ACCOUNT = "accounts.user", "accounts.keyaccount"
PAIRING, INTERACTION = "sponsors.pairing", "sponsors.interaction"
# What the programme itself keeps up to date: nobody has typed it.
OF_ITSELF = {
    "conflict_since",
    "conflict_path",
    "departure",
    "departure_since",
    "kam_left_since",
}
# What hangs on a record and would go with it, though a person has typed it.
HANGING = {
    ACCOUNT: (
        ("accounts.brief", "account"),
        ("accounts.contact", "account"),
        ("accounts.annualfigures", "account"),
        ("accounts.ask", "account"),
        ("accounts.nogo", "account"),
        ("accounts.clientevent", "account"),
        ("sponsors.sponsorinterest", "account"),
    ),
    "sponsors.sponsor": (
        ("sponsors.sponsorinterest", "sponsor"),
        ("sponsors.sponsorexperience", "sponsor"),
    ),
    INTERACTION: (
        ("sponsors.nextstep", "interaction"),
        ("reviews.decision", "review__interaction"),
    ),
}


class NotUndoableError(Exception):
    """Something builds on what the import brought."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@transaction.atomic
def undo(batch: ImportBatch, *, by: User, on: date) -> int:
    """Take an applied import back: what it made is removed, what it changed is as it was. Twice is once.

    Raises `NotUndoableError` and leaves everything as it is, where something builds on it.
    """
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.UNDONE:
        return 0
    OrganisationLock.take()
    for rows in chunks_of(batch):
        check_untouched(rows, batch.applied_at or timezone.now())
    count = 0
    for rows in chunks_of(batch, first=partial(free_reports, by=by)):
        restore([row for row in rows if row.before], by=by, on=on)
        remove([row for row in rows if row.before is None], by=by)
        count += len(rows)
    organisation_changed()
    batch.state = ImportState.UNDONE
    batch.save(update_fields=["state"])
    return count


def chunks_of(
    batch: ImportBatch, *, first: Callable[[list[int]], None] | None = None
) -> Iterator[list[ImportRow]]:
    """Yield the rows that wrote something, the last ones first; `first` is called with all records made."""
    wrote = batch.rows.exclude(target="")
    if first is not None:
        made = wrote.filter(before__isnull=True, target__startswith=f"{PERSON}:")
        first([key_of(target) for target in made.values_list("target", flat=True)])
    rows = wrote.order_by("-number").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def key_of(target: str) -> int:
    """Return the key of what a row wrote."""
    return int(target.rpartition(":")[2])


def by_model(rows: Iterable[ImportRow]) -> dict[str, list[int]]:
    """Return the keys of what rows wrote, by the label of their model."""
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(row.target.rpartition(":")[0], []).append(key_of(row.target))
    return keys


def check_untouched(rows: list[ImportRow], until: datetime) -> None:
    """Refuse if anybody has changed since what the rows wrote, or has hung something on what they made."""
    for label, keys in by_model(rows).items():
        refuse(changed_since(apps.get_model(label), keys, until))
        if label == ACCOUNT:
            refuse(new_kam_since(keys, until))
    for label, keys in by_model(row for row in rows if row.before is None).items():
        for other, path in HANGING.get(label, ()):
            refuse(apps.get_model(other).objects.filter(**{f"{path}__in": keys}).first())
        refuse(CHECKS[label](keys, until) if label in CHECKS else None)


def refuse(record: Model | None) -> None:
    """Raise `NotUndoableError` for a record that is there."""
    if record is not None:
        raise NotUndoableError(str(record))


def changed_since(model: Any, keys: list[int], until: datetime) -> Model | None:
    """Return a record that is no longer what its history says it was then."""
    history = model.history.model
    rows = history.objects.filter(id__in=keys, history_date__lte=until)
    then = {row.id: row for row in rows.order_by("history_date", "history_id")}
    names = [field.attname for field in history.tracked_fields if field.name not in OF_ITSELF]
    for record in model.objects.filter(pk__in=keys):
        past = then.get(record.pk)
        if past is None or any(getattr(past, name) != getattr(record, name) for name in names):
            return record
    return None


def new_kam_since(keys: list[int], until: datetime) -> Model | None:
    """Return the seat of a KAM who has come to one of these accounts since then."""
    rows = TeamMember.history.filter(
        account_id__in=keys, role=TeamRole.KAM, history_date__lte=until
    )
    then = {row.id: row for row in rows.order_by("history_date", "history_id")}
    seated = {row.id for row in then.values() if row.to_day is None and row.history_type != "-"}
    now = TeamMember.objects.current().filter(account__in=keys, role=TeamRole.KAM)
    return now.exclude(pk__in=seated).select_related("account", "person").first()


def joined(keys: list[int], until: datetime) -> Model | None:
    """Return a person who has signed in, or got a role."""
    people = User.objects.filter(pk__in=keys)
    return people.filter(last_login__isnull=False).first() or (
        people.filter(groups__isnull=False).first()
    )


def team_beside_the_kam(keys: list[int], until: datetime) -> Model | None:
    """Return a colleague of the KAM."""
    members = TeamMember.objects.filter(account__in=keys).exclude(role=TeamRole.KAM)
    return members.select_related("account", "person").first()


def held_since(keys: list[int], until: datetime) -> Model | None:
    """Return what was logged for one of these pairings since then."""
    since = Interaction.history.filter(pairing_id__in=keys, history_date__gt=until)
    return Interaction.objects.filter(pk__in=since.values("id")).first()


def changed_review(keys: list[int], until: datetime) -> Model | None:
    """Return an account review on which somebody has worked."""
    reviews = AccountReview.objects.filter(interaction__in=keys).values_list("pk", flat=True)
    return changed_since(AccountReview, list(reviews), until)


CHECKS = {
    PERSON: joined,
    ACCOUNT: team_beside_the_kam,
    PAIRING: held_since,
    INTERACTION: changed_review,
}


def restore(rows: list[ImportRow], *, by: User, on: date) -> None:
    """Set changed records back to what stood there before."""
    line: list[int] = []
    for row in rows:
        label, _sign, key = row.target.rpartition(":")
        record = apps.get_model(label).objects.get(pk=key)
        before = dict(row.before or {})
        if "added" in before:
            take_away(record, before.pop("added"), by=by)
        if "kam" in before:
            restore_kam(record, before.pop("kam"), by=by, on=on)
        for name, value in before.items():
            setattr(record, name, record._meta.get_field(name).to_python(value))
        if before:
            save_by(record, by, because=REASON)
        if "manager_id" in before:
            line.append(record.pk)
    check_line(line)


def take_away(interaction: Any, added: dict[str, list[int]], *, by: User) -> None:
    """Take those away from an interaction whom the import has added to it."""
    at = timezone.now()
    ours = InteractionPerson.objects.filter(interaction=interaction)
    guests = InteractionContact.objects.filter(interaction=interaction)
    for rows in (
        ours.filter(person__in=added["people"]),
        guests.filter(contact__in=added["contacts"]),
    ):
        for row in rows:
            remove_by(row, by, at=at, because=REASON)


def restore_kam(account: Any, former: int | None, *, by: User, on: date) -> None:
    """Give an account back to its former KAM."""
    kam = User.objects.get(pk=former) if former else None
    try:
        change_kam(account, kam, on=on, by=by)
    except InactiveKamError as error:
        raise NotUndoableError(str(error.person)) from error


def check_line(keys: list[int]) -> None:
    """Refuse if former managers would now close a circle (R8)."""
    line = ReportingLine.load()
    for key in keys:
        manager = line.manager_of.get(key)
        if manager is not None and line.path_up(manager, key):
            raise NotUndoableError(str(User.objects.get(pk=key)))


def remove(rows: list[ImportRow], *, by: User) -> None:
    """Remove what the import made, unless something stands on it."""
    for label, keys in by_model(rows).items():
        try:
            if label == PAIRING:
                untie(keys, by=by)
            if label == INTERACTION:
                for part in (AccountReview, InteractionPerson, InteractionContact):
                    delete_all(part.objects.filter(interaction__in=keys), by=by)
            delete_all(apps.get_model(label).objects.filter(pk__in=keys), by=by)
        except ProtectedError as error:
            raise NotUndoableError(str(next(iter(error.protected_objects)))) from error


def free_reports(keys: list[int], *, by: User) -> None:
    """Let people who are to be removed report to nobody, so that they do not stand on each other."""
    for start in range(0, len(keys), CHUNK):
        people = list(
            User.objects.filter(pk__in=keys[start : start + CHUNK], manager__isnull=False)
        )
        for person in people:
            person.manager = None
        update_all_by(people, by, fields=["manager"], because=REASON)


def untie(keys: list[int], *, by: User) -> None:
    """Free what was tied to pairings when they came, and the sponsors' seats."""
    tied = list(Interaction.objects.filter(pairing__in=keys))
    for interaction in tied:
        interaction.pairing = None
    update_all_by(tied, by, fields=["pairing"], because=REASON)
    for pairing in Pairing.objects.filter(pk__in=keys).select_related("sponsor"):
        seats = TeamMember.objects.filter(account_id=pairing.account_id, role=TeamRole.SPONSOR)
        delete_all(seats.filter(person_id=pairing.sponsor.person_id), by=by)


def delete_all(records: Iterable[Any], *, by: User) -> None:
    """Delete records, and let the history say who did."""
    found = list(records)
    for record in found:
        record._history_user, record._change_reason = by, REASON  # noqa: SLF001 - simple-history's documented way
    if found:
        collector = Collector(using=DEFAULT_DB_ALIAS)
        collector.collect(found)
        collector.delete()
