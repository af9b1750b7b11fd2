"""The demo's matching: what a programme lead looked at this morning, with a pin of last week."""

from datetime import date, timedelta

from accounts.services.jobs import run_job
from accounts.services.organisation import change_kam
from sponsors.coverage import accounts_without_sponsor
from sponsors.findings import Findings
from sponsors.models import MatchingRun
from sponsors.services.matching import start_matching, wish_pair
from sponsorship.demo.people import People


def match_bare_accounts(people: People, *, today: date) -> MatchingRun:
    """Match the accounts without a sponsor twice: once as they are, once with a pair that the lead knows to be right."""
    starts_on = today + timedelta(days=14)
    leave_one_without_kam(people, today=today)
    first = matched(start_matching(by=people.lead, starts_on=starts_on))
    account = accounts_without_sponsor().order_by("name")[:1].get()
    chosen = first.proposals.filter(account=account).first()
    if chosen is not None:
        other = Findings.of_run(first).others(account.pk, than=chosen.person_id)
        wish_pair(
            account,
            other[0].person if other else chosen.person,
            "pin",
            reason="Ils se connaissent depuis dix ans.",
            by=people.lead,
        )
    return matched(start_matching(by=people.lead, starts_on=starts_on, continues=first))


def leave_one_without_kam(people: People, *, today: date) -> None:
    """Let the KAM of the last bare account have left it: nobody can sponsor it before there is another."""
    account = accounts_without_sponsor().order_by("-name")[:1].get()
    change_kam(account, None, on=today - timedelta(days=6), by=people.lead)


def matched(run: MatchingRun) -> MatchingRun:
    """Do the work of a run here and now."""
    if run.job is not None:
        run_job(run.job.public_id)
    run.refresh_from_db()
    return run
