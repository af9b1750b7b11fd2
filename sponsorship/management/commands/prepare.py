"""Everything between a fresh clone and a server that can start, in one go."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

PARTS = ["src"]  # the folders of what `assets` puts together


def static_fingerprint() -> str:
    """Return a word that changes when any static file or the way they are stored does."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list(PARTS):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_if_changed() -> None:
    """Collect, name and compress the static files, unless the last time did the same ones."""
    stamp = settings.STATIC_ROOT.with_suffix(".stamp")
    fingerprint = static_fingerprint()
    if stamp.exists() and settings.STATIC_ROOT.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=PARTS)
    stamp.write_text(fingerprint)


class Command(BaseCommand):
    """Bring translations, font, static files and database up to date.

    What is up to date already is left alone, so a second run takes no time.
    """

    requires_system_checks = ()
    help = "Compiles the catalogue, cuts the font, collects static files, migrates the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-database", action="store_true", help="Leave the database alone.")
        parser.add_argument("--demo", action="store_true", help="Load the demo programme too.")

    def handle(self, **options: Any) -> None:
        call_command("compile_catalogue", verbosity=options["verbosity"])
        call_command("subset_font", verbosity=options["verbosity"])
        call_command("assets")
        collect_static_if_changed()
        if not options["no_database"]:
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        if options["demo"]:
            call_command("demo")
            call_command("demo_cast")
