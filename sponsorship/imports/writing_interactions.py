"""Write past interactions: a few statements for a whole chunk."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Contact, KeyAccount, User
from reviews.choices import ReviewType, StartedBy
from reviews.models import AccountReview
from sponsors.choices import InteractionKind, Source
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing
from sponsors.services.interaction_ground import side_of
from sponsorship.imports.plans import Plan
from sponsorship.imports.written import Author, Written, accounts_of, change, create_all, name_of


def write_interactions(plans: list[Plan], author: Author) -> list[Written]:
    """Write past interactions: a few statements for the whole chunk."""
    accounts = accounts_of(plans)
    people = people_named(plans)
    running = Pairing.objects.filter(account__in=accounts.values(), started_on__isnull=False)
    pairings: dict[int, list[Pairing]] = {}
    for pairing in running:
        pairings.setdefault(pairing.account_id, []).append(pairing)
    rows = Interaction.objects.filter(external_id__in=[plan.key for plan in plans])
    known = {row.external_id: row for row in rows}
    fresh = [plan for plan in plans if plan.key not in known]
    new = [interaction_of(plan, accounts, people, pairings, author) for plan in fresh]
    created = create_all(Interaction, new, author)
    pairs = list(zip(fresh, created, strict=True))
    name_participants(pairs, people, author)
    name_reviews(pairs, author)
    written = [Written(plan.number, name_of(row), None) for plan, row in pairs]
    again = [(plan, known[plan.key]) for plan in plans if plan.key in known]
    return written + change_known(again, people, author)


def change_known(
    pairs: list[tuple[Plan, Interaction]], people: dict[str, User], author: Author
) -> list[Written]:
    """Set what differs of interactions that are known, and add who is named anew; nobody is taken away."""
    added = name_participants(pairs, people, author, at=timezone.now())
    written = []
    for plan, row in pairs:
        values = plan.values | {"side": side_of(plan.values["kind"])}
        before = change(row, values, ("day", "kind", "side", "subject", "notes"), author) or {}
        if added.get(row.pk):
            before["added"] = added[row.pk]
        written.append(Written(plan.number, name_of(row), before))
    return written


def people_named(plans: list[Plan]) -> dict[str, User]:
    """Return the owners and executives that rows name, by address."""
    named = {
        plan.values[name]
        for plan in plans
        for name in ("owner", "executive")
        if plan.values.get(name)
    }
    return User.objects.in_bulk(list(named), field_name="email")


def interaction_of(
    plan: Plan,
    accounts: dict[str, KeyAccount],
    people: dict[str, User],
    pairings: dict[int, list[Pairing]],
    author: Author,
) -> Interaction:
    """Return the interaction of a row, logged by its named owner."""
    values = plan.values
    account = accounts[values["account"]]
    tied = next((row for row in pairings.get(account.pk, []) if row.ran_on(values["day"])), None)
    return Interaction(
        account=account,
        pairing=tied,
        kind=values["kind"],
        side=side_of(values["kind"]),
        day=values["day"],
        subject=values["subject"],
        notes=values.get("notes", ""),
        logged_by=people.get(values.get("owner", ""), author.person),
        source=Source.IMPORT,
        external_id=plan.key,
    )


def name_participants(
    pairs: list[tuple[Plan, Interaction]],
    people: dict[str, User],
    author: Author,
    *,
    at: datetime | None = None,
) -> dict[int, dict[str, list[int]]]:
    """Write who took part, of us and of the client; return those who were not there yet, by interaction.

    Without `at` the history names them at the moment at which their interaction was logged.
    """
    named = {key for plan, _row in pairs for key in plan.values.get("contacts", [])}
    contacts = {
        contact.external_id: contact for contact in Contact.objects.filter(external_id__in=named)
    }
    rows = [row.pk for _plan, row in pairs]
    present = InteractionPerson.objects.filter(interaction__in=rows)
    seen = set(present.values_list("interaction_id", "person_id"))
    guests = InteractionContact.objects.filter(interaction__in=rows)
    met = set(guests.values_list("interaction_id", "contact_id"))
    added: dict[int, dict[str, list[int]]] = {}
    persons, visitors = [], []
    for plan, row in pairs:
        emails = {plan.values.get("owner", ""), plan.values.get("executive", "")} & people.keys()
        new = [people[email] for email in sorted(emails) if (row.pk, people[email].pk) not in seen]
        keys = [key for key in plan.values.get("contacts", []) if key in contacts]
        others = [contacts[key] for key in keys if (row.pk, contacts[key].pk) not in met]
        persons += [InteractionPerson(interaction=row, person=person) for person in new]
        visitors += [
            InteractionContact(interaction=row, contact=contact, level=contact.level)
            for contact in others
        ]
        if new or others:
            added[row.pk] = {
                "people": [person.pk for person in new],
                "contacts": [contact.pk for contact in others],
            }
    for part in (*persons, *visitors):
        part._history_date = at or part.interaction.logged_at  # type: ignore[attr-defined]  # noqa: SLF001 - simple-history's documented way
    create_all(InteractionPerson, persons, author)
    create_all(InteractionContact, visitors, author)
    return added


def name_reviews(rows: list[tuple[Plan, Interaction]], author: Author) -> None:
    """Write the account review that an interaction was, with who started it as far as the file says."""
    reviews = [
        AccountReview(
            interaction=row,
            type=ReviewType.STRATEGIC,
            started_by=plan.values.get("started_by", StartedBy.US),
        )
        for plan, row in rows
        if row.kind == InteractionKind.REVIEW
    ]
    create_all(AccountReview, reviews, author)
