"""The words of a brief on paper, all of them text in the reader's language."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.choices import WhoMayAsk
from accounts.days import date_format
from accounts.models import AnnualFigures, Ask, Programme, User
from accounts.names import in_one_line
from accounts.templatetags.components import signed_percent
from sponsorship.briefs import ExecutiveBrief, PersonToMeet
from sponsorship.tensions import OpenMatter

MILLION = 1_000_000


def words_of(brief: ExecutiveBrief, *, reader: User, at: datetime) -> dict[str, Any]:
    """Return everything that stands on the page, as text in the reader's language."""
    account = brief.account
    place = ", ".join(part for part in (account.city, account.country) if part)
    subtitle = [str(account.sector or ""), place, account.get_tier_display()]
    return {
        "lang": (get_language() or "en")[:2],
        "company": Programme.current().company or "Tandem",
        "title": _("Executive brief: %(account)s") % {"account": account},
        "account": account.name,
        "subtitle": in_one_line(*subtitle),
        "freshness": freshness(brief),
        "printed": _(
            "Printed by %(name)s on %(day)s. Confidential: for the meeting with the client alone."
        )
        % {"name": reader.full_name, "day": date_format(at, "DATETIME_FORMAT")},
        "words": headings(),
        "lines": brief.lines,
        "advice": [
            {"when": f"{short_day(row.day)} · {row.topics}", "text": row.advice}
            for row in brief.advice
        ],
        "people": [person_words(person) for person in [*brief.with_words, *brief.without_words]],
        "asks": [
            {"whom": str(whom), "asks": [ask_words(ask) for ask in asks]}
            for whom, asks in brief.asks_by_whom
        ],
        "no_gos": [no_go.text for no_go in brief.no_gos],
        "matters": [matter_words(matter) for matter in brief.open_matters],
        "figures": figure_words(brief),
        "bars": bars(brief.figures),
        "tandem": [
            {"label": _("KAM"), "value": brief.kam.full_name if brief.kam else "–"},
            {
                "label": _("Sponsor"),
                "value": brief.sponsor.full_name if brief.sponsor else _("No sponsor"),
            },
        ],
        "next": [{"day": short_day(row.day), "text": row.subject} for row in brief.next_exchanges],
        "last": [{"day": short_day(row.day), "text": row.subject} for row in brief.last_exchanges],
    }


def headings() -> dict[str, str]:
    """Return the fixed words of the page."""
    return {
        "situation": _("In five lines"),
        "no_situation": _("The KAM has not written this part yet."),
        "advice": _("The KAM’s advice"),
        "meet": _("If you meet…"),
        "nobody": _("No contact is named yet."),
        "avoid": _("Do not raise:"),
        "figures": _("Figures"),
        "no_gos": _("Do not raise"),
        "matters": _("Open matters"),
        "tandem": _("Tandem"),
        "next": _("What comes next"),
        "last": _("Last exchanges"),
        "no_last": _("No exchange is noted yet."),
    }


def freshness(brief: ExecutiveBrief) -> str:
    """Say when the KAM last checked the brief."""
    if brief.checked_days_ago is None:
        return _("Not yet checked by the KAM")
    if brief.checked_days_ago == 0:
        return _("Checked by the KAM today")
    days = brief.checked_days_ago
    return ngettext(
        "Checked by the KAM %(n)d day ago", "Checked by the KAM %(n)d days ago", days
    ) % {"n": days}


def person_words(person: PersonToMeet) -> dict[str, Any]:
    """Return a contact with asks and no-gos."""
    contact = person.contact
    role = [contact.title, contact.get_level_display() if contact.level else ""]
    return {
        "name": contact.full_name,
        "role": in_one_line(*role) or "–",
        "asks": [ask_words(ask) for ask in person.asks],
        "no_gos": [no_go.text for no_go in person.no_gos],
    }


def ask_words(ask: Ask) -> dict[str, str]:
    """Return an ask, with why, until when and for whom to raise it."""
    until = _("until %(day)s") % {"day": short_day(ask.until)} if ask.until else ""
    alone = _("Sponsor only") if ask.who_may_ask == WhoMayAsk.SPONSOR else ""
    return {
        "text": ask.text,
        "more": in_one_line(alone, until, ask.why),
    }


def matter_words(matter: OpenMatter) -> dict[str, str]:
    """Return a tension with the client: its words for those who may read them, else that there is one."""
    said = matter.text or _(
        "There is a tension with this client: speak to the KAM before you meet them."
    )
    since = _("since %(day)s") % {
        "day": date_format(timezone.localdate(matter.since), "SHORT_DATE_FORMAT")
    }
    return {
        "text": Truncator(said).chars(200),
        "state": " · ".join([matter.level, matter.stage, since]),
    }


def figure_words(brief: ExecutiveBrief) -> list[dict[str, str]]:
    """Return the three figures: revenue, growth and satisfaction, or that they are missing."""
    latest = brief.latest
    missing = _("not yet known")
    revenue = (
        f"{money(latest.revenue)} {latest.currency}"
        if latest and latest.revenue is not None
        else missing
    )
    growth = signed_percent(brief.growth) if brief.growth is not None else missing
    year = {"year": latest.year} if latest else {"year": ""}
    return [
        {"label": _("Revenue %(year)s") % year, "value": revenue},
        {"label": _("Growth"), "value": growth},
        {"label": _("Satisfaction"), "value": satisfaction(latest) or missing},
    ]


def satisfaction(latest: AnnualFigures | None) -> str:
    """Return how satisfied the client was, on the scale that was measured."""
    if latest is None:
        return ""
    if latest.satisfaction is not None:
        return f"{number_format(latest.satisfaction, 1)} / 10"
    return f"NPS {latest.nps}" if latest.nps is not None else ""


def money(amount: Any) -> str:
    """Return an amount without cents."""
    return number_format(amount, 0, force_grouping=True)


def bars(figures: list[AnnualFigures]) -> list[dict[str, Any]]:
    """Return the revenue of five years as shares of the largest."""
    known = [row for row in figures if row.revenue is not None and row.revenue > 0]
    top = max((row.revenue for row in known if row.revenue), default=None)
    last = next((row for row in reversed(known) if row.is_final), None)
    return [
        {
            "year": str(row.year),
            "amount": number_format(row.revenue / MILLION, 1),
            "share": float(row.revenue / top),
            "last": row is last,
            "provisional": not row.is_final,
        }
        for row in known
        if row.revenue and top
    ]


def short_day(day: date) -> str:
    """Return a day as it fits beside a line."""
    return date_format(day, "SHORT_DATE_FORMAT")
