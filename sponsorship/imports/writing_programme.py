"""Write sponsors, running pairings and account teams, through the services that keep the rules."""

from django.db import transaction

from accounts.choices import RowOutcome, TeamRole
from accounts.models import User
from accounts.services.organisation import join_team
from sponsors.models import Sponsor
from sponsors.services.departures import flag_departures_of
from sponsors.services.eligibility import PairingRefusedError
from sponsors.services.pairings import record_running_pairing
from sponsors.services.profiles import ProfileAnswers
from sponsors.services.sponsors import volunteer
from sponsorship.imports.checking_programme import DEFAULT_CAPACITY
from sponsorship.imports.plans import Plan, only
from sponsorship.imports.world import SPONSOR
from sponsorship.imports.written import Author, Written, accounts_of, change, name_of


def write_sponsors(plans: list[Plan], author: Author) -> list[Written]:
    """Write sponsors' profiles: a new one through the service that a page uses, a known one field by field."""
    people = User.objects.in_bulk([plan.key for plan in plans], field_name="email")
    known = {
        sponsor.person.email: sponsor
        for sponsor in Sponsor.objects.filter(person__in=people.values()).select_related("person")
    }
    written = []
    for plan in plans:
        if sponsor := known.get(plan.key):
            values = plan.values | {"is_volunteer": True}
            before = change(sponsor, values, (*SPONSOR, "is_volunteer"), author)
            flag_departures_of(sponsor)
            written.append(Written(plan.number, name_of(sponsor), before or {}))
        else:
            sponsor = begin_profile(people[plan.key], plan, author)
            written.append(Written(plan.number, name_of(sponsor), None))
    return written


def begin_profile(person: User, plan: Plan, author: Author) -> Sponsor:
    """Make the person of a row a sponsor."""
    facts = only(plan.values, ("capacity", "available_until", "motivation", "expertise"))
    return volunteer(
        person,
        ProfileAnswers(**({"capacity": DEFAULT_CAPACITY} | facts)),
        by=author.person,
        on=plan.values.get("volunteered_on", author.on),
    )


def write_pairings(plans: list[Plan], author: Author) -> list[Written]:
    """Write running pairings through the service that keeps the rules."""
    accounts = accounts_of(plans)
    sponsors = {row.person.email: row for row in Sponsor.objects.select_related("person")}
    written = []
    for plan in plans:
        try:
            with transaction.atomic():
                pairing = record_running_pairing(
                    accounts[plan.values["account"]],
                    sponsors[plan.values["sponsor"]],
                    since=plan.values["since"],
                    until=plan.values.get("until"),
                    by=author.person,
                )
        except PairingRefusedError:
            plan.outcome = RowOutcome.REFUSED
            plan.refuse("", "moved_on")
        else:
            written.append(Written(plan.number, name_of(pairing), None))
    return written


def write_members(plans: list[Plan], author: Author) -> list[Written]:
    """Write account teams."""
    accounts = accounts_of(plans)
    people = User.objects.in_bulk([plan.values["member"] for plan in plans], field_name="email")
    written = []
    for plan in plans:
        since = plan.values.get("since", author.on)
        member = join_team(
            accounts[plan.values["account"]],
            people[plan.values["member"]],
            TeamRole.TEAM,
            on=since,
            by=author.person,
        )
        written.append(Written(plan.number, name_of(member), None))
    return written
