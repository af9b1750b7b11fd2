"""Put the style sheets and the scripts together: one request each."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

BUNDLES = {"css/tandem.css": "css/src/*.css", "js/tandem.js": "js/src/*.js"}
# Comments and indentation stay in the parts. A script's comments stand on lines of their own.
REMARKS = {
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"^\s*//.*$", re.MULTILINE),
}


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Write static/css/tandem.css and static/js/tandem.js from their parts, in the order of their names."

    def handle(self, *args: Any, **options: Any) -> None:
        for target, parts in BUNDLES.items():
            bundle(settings.BASE_DIR / "static", target, parts)


def bundle(static: Path, target: str, parts: str) -> None:
    """Write one bundle; a file that is already so is left alone."""
    text = "".join(lean(part) for part in sorted(static.glob(parts)))
    path = static / target
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def lean(part: Path) -> str:
    """Return a part without its remarks, its indentation and its empty lines."""
    text = REMARKS[part.suffix].sub("", part.read_text(encoding="utf-8"))
    return "".join(f"{line.strip()}\n" for line in text.splitlines() if line.strip())
