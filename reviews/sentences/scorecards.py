"""What a scorecard says of a tandem, in sentences with the facts behind each value."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.choices import MEANS, Indicator
from reviews.models import ScorecardLine
from reviews.scoring import COVERAGE
from reviews.sentences.indicators import number, percent, signed_percent

Facts = Mapping[str, Any]
CLIENT_NOTICES = (Indicator.M2, Indicator.M3, Indicator.E2, Indicator.E3, Indicator.E4)


def exchanges(facts: Facts, _raw: Decimal) -> str:
    """M1."""
    return ngettext(
        "%(with)s of %(months)s month with an exchange.",
        "%(with)s of %(months)s months with an exchange.",
        facts["months"],
    ) % dict(facts)


def top_meetings(facts: Facts, _raw: Decimal) -> str:
    """M2."""
    return ngettext(
        "%(with)s of %(quarters)s quarter with a meeting of a top executive; face to face: %(face_to_face)s.",
        "%(with)s of %(quarters)s quarters with a meeting of a top executive; face to face: %(face_to_face)s.",
        facts["quarters"],
    ) % dict(facts)


def client_reviews(facts: Facts, _raw: Decimal) -> str:
    """M3."""
    if not facts["reviews"]:
        return _("No strategic review that the client alone asked for, with its evidence.")
    return ngettext(
        "%(reviews)s strategic review that the client asked for.",
        "%(reviews)s strategic reviews that the client asked for.",
        facts["reviews"],
    ) % dict(facts)


def support(facts: Facts, raw: Decimal) -> str:
    """M4."""
    return ngettext(
        "%(level)s of 5, from %(answers)s answer of the account team.",
        "%(level)s of 5, from %(answers)s answers of the account team.",
        facts["answers"],
    ) % {"level": number(raw, 1), "answers": facts["answers"]}


def growth(facts: Facts, raw: Decimal) -> str:
    """E1."""
    return _("Revenue of %(year)s: %(growth)s against the year before.") % {
        "year": facts["year"],
        "growth": signed_percent(raw),
    }


def satisfaction(facts: Facts, raw: Decimal) -> str:
    """E2."""
    level = number(raw, 1)
    if facts.get("imported") == "nps":
        return _(
            "Net promoter score %(nps)s in the figures of %(year)s, read as %(level)s of 10; no client survey."
        ) % {"nps": facts["nps"], "year": facts["year"], "level": level}
    if facts.get("imported"):
        return _("%(level)s of 10 in the figures of %(year)s; no client survey.") % {
            "level": level,
            "year": facts["year"],
        }
    return ngettext(
        "%(level)s of 10, from %(answers)s answer of the client.",
        "%(level)s of 10, from %(answers)s answers of the client.",
        facts["answers"],
    ) % {"level": level, "answers": facts["answers"]}


def relationship(facts: Facts, raw: Decimal) -> str:
    """E3."""
    return ngettext(
        "%(share)s of what was wanted, over %(contacts)s top executive.",
        "%(share)s of what was wanted, over %(contacts)s top executives.",
        facts["contacts"],
    ) % {"share": percent(raw), "contacts": facts["contacts"]}


def early_access(facts: Facts, _raw: Decimal) -> str:
    """E4."""
    return ngettext(
        "%(early)s of %(events)s event known to us at least 30 days before it was public.",
        "%(early)s of %(events)s events known to us at least 30 days before they were public.",
        facts["events"],
    ) % dict(facts)


FOUND: dict[str, Callable[[Facts, Decimal], str]] = {
    Indicator.M1: exchanges,
    Indicator.M2: top_meetings,
    Indicator.M3: client_reviews,
    Indicator.M4: support,
    Indicator.E1: growth,
    Indicator.E2: satisfaction,
    Indicator.E3: relationship,
    Indicator.E4: early_access,
}
MISSING: dict[str, Callable[[Facts], str]] = {
    "few_months": lambda facts: (
        _("It takes three full months; so far there are %(months)s.") % dict(facts)
    ),
    "few_quarters": lambda facts: (
        _("It takes two full quarters; so far there are %(quarters)s.") % dict(facts)
    ),
    "short_window": lambda facts: (
        _("It takes half a year; so far there are %(days)s days.") % dict(facts)
    ),
    "no_team_wave": lambda _facts: _("No team pulse with three answers or more yet."),
    "no_final_revenue": lambda facts: (
        _("The final revenue of %(year)s is not in yet.") % dict(facts)
    ),
    "two_currencies": lambda _facts: _("The two years’ revenues are in different currencies."),
    "no_earlier_revenue": lambda _facts: _("There was no revenue in the year before."),
    "no_client_wave": lambda facts: (
        _(
            "No client survey with three answers or more, and no satisfaction in the figures of %(year)s."
        )
        % dict(facts)
    ),
    "no_connections": lambda _facts: _("Who knows whom how well is not gathered yet."),
    "few_contacts": lambda facts: (
        _("It takes three top executives; there are %(contacts)s.") % dict(facts)
    ),
    "few_events": lambda facts: (
        _("It takes two events that became public in the season; so far there are %(events)s.")
        % dict(facts)
    ),
}
UNASSESSED: dict[str, Callable[[], str]] = {
    "months": lambda: _("It takes six full months in the season."),
    "means": lambda: _("Too few indicators of the pillar “means” have a value."),
    "results": lambda: _("Too few indicators of the pillar “results” have a value."),
    "both_pillars": lambda: _("Too few indicators of both pillars have a value."),
}
STEPS: dict[str, Callable[[str], str]] = {
    Indicator.M2: lambda account: (
        _("Plan a meeting of the sponsor with a top executive of %(account)s this quarter.")
        % {"account": account}
    ),
    Indicator.M3: lambda account: (
        _(
            "Ask %(account)s for the subject of its next strategic review, and let them choose the date."
        )
        % {"account": account}
    ),
    Indicator.E2: lambda account: (
        _(
            "Ask a top executive of %(account)s what would make working with us easier, and come back with an answer."
        )
        % {"account": account}
    ),
    Indicator.E3: lambda account: (
        _("Let the sponsor meet one more top executive of %(account)s, introduced by the KAM.")
        % {"account": account}
    ),
    Indicator.E4: lambda account: (
        _("Ask %(account)s about its plans for the coming year before they are public.")
        % {"account": account}
    ),
}


def of_line(line: ScorecardLine) -> str:
    """Return the sentence that explains a value, or why there is none."""
    if line.raw is None:
        return missing(line)
    return FOUND[line.code](line.facts, line.raw)


def missing(line: ScorecardLine) -> str:
    """Return why a line has no value."""
    return MISSING[line.no_value_because](line.facts)


def of_pillar(lines: Iterable[ScorecardLine], value: Decimal | None) -> str:
    """Return the sentence under a pillar: from how many indicators, and which is the strongest."""
    known = [(line, line.value) for line in lines if line.value is not None]
    if value is None or not known:
        return _(
            "Not yet assessed: it takes indicators that carry %(share)s of the pillar’s weight."
        ) % {"share": percent(COVERAGE)}
    best, _value = max(known, key=lambda pair: (pair[0].weight * pair[1], pair[0].code))
    return ngettext(
        "From %(n)s of four indicators; the strongest is “%(best)s”.",
        "From %(n)s of four indicators; the strongest is “%(best)s”.",
        len(known),
    ) % {"n": len(known), "best": label(best.code)}


def unassessed(reason: str) -> str:
    """Return why a tandem is not yet assessed; it is no blame."""
    return UNASSESSED[reason]()


def carries(lines: Iterable[ScorecardLine]) -> str:
    """Return what carries the tandem: the two strongest indicators."""
    strongest = drivers(lines)
    if not strongest:
        return _("There is little to look at yet: exchanges and meetings will show here.")
    if len(strongest) == 1:
        return _("What carries the tandem: %(one)s.") % {"one": inside(strongest[0])}
    return _("What carries the tandem: %(one)s, then %(two)s.") % {
        "one": inside(strongest[0]),
        "two": inside(strongest[1]),
    }


def inside(name: str) -> str:
    """Return the name of an indicator as it stands inside a sentence."""
    return name[:1].lower() + name[1:]


def drivers(lines: Iterable[ScorecardLine]) -> list[str]:
    """Name the two indicators that carry most of a scorecard."""
    carrying = [line for line in lines if line.value]
    carrying.sort(
        key=lambda line: (-line.weight * (line.value or 0), line.code not in MEANS, line.code)
    )
    return [label(line.code) for line in carrying[:2]]


def next_step(lines: Iterable[ScorecardLine], account: str) -> str:
    """Return the one next step that the client would notice: where most of the weight is still open."""
    open_lines = [
        line
        for line in lines
        if line.code in CLIENT_NOTICES and line.value is not None and line.value < 1
    ]
    code = max(
        open_lines,
        key=lambda line: (line.weight * (1 - (line.value or 0)), line.code),
        default=None,
    )
    return STEPS[code.code if code else Indicator.M2](account)


def label(code: str) -> str:
    """Return an indicator's name."""
    return str(Indicator(code).label)
