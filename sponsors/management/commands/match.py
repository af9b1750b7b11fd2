"""Match all accounts without a sponsor, without a browser."""

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.models import KeyAccount, User
from sponsors.coverage import accounts_without_sponsor
from sponsors.facts import read_problem, weights_in_force
from sponsors.matching import Assignment, FitTable, Pair, Solution, gap
from sponsors.services.matching import with_pins_that_stand


def thousandths(text: str) -> int:
    """Return a fit of 0 to 100 as thousandths."""
    value = round(float(text) * 10)
    if not 0 <= value <= 1000:
        raise ArgumentTypeError("0 to 100")
    return value


class Command(BaseCommand):
    help = (
        "Find the best sponsors for all accounts without one. Nothing is kept and nobody is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print everything as JSON")
        parser.add_argument(
            "--starts-on", type=date.fromisoformat, help="first day of the pairings"
        )
        parser.add_argument("--minimum", type=thousandths, default=0, help="least fit, 0 to 100")
        parser.add_argument(
            "--ask-everyone", action="store_true", help="count executives who have not volunteered"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        problem = read_problem(
            accounts_without_sponsor(),
            on=options["starts_on"] or timezone.localdate(),
            weights=weights_in_force(),
            minimum=options["minimum"],
            asks_everyone=options["ask_everyone"],
        )
        assignment, dropped = with_pins_that_stand(FitTable(problem))
        solution = assignment.solve()
        if options["json"]:
            self.stdout.write(json.dumps(report(assignment, solution, dropped)))
        else:
            self.print_pairs(solution, len(problem.accounts))

    def print_pairs(self, solution: Solution, accounts: int) -> None:
        """Print the pairs as people read them."""
        names = KeyAccount.objects.in_bulk(solution.pairs)
        people = User.objects.in_bulk(set(solution.pairs.values()))
        for account, person in solution.pairs.items():
            self.stdout.write(f"{names[account]}: {people[person]}")
        self.stdout.write(f"{len(solution.pairs)} / {accounts}")


def report(assignment: Assignment, solution: Solution, dropped: list[Pair]) -> dict[str, Any]:
    """Return what matching was told and found: accounts are rows of `fit`, sponsors its columns, thousandths in it."""
    table = assignment.table
    problem = table.problem
    accounts = {row.pk: row for row in KeyAccount.objects.filter(pk__in=table.row_of)}
    people = {row.pk: row for row in User.objects.filter(pk__in=table.column_of)}
    fit, allowed = table.fit.tolist(), table.allowed.tolist()
    return {
        "accounts": [
            {"id": str(accounts[row.key].public_id), "name": accounts[row.key].name}
            for row in problem.accounts
        ],
        "sponsors": [
            {
                "id": str(people[row.key].public_id),
                "name": people[row.key].full_name,
                "free_places": max(0, row.capacity - row.taken),
            }
            for row in problem.candidates
        ],
        "fit": [
            [value if may else None for value, may in zip(*line, strict=True)]
            for line in zip(fit, allowed, strict=True)
        ],
        "pairs": [
            {
                "account": str(accounts[account].public_id),
                "sponsor": str(people[person].public_id),
                "fit": fit[table.row_of[account]][table.column_of[person]],
            }
            for account, person in solution.pairs.items()
        ],
        "total": {"covered": solution.total.covered, "fit": solution.total.fit},
        "pins_left_out": [
            [str(accounts[account].public_id), str(people[person].public_id)]
            for account, person in dropped
            if person in people
        ],
        "left_out": [
            left_out(table, key, solution.pairs, accounts, people)
            for key in table.row_of
            if key not in solution.pairs
        ],
    }


def left_out(
    table: FitTable,
    account: int,
    pairs: dict[int, int],
    accounts: dict[int, KeyAccount],
    people: dict[int, User],
) -> dict[str, Any]:
    """Return why an account goes without, per sponsor, and what would cover it, the least change first."""
    found = gap(table, account, pairs)
    return {
        "account": str(accounts[account].public_id),
        "reasons": {
            str(people[person].public_id): [str(reason) for reason in reasons]
            for person, reasons in found.reasons.items()
        },
        "ways": [
            {
                "change": str(way.change),
                "sponsors": [str(people[person].public_id) for person in way.people],
            }
            for way in found.ways
        ],
    }
