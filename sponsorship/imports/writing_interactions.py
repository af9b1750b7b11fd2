"""Write past interactions: a few statements for a whole chunk."""

from accounts.models import Contact, KeyAccount, User
from reviews.choices import ReviewType, StartedBy
from reviews.models import AccountReview
from sponsors.choices import InteractionKind, Source
from sponsors.models import Interaction, InteractionContact, InteractionPerson, Pairing
from sponsors.services.interactions import side_of
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
    known = {
        row.external_id: row
        for row in Interaction.objects.filter(external_id__in=[plan.key for plan in plans])
    }
    fresh = [plan for plan in plans if plan.key not in known]
    new = [interaction_of(plan, accounts, people, pairings, author) for plan in fresh]
    created = create_all(Interaction, new, author)
    name_participants(list(zip(fresh, created, strict=True)), people)
    name_reviews(list(zip(fresh, created, strict=True)), author)
    written = [
        Written(plan.number, name_of(row), None) for plan, row in zip(fresh, created, strict=True)
    ]
    for plan in plans:
        if plan.key in known:
            values = plan.values | {"side": side_of(plan.values["kind"])}
            before = change(known[plan.key], values, ("day", "kind", "side", "subject"), author)
            written.append(Written(plan.number, name_of(known[plan.key]), before or {}))
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


def name_participants(rows: list[tuple[Plan, Interaction]], people: dict[str, User]) -> None:
    """Write who took part, of us and of the client."""
    persons = []
    named = {key for plan, _row in rows for key in plan.values.get("contacts", [])}
    contacts = {
        contact.external_id: contact for contact in Contact.objects.filter(external_id__in=named)
    }
    met = []
    for plan, row in rows:
        present = {plan.values.get("owner", ""), plan.values.get("executive", "")} & people.keys()
        persons += [
            InteractionPerson(interaction=row, person=people[email]) for email in sorted(present)
        ]
        keys = [key for key in dict.fromkeys(plan.values.get("contacts", [])) if key in contacts]
        met += [
            InteractionContact(interaction=row, contact=contacts[key], level=contacts[key].level)
            for key in keys
        ]
    InteractionPerson.objects.bulk_create(persons, batch_size=500)
    InteractionContact.objects.bulk_create(met, batch_size=500)


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
