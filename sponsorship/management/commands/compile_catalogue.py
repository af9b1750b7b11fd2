"""Turn the translations into what Python reads, without the gettext programs."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def compile_if_newer(catalogue: Path) -> bool:
    """Write the `.mo` beside this `.po` where it is missing or older; tell whether it was."""
    compiled = catalogue.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
        return False
    # Written aside and moved into place: a server that starts meanwhile reads a whole file.
    draft = catalogue.with_suffix(".mo.new")
    polib.pofile(str(catalogue)).save_as_mofile(str(draft))
    draft.replace(compiled)
    return True


class Command(BaseCommand):
    """Compile each catalogue that changed since it was last compiled."""

    requires_system_checks = ()
    help = "Compiles locale/*/LC_MESSAGES/*.po where the .mo is missing or older."

    def handle(self, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for catalogue in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if compile_if_newer(catalogue) and options["verbosity"]:
                    self.stdout.write(f"Compiled {catalogue.relative_to(folder)}")
