"""Cut the Inter typeface down to what a European company writes."""

import logging
from pathlib import Path
from typing import Any

import fontpkg_inter
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WHOLE = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
# What French and English write, with typographic signs, arrows and arithmetic: every page loads this.
LATIN = [
    *[(0x20, 0x7E), (0xA0, 0xFF), (0x152, 0x153), (0x178, 0x178)],
    *[(0x2007, 0x2015), (0x2018, 0x2022), (0x2026, 0x2026), (0x202F, 0x2030), (0x2032, 0x2033)],
    *[(0x2039, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212)],
    *[(0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265), (0x2713, 0x2713)],
]
# The other letters of Latin Europe; a browser asks for them where a page has one (tokens.css says which).
MORE_LATIN = [(0x100, 0x151), (0x154, 0x177), (0x179, 0x17F), (0x218, 0x21B)]
FACES = {"inter.woff2": LATIN, "inter-more.woff2": MORE_LATIN}
# Every letter of these ranges has a glyph of its own, so that marks need not be put together.
FEATURES = ["kern", "locl", "tnum"]
# One optical size, a little above text, and the weights from regular to semibold: 23 kB instead of 860.
AXES = {"opsz": 18, "wght": (400, 600)}


def subset_inter(target: Path, ranges: list[tuple[int, int]]) -> None:
    """Write the letters of these ranges as WOFF2 to `target`."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells every step
    options = Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 13, 14])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[sign for first, last in ranges for sign in range(first, last + 1)])
    font = TTFont(WHOLE)
    subsetter.subset(font)
    font = instantiateVariableFont(font, AXES)
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


class Command(BaseCommand):
    """Make the files of `static/fonts/` that are not there."""

    requires_system_checks = ()
    help = (
        "Cuts the Inter typeface to Latin scripts: static/fonts/inter.woff2 and inter-more.woff2."
    )

    def handle(self, **options: Any) -> None:
        for name, ranges in FACES.items():
            target = settings.BASE_DIR / "static" / "fonts" / name
            if target.exists():
                continue
            subset_inter(target, ranges)
            if options["verbosity"]:
                self.stdout.write(f"Made {target.name}: {target.stat().st_size:,} bytes")
