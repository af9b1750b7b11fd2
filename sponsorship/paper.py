"""Pages on paper: words are set by typst into a tagged PDF, and nothing that a person typed is ever markup."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from fontTools.ttLib import TTFont

BOX = "\N{WHITE SQUARE}"


def typeset(template: str, words: dict[str, Any]) -> bytes:
    """Return the PDF (PDF/UA-1) of one of the templates of `templates/pdf`, filled with these words."""
    return typst.compile(
        str(settings.BASE_DIR / "templates" / "pdf" / template),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(drawn(words))},
        pdf_standards=["ua-1"],
    )


@cache
def fonts() -> typst.Fonts:
    """Return Inter, as its package ships it, and typst's own fonts behind it."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_folders()]
    )


def font_folders() -> list[Path]:
    """Return where the typeface lies."""
    spec = find_spec("fontpkg_inter")
    return [Path(spec.origin).parent / "files"] if spec and spec.origin else []


@cache
def letters() -> frozenset[int]:
    """Return the signs that the page's typeface can draw."""
    known: list[set[int]] = []
    for folder in font_folders():
        for file in folder.glob("*.[to]tf"):
            with TTFont(file, lazy=True) as font:
                known.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*known)) if known else frozenset()


def drawn(words: Any) -> Any:
    """Return the words with a box in place of each sign that the typeface lacks: a PDF for all must draw what it says."""
    if isinstance(words, dict):
        return {name: drawn(value) for name, value in words.items()}
    if isinstance(words, list):
        return [drawn(value) for value in words]
    if isinstance(words, str):
        known = letters()
        return "".join(sign if ord(sign) in known or sign == "\n" else BOX for sign in words)
    return words
