"""How often the two of a tandem meet each other and the client, against what they agreed: plain data in and out."""

from sponsors.rhythm.course import Course, Lane, Target, merged, months_on
from sponsors.rhythm.rings import Rings, rings_of
from sponsors.rhythm.standing import Standing, standing_of, standings_of
from sponsors.rhythm.suggesting import suggested, window

__all__ = [
    "Course",
    "Lane",
    "Rings",
    "Standing",
    "Target",
    "merged",
    "months_on",
    "rings_of",
    "standing_of",
    "standings_of",
    "suggested",
    "window",
]
