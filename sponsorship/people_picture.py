"""The picture of a people map: the client's people on the left by level, ours on the right, a line for who knows whom.

All of it is arithmetic: where each name, line and dot stands. Across it is measured in per cent, so that the
picture is as wide as the page; down it in pixels, so that its words can be read on a phone.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from accounts.templatetags import drawing

HEAD, ROW, FOOT = 34, 40, 6
# Our names stand at least so far from each other.
APART = 40
LONGEST, LONGEST_DETAIL = 19, 27


@dataclass(frozen=True)
class Tie:
    """One of us knows somebody there: who, how well, and whether it is long ago that somebody said so."""

    who: Hashable
    name: str
    level: int
    is_faded: bool = False


@dataclass(frozen=True)
class Line:
    """One of the client's people, or one of its units, with those of us who know them."""

    name: str
    detail: str = ""
    ties: tuple[Tie, ...] = ()
    level: int = 0
    aim: int = 0
    is_faded: bool = False
    is_missed: bool = False


@dataclass(frozen=True)
class Drawn:
    """A line of the picture where it stands."""

    y: int
    name: str
    detail: str = ""
    dots: tuple[tuple[str, int, str], ...] = ()
    is_missed: bool = False


@dataclass(frozen=True)
class Ours:
    """One of us where the name stands."""

    y: int
    name: str


@dataclass(frozen=True)
class Stroke:
    """A line between the two."""

    y1: int
    y2: int
    level: int
    is_faded: bool


@dataclass
class Picture:
    """Everything that is drawn, and how high it is."""

    heads: list[Drawn] = field(default_factory=list)
    lines: list[Drawn] = field(default_factory=list)
    ours: list[Ours] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    height: int = 0


def draw(bands: Iterable[tuple[str, Iterable[Line]]]) -> Picture:
    """Return the picture of the client's people, band by band."""
    picture, y = Picture(), 0
    met: dict[Hashable, list[tuple[int, Tie]]] = defaultdict(list)
    for head, lines in bands:
        if head:
            picture.heads.append(Drawn(y + HEAD // 2 + 6, head))
            y += HEAD
        for line in lines:
            middle = y + ROW // 2
            picture.lines.append(drawn(line, middle))
            for tie in line.ties:
                met[tie.who].append((middle, tie))
            y += ROW
    places = spread({who: [at for at, _tie in ties] for who, ties in met.items()})
    for who, ties in met.items():
        picture.ours.append(Ours(places[who], short(ties[0][1].name, LONGEST)))
        picture.strokes += [Stroke(at, places[who], tie.level, tie.is_faded) for at, tie in ties]
    # The strongest are drawn last, above the others.
    picture.strokes.sort(key=lambda stroke: stroke.level)
    picture.height = max([y, *(place + ROW // 2 for place in places.values())]) + FOOT
    return picture


def drawn(line: Line, y: int) -> Drawn:
    """Return where a person of the client stands, with four dots."""
    return Drawn(
        y=y,
        name=short(line.name, LONGEST),
        detail=short(line.detail, LONGEST_DETAIL),
        dots=dots(line) if line.aim or line.level else (),
        is_missed=line.is_missed,
    )


def dots(line: Line) -> tuple[tuple[str, int, str], ...]:
    """Return four dots, each with its kind, its place to the left of where they end, and its radius."""
    drawn = drawing.dots(line.level, line.aim, is_faded=line.is_faded)
    return tuple((kind, -56 + 14 * step, radius) for step, (kind, radius) in enumerate(drawn))


def spread(met: dict[Hashable, list[int]]) -> dict[Hashable, int]:
    """Return where each of us stands: as near as may be to the middle of those they know, none upon another."""
    wanted = sorted((sum(at) / len(at), place, who) for place, (who, at) in enumerate(met.items()))
    places: dict[Hashable, int] = {}
    last = -APART
    for middle, _place, who in wanted:
        last = max(round(middle), last + APART, APART // 2)
        places[who] = last
    return places


def short(text: str, most: int) -> str:
    """Return a text that is no longer than it may be."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
