"""A scorecard as its two people read it: pillars, indicators and the records behind them, and no total (R10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.days import date_format
from accounts.models import AnnualFigures, ClientEvent, KeyAccount, User
from reviews.choices import MEANS, RESULTS, Indicator
from reviews.models import AccountReview, Scorecard, ScorecardLine
from reviews.sentences import scorecards as sentences
from reviews.sentences.indicators import goalpost, percent
from sponsors.models import Interaction

RECORDS_BOUND = 100


@dataclass(frozen=True)
class LineOnPage:
    """One indicator: its bar between goalposts, its sentence, and how many records lie behind it."""

    code: str
    label: str
    weight: int
    low: str
    high: str
    value: Decimal | None
    past: Decimal | None
    sentence: str
    records: int

    @property
    def bar(self) -> str:
        """What the bar says to those who do not see it."""
        return bar_in_words(self.label, self.value)


@dataclass(frozen=True)
class PillarOnPage:
    """One pillar: its bar, its sentence and its four indicators."""

    name: str
    value: Decimal | None
    past: Decimal | None
    sentence: str
    lines: list[LineOnPage]

    @property
    def bar(self) -> str:
        """What the bar says to those who do not see it."""
        return bar_in_words(self.name, self.value)


@dataclass(frozen=True)
class RecordLink:
    """One record behind a value, with an address where the reader may open it."""

    label: str
    url: str


def bar_in_words(name: str, value: Decimal | None) -> str:
    """Return what a bar shows: the share of the way between the goalposts."""
    if value is None:
        return _("%(name)s: not yet assessed") % {"name": name}
    return _("%(name)s: %(share)s of the way between the goalposts") % {
        "name": name,
        "share": percent(value),
    }


def scorecards_for(user: User) -> QuerySet[Scorecard]:
    """Return the scorecards a person may open, with what their pages show."""
    return (
        Scorecard.objects.visible_to(user)
        .select_related("season", "pairing__account", "sponsor", "kam")
        .defer("score")
    )


def last_seasons_scorecard(scorecard: Scorecard, user: User) -> Scorecard | None:
    """Return the same pairing's scorecard of the season before, if the reader may see it."""
    return (
        scorecards_for(user)
        .filter(pairing=scorecard.pairing, season__last_day__lt=scorecard.season.first_day)
        .order_by("-season__last_day")
        .prefetch_related("lines")
        .first()
    )


def pillars_of(scorecard: Scorecard, past: Scorecard | None) -> list[PillarOnPage]:
    """Return the two pillars as the page shows them, with last season's marks."""
    lines = {line.code: line for line in scorecard.lines.all()}
    before = {line.code: line.value for line in past.lines.all()} if past else {}
    return [
        PillarOnPage(
            name=name,
            value=value,
            past=past_value,
            sentence=sentences.of_pillar([lines[code] for code in codes if code in lines], value),
            lines=[on_page(lines[code], before.get(code)) for code in codes if code in lines],
        )
        for name, codes, value, past_value in (
            (_("Means"), MEANS, scorecard.means, past.means if past else None),
            (_("Results"), RESULTS, scorecard.results, past.results if past else None),
        )
    ]


def on_page(line: ScorecardLine, past: Decimal | None) -> LineOnPage:
    """Return one indicator as the page shows it."""
    return LineOnPage(
        code=line.code,
        label=str(Indicator(line.code).label),
        weight=line.weight,
        low=goalpost(line.code, line.low),
        high=goalpost(line.code, line.high),
        value=line.value,
        past=past,
        sentence=sentences.of_line(line),
        records=len(line.records),
    )


def records_behind(line: ScorecardLine, user: User) -> list[RecordLink]:
    """Return the records behind a value, the first hundred, in their order; at most one query for each kind."""
    names = [name.partition(":") for name in line.records[:RECORDS_BOUND]]
    found: dict[str, dict[int, RecordLink]] = {}
    for kind in dict.fromkeys(kind for kind, _colon, _key in names):
        keys = [int(key) for one, _colon, key in names if one == kind]
        found[kind] = LINKS[kind](keys, user) if kind in LINKS else {}
    unknown = RecordLink(_("A record that you may no longer open"), "")
    return [found[kind].get(int(key), unknown) for kind, _colon, key in names]


def interaction_links(keys: Iterable[int], user: User) -> dict[int, RecordLink]:
    """Return the interactions that the reader may open."""
    rows = Interaction.objects.visible_to(user).filter(pk__in=list(keys))
    return {
        row.pk: RecordLink(f"{date_format(row.day)} · {row.subject}", row.get_absolute_url())
        for row in rows
    }


def review_links(keys: Iterable[int], user: User) -> dict[int, RecordLink]:
    """Return the account reviews that the reader may open."""
    rows = AccountReview.objects.visible_to(user).filter(pk__in=list(keys))
    return {
        row.pk: RecordLink(
            f"{date_format(row.interaction.day)} · {row.interaction.subject}",
            row.get_absolute_url(),
        )
        for row in rows.select_related("interaction")
    }


def figures_links(keys: Iterable[int], user: User) -> dict[int, RecordLink]:
    """Return the annual figures of accounts that the reader may open."""
    rows = AnnualFigures.objects.filter(
        pk__in=list(keys), account__in=KeyAccount.objects.visible_to(user)
    ).select_related("account")
    return {row.pk: RecordLink(figures_label(row), row.account.get_absolute_url()) for row in rows}


def figures_label(row: AnnualFigures) -> str:
    """Name a year's figures by what they state."""
    facts = [str(row.year)]
    if row.revenue is not None:
        facts.append(f"{number_format(row.revenue, 0, force_grouping=True)} {row.currency}")
    if row.satisfaction is not None:
        facts.append(_("satisfaction %(value)s") % {"value": number_format(row.satisfaction, 1)})
    if row.nps is not None:
        facts.append(_("net promoter score %(value)s") % {"value": row.nps})
    return " · ".join(facts)


def event_links(keys: Iterable[int], user: User) -> dict[int, RecordLink]:
    """Return the client events of accounts that the reader may open."""
    rows = ClientEvent.objects.visible_to(user).filter(pk__in=list(keys))
    return {
        row.pk: RecordLink(
            _("%(what)s: known on %(known)s, public on %(public)s")
            % {
                "what": row.text,
                "known": date_format(row.known_on),
                "public": date_format(row.public_on) if row.public_on else "–",
            },
            row.get_absolute_url(),
        )
        for row in rows
    }


LINKS = {
    "interaction": interaction_links,
    "review": review_links,
    "figures": figures_links,
    "event": event_links,
}
