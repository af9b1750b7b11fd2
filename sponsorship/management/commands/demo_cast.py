"""Say who may sign in to the demo."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sponsorship.demo.people import cast


class Command(BaseCommand):
    help = "Print role, e-mail and password of those who may sign in to the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(cast(), indent=2))
            return
        for person in cast():
            self.stdout.write(f"{person['role']:<16}{person['email']:<34}{person['password']}")
