"""What people type into a large box, set as a page sets it: paragraphs, and lists where lines begin as lists do."""

import re
from itertools import groupby

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

ITEM = re.compile(r"\s*(?:[-–•*]|(?P<number>\d{1,2})[.)])\s+(?P<text>.+)")
TAGS = {"dots": "ul", "numbers": "ol"}


@register.filter
def prose(text: str) -> SafeString:
    """Return plain text as HTML; everything in it is escaped.

    Lines that begin with a dash, a dot or a number become lists; an empty line begins a paragraph;
    a line just above a list is set as its heading.
    """
    lines = [(kind_of(line), line.strip()) for line in (text or "").splitlines()]
    blocks = [
        (kind, [line for _, line in some]) for kind, some in groupby(lines, lambda row: row[0])
    ]
    drawn = []
    for place, (kind, some) in enumerate(blocks):
        follows = blocks[place + 1][0] if place + 1 < len(blocks) else ""
        if kind in TAGS:
            drawn.append(list_of(TAGS[kind], some))
        elif kind == "words":
            drawn.append(paragraph(some, heads_list=follows in TAGS))
    return format_html_join("", "{}", ((block,) for block in drawn))


def kind_of(line: str) -> str:
    """Tell an empty line from words and from the two kinds of list items."""
    if not line.strip():
        return "nothing"
    item = ITEM.fullmatch(line)
    if item is None:
        return "words"
    return "numbers" if item["number"] else "dots"


def list_of(tag: str, lines: list[str]) -> SafeString:
    """Return the lines as a list, without the signs that made them one."""
    texts = ((match["text"],) for match in map(ITEM.fullmatch, lines) if match)
    items = format_html_join("", "<li>{}</li>", texts)
    return format_html("<{0}>{1}</{0}>", tag, items)


def paragraph(lines: list[str], *, heads_list: bool) -> SafeString:
    """Return the lines as a paragraph; the last one in bold where a list follows it."""
    texts = [conditional_escape(line) for line in lines]
    if heads_list:
        texts[-1] = format_html("<b>{}</b>", texts[-1])
    return format_html(
        "<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((t,) for t in texts))
    )
