"""Load the demo programme."""

from datetime import date
from random import Random
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import KeyAccount, Programme
from sponsors.services.silence import mark_silence
from sponsorship.demo.clients import found_clients
from sponsorship.demo.connections import know_each_other
from sponsorship.demo.debriefs import tell_of_meetings
from sponsorship.demo.delegates import stand_in
from sponsorship.demo.diary import live_together
from sponsorship.demo.go_aheads import talk_first
from sponsorship.demo.inside import look_inside
from sponsorship.demo.matching import match_bare_accounts
from sponsorship.demo.names import COMPANY
from sponsorship.demo.people import hire_everyone
from sponsorship.demo.plans import plan_all
from sponsorship.demo.profiles import tell_profiles
from sponsorship.demo.rhythms import agree_on_rhythms
from sponsorship.demo.seasons import hold_reviews, run_seasons
from sponsorship.demo.signals import watch
from sponsorship.demo.sponsorships import pair_all, volunteer_all
from sponsorship.demo.tensions import strain


class Command(BaseCommand):
    help = "Load the demo programme into an empty database; where there are accounts already, nothing is done."

    def handle(self, *args: Any, **options: Any) -> None:
        if KeyAccount.objects.exists():
            self.stdout.write("The programme has accounts already: nothing to load.")
            return
        today = timezone.localdate()
        with transaction.atomic():
            load(Random(2026), today)  # noqa: S311 - a story, not a secret
        self.stdout.write(f"Loaded the demo programme of {COMPANY}.")


def load(random: Random, today: date) -> None:
    """Make the company, its clients, its tandems and its seasons."""
    programme = Programme.current()
    programme.company = COMPANY
    programme.started_on = today.replace(year=today.year - 3, month=1, day=1)
    programme.save()
    people = hire_everyone(random)
    accounts = found_clients(people, random, today=today)
    sponsors = volunteer_all(people, random, today=today)
    pairings = pair_all(people, accounts, sponsors, random, today=today)
    know_each_other(accounts, pairings, today=today)
    tell_profiles(accounts, sponsors, today=today)
    live_together(people, pairings, random, today=today)
    tell_of_meetings(people, accounts, today=today)
    talk_first(people, pairings, today=today)
    stand_in(people, pairings, today=today)
    strain(accounts, today=today)
    plan_all(people, pairings, today=today)
    look_inside(people, pairings, today=today)
    hold_reviews(pairings, random, today=today)
    take_stock()
    watch(people, pairings, today=today)
    agree_on_rhythms(people, pairings, today=today)
    run_seasons(people, today=today)
    match_bare_accounts(people, today=today)
    mark_silence(on=today)


def take_stock() -> None:
    """Let PostgreSQL count what was loaded: it would plan as for empty tables until the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
