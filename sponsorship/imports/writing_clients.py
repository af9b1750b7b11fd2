"""Write contacts and annual figures."""

from accounts.models import AnnualFigures, Contact
from sponsorship.imports.plans import Plan, only
from sponsorship.imports.world import CONTACT, FIGURES, key_of
from sponsorship.imports.written import (
    Author,
    Written,
    accounts_of,
    change,
    create_all,
    name_of,
)


def write_contacts(plans: list[Plan], author: Author) -> list[Written]:
    """Write contacts."""
    accounts = accounts_of(plans)
    known = {
        contact.external_id: contact
        for contact in Contact.objects.filter(external_id__in=[plan.key for plan in plans])
    }
    fresh = [plan for plan in plans if plan.key not in known]
    new = [
        Contact(
            external_id=plan.key,
            account=accounts[plan.values["account"]],
            **only(plan.values, CONTACT),
        )
        for plan in fresh
    ]
    created = {contact.external_id: contact for contact in create_all(Contact, new, author)}
    written = [Written(plan.number, name_of(created[plan.key]), None) for plan in fresh]
    for plan in plans:
        if plan.key in known:
            values = plan.values | {"account": accounts[plan.values["account"]]}
            before = change(known[plan.key], values, CONTACT, author)
            written.append(Written(plan.number, name_of(known[plan.key]), before or {}))
    return written


def write_figures(plans: list[Plan], author: Author) -> list[Written]:
    """Write annual figures."""
    accounts = accounts_of(plans)
    rows = AnnualFigures.objects.filter(account__in=accounts.values()).select_related("account")
    known = {(key_of(row.account), row.year): row for row in rows}
    fresh = [plan for plan in plans if tuple(plan.key) not in known]
    new = [
        AnnualFigures(
            account=accounts[plan.values["account"]],
            year=plan.values["year"],
            **only(plan.values, FIGURES),
        )
        for plan in fresh
    ]
    written = [
        Written(plan.number, name_of(row), None)
        for plan, row in zip(fresh, create_all(AnnualFigures, new, author), strict=True)
    ]
    written += [
        Written(plan.number, name_of(row), change(row, plan.values, FIGURES, author) or {})
        for plan in plans
        if (row := known.get(tuple(plan.key))) is not None
    ]
    return written
