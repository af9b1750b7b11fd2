"""`manage.py first_lead EMAIL`: print the link by which the first programme lead comes in."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.services.first_lead import make_first_lead
from accounts.services.invitations import PersonInactiveError, invitation_link


class Command(BaseCommand):
    help = "Make a person the programme lead and print the link by which they choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help='as in --name "Anna Berg"')

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            validate_email(email)
            made = make_first_lead(email, name=options["name"])
        except ValidationError as fault:
            raise CommandError(f"{email} is no e-mail address.") from fault
        except PersonInactiveError as refusal:
            raise CommandError(f"{refusal.person} is not active.") from refusal
        self.stdout.write(
            f"{made.person} is {'added and ' if made.is_new else ''}a programme lead."
        )
        if made.became_administrator:
            self.stdout.write("There was no administrator yet, so they are that as well.")
        self.stdout.write("They choose a password here, once:")
        self.stdout.write(invitation_link(made.person))
