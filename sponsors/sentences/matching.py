"""Fit, exclusions and ways out, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.choices import ConnectionStrength
from sponsors.matching import Change, Criterion, Exclusion, Judged, Way
from sponsors.matching.criteria import STRONGEST

LABELS: Mapping[Criterion, Promise] = {
    Criterion.LINK: gettext_lazy("Link with a top executive"),
    Criterion.MOTIVATION: gettext_lazy("Motivation"),
    Criterion.EXPERIENCE: gettext_lazy("Experience"),
    Criterion.FUNCTION: gettext_lazy("Function"),
    Criterion.GRASP: gettext_lazy("Grasp of commercial strategy"),
    Criterion.NEARNESS: gettext_lazy("Nearness"),
}
UNKNOWN: Mapping[Criterion, Promise] = {
    Criterion.LINK: gettext_lazy("whom they know there"),
    Criterion.MOTIVATION: gettext_lazy("whether it interests them"),
    Criterion.EXPERIENCE: gettext_lazy("where they have worked"),
    Criterion.FUNCTION: gettext_lazy("what is on the client’s agenda"),
    Criterion.GRASP: gettext_lazy("whether they are trained"),
    Criterion.NEARNESS: gettext_lazy("where they are"),
}
PLAIN: Mapping[str, Promise] = {
    "nobody": gettext_lazy("Knows no top executive there"),
    "worked_there": gettext_lazy("Has worked there"),
    "none": gettext_lazy("Has not worked in the sector"),
    "no_topic": gettext_lazy("At home in other subjects"),
    "trained": gettext_lazy("Trained in commercial strategy"),
    "planned": gettext_lazy("Training in commercial strategy is planned"),
    "no": gettext_lazy("Not trained in commercial strategy yet"),
    "city": gettext_lazy("In the same city"),
    "country": gettext_lazy("In the same country"),
    "zone": gettext_lazy("Within two hours’ time"),
    "no_language": gettext_lazy("Near, without a language in common"),
    "far": gettext_lazy("Far away"),
}
EXCLUSIONS: Mapping[Exclusion, Promise] = {
    Exclusion.NO_KAM: gettext_lazy("the account has no KAM"),
    Exclusion.INACTIVE: gettext_lazy("no longer with the company"),
    Exclusion.NOT_EXECUTIVE: gettext_lazy("not in general management"),
    Exclusion.IN_LINE: gettext_lazy("in the KAM’s reporting line"),
    Exclusion.CONFLICT: gettext_lazy("has declared a conflict of interest with this client"),
    Exclusion.SECTOR_CONFLICT: gettext_lazy("has declared a conflict of interest in this sector"),
    Exclusion.NOT_VOLUNTEER: gettext_lazy("has not volunteered"),
    Exclusion.TOO_SHORT: gettext_lazy("available for less than twelve months"),
    Exclusion.NO_PLACE: gettext_lazy("no free place"),
    Exclusion.BY_HAND: gettext_lazy("excluded by a programme lead"),
    Exclusion.BELOW_MINIMUM: gettext_lazy("fit below the minimum"),
}


@dataclass(frozen=True)
class Names:
    """What the keys of facts are called: contacts, sectors, topics and people."""

    contacts: Mapping[int, str] = field(default_factory=dict)
    sectors: Mapping[int, str] = field(default_factory=dict)
    topics: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)


def reason(judged: Judged, names: Names) -> str:
    """Return what a criterion says of a pair; empty where it says nothing."""
    if not judged.is_known:
        return ""
    if judged.fact.startswith("level_"):
        return link(judged, names)
    if judged.fact in {"account", "sector"}:
        return motivation(judged, names)
    if judged.fact in {"same_sector", "related_sector"}:
        return experience(judged, names)
    if judged.fact == "topics":
        known = ", ".join(names.topics[key] for key in judged.about if key in names.topics)
        return _("At home in %(topics)s") % {"topics": known}
    return str(PLAIN[judged.fact])


def link(judged: Judged, names: Names) -> str:
    """Whom the person knows there, and how well."""
    level = ConnectionStrength(int(judged.fact.removeprefix("level_")))
    contact = names.contacts.get(judged.about[0], _("a contact who is gone"))
    if level == ConnectionStrength.UNKNOWN:
        return _("Does not know %(contact)s yet") % {"contact": contact}
    return _("Knows %(contact)s: %(level)s") % {
        "contact": contact,
        "level": str(level.label).lower(),
    }


def motivation(judged: Judged, names: Names) -> str:
    """What the person declared, of the client or its sector."""
    facts = {"strength": judged.about[0], "most": STRONGEST}
    if judged.fact == "account":
        return _("Interested in this client: %(strength)s of %(most)s") % facts
    sector = names.sectors.get(judged.about[1], "")
    return _("Interested in %(sector)s: %(strength)s of %(most)s") % (facts | {"sector": sector})


def experience(judged: Judged, names: Names) -> str:
    """The sector from which the person comes."""
    sector = {"sector": names.sectors.get(judged.about[0], "")}
    if judged.fact == "same_sector":
        return _("Comes from the sector: %(sector)s") % sector
    return _("Comes from a related sector: %(sector)s") % sector


def exclusions(reasons: Sequence[Exclusion]) -> str:
    """Return all that stands against a person, in one line."""
    return ", ".join(str(EXCLUSIONS[reason]) for reason in reasons)


def way_out(way: Way, names: Names) -> str:
    """Return one change that would cover an account."""
    people = [names.people.get(key, "") for key in way.people]
    named = {"names": listed(people), "n": way.number}
    if way.change == Change.ONE_MORE_VOLUNTEER:
        return (
            ngettext(
                "One more volunteer outside that line: %(names)s",
                "One more volunteer outside that line, such as %(names)s",
                way.number,
            )
            % named
        )
    sentences = {
        Change.NAME_A_KAM: _("Name a KAM first"),
        Change.LOWER_THE_MINIMUM: _("A least fit of %(fit)s at most: then %(names)s")
        % (named | {"fit": way.number // 10}),
        Change.LIFT_A_PIN: _("Lift a pin of %(names)s") % named,
        Change.ALLOW_AGAIN: _("Allow %(names)s again") % named,
        Change.ONE_MORE_PLACE: _("One more place with %(names)s") % named,
        Change.A_LONGER_STAY: _("A stay of a year or more of %(names)s") % named,
        Change.ONE_MORE_EXECUTIVE: _("One more member of general management outside that line"),
    }
    return sentences[way.change]


def listed(names: Sequence[str]) -> str:
    """Return names as an enumeration of choices: "A, B or C"."""
    if len(names) < 2:
        return "".join(names)
    return pgettext("enumeration of choices", "%(first)s or %(last)s") % {
        "first": ", ".join(names[:-1]),
        "last": names[-1],
    }


def price(covered: int, fit: int) -> str:
    """Return what another choice costs the whole programme, in accounts and points of fit (0 to 100 each)."""
    if covered > 0:
        return ngettext("%(n)d account less", "%(n)d accounts less", covered) % {"n": covered}
    points = round(fit / 10)
    if fit == 0:
        return _("costs nothing")
    return _("−%(n)s in all") % {"n": points or "<1"}
