"""Tensions as other pages show them: what waits for me, on an account, in a brief."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.identifiers import addresses
from accounts.models import KeyAccount, User
from accounts.prepared import Given, Prepared
from accounts.rules import is_on_account_team
from sponsors.choices import CLOSED_STAGES, TensionLevel, TensionSide, TensionStage
from sponsors.models import Tension
from sponsors.models.tension import within_tandem_of
from sponsorship.week.found import EACH
from sponsorship.week.lines import AHEAD, Waiting

ON_AN_ACCOUNT, SHORT = 5, 160


@dataclass(frozen=True)
class TensionLine:
    """One tension as a line of another page; without words where the reader may only know of it."""

    path: str
    side: str
    side_words: str
    level_words: str
    stage_words: str
    text: str
    since: datetime
    is_open: bool


@Prepared
def of_account() -> Any:
    """The tensions of one account that its team may read, and the reader's own internal ones: the open ones first."""
    readable = Q(side=TensionSide.CLIENT) | within_tandem_of(Given("reader"))
    found = Tension.objects.filter(readable, account=Given("account"))
    shown = ("public_id", "side", "level", "stage", "said", "learnt", "opened_at", "closed_at")
    newest = (F("closed_at").desc(nulls_first=True), F("opened_at").desc(), "pk")
    return found.order_by(*newest).values_list(*shown)[:ON_AN_ACCOUNT]


@Prepared
def internal_ones() -> Any:
    """The open internal tensions of one account that are not the reader's own, since when alone."""
    own = Tension.objects.filter(within_tandem_of(Given("reader"))).values("pk")
    found = Tension.objects.open().filter(side=TensionSide.INTERNAL, account=Given("account"))
    return found.exclude(pk__in=own).order_by("opened_at").values_list("opened_at")[:ON_AN_ACCOUNT]


def account_tensions(account: KeyAccount, reader: User) -> tuple[list[TensionLine], list[datetime]]:
    """Return the tensions for a reader who may open the account, and since when there are some that a lead may not read."""
    path_to = addresses("sponsors:tension_detail")
    lines = [
        TensionLine(
            path=path_to(row.public_id),
            side=row.side,
            side_words=str(TensionSide(row.side).label),
            level_words=str(TensionLevel(row.level).label),
            stage_words=str(TensionStage(row.stage).label),
            text=row.learnt or row.said,
            since=row.closed_at or row.opened_at,
            is_open=row.stage not in CLOSED_STAGES,
        )
        for row in of_account(account=account.pk, reader=reader.pk)
    ]
    if not reader.is_lead:
        return lines, []
    return lines, [row.opened_at for row in internal_ones(account=account.pk, reader=reader.pk)]


@Prepared
def asking() -> Any:
    """The open tensions for which a reader is to care and in which something is due."""
    mine = Tension.objects.carried_by(Given("reader")).open()
    waits = Q(taken_in_by__isnull=True) | Q(contacted_at__isnull=True)
    due = mine.filter(waits | Q(next_update_on__lte=Given("until", DateField())))
    return due.order_by("contact_due_on", "pk").values_list("pk")[: 2 * EACH]


def tensions_waiting(user: User, *, on: date) -> Iterator[Waiting]:
    """What a tension asks of the one who cares for it: take it in, speak to them, say what is new; bounded."""
    keys = [row.pk for row in asking(reader=user.pk, until=on + AHEAD)]
    if not keys:
        return
    rows = Tension.objects.filter(pk__in=keys).order_by("contact_due_on", "pk")
    for row in rows.select_related("account", "pairing__sponsor__person").prefetch_team():
        waiting = waiting_for(row, user, on)
        if waiting is not None:
            yield waiting


def waiting_for(tension: Tension, user: User, on: date) -> Waiting | None:
    """Return the one thing that a tension asks of this person now, if any."""
    title = (
        _("Tension with %(account)s")
        if tension.is_with_client
        else _("Internal tension: %(account)s")
    ) % {"account": tension.account}
    detail = f"{tension.get_level_display()} · {tension.get_stage_display()}"
    key = [tension.public_id]
    if tension.taken_in_by_id is None and user.has_perm("sponsors.take_in_tension", tension):
        due, action, url = (
            tension.contact_due_on,
            _("Take it in"),
            reverse("sponsors:tension_take_in", args=key),
        )
    elif not user.has_perm("sponsors.carry_tension", tension):
        return None
    elif tension.contacted_at is None:
        due, action, url = tension.contact_due_on, _("Open"), tension.get_absolute_url()
    elif tension.next_update_on is not None and tension.next_update_on <= on + AHEAD:
        due, action, url = (
            tension.next_update_on,
            _("Say what is new"),
            reverse("sponsors:tension_update", args=key),
        )
    else:
        return None
    return Waiting(
        *(due, "triangle-alert", title, detail, action, url),
        is_late=due < on,
        is_urgent=tension.level == TensionLevel.URGENT,
    )


@dataclass(frozen=True)
class OpenMatter:
    """A tension with the client as a brief tells it: its words for those who may read them, else that there is one."""

    level: str
    stage: str
    since: datetime
    text: str
    cared_for_by: str
    path: str


@Prepared
def open_with_the_client() -> Any:
    """The open tensions with the client of one account, the most pressing first."""
    found = Tension.objects.open().with_the_client().filter(account=Given("account"))
    return found.most_pressing_first().values_list("pk")[:ON_AN_ACCOUNT]


def open_matters(account: KeyAccount, reader: User) -> list[OpenMatter]:
    """Return the open tensions with the client, never an internal one, for whoever may read the brief."""
    may_read = reader.is_lead or is_on_account_team(reader, account)
    keys = [row.pk for row in open_with_the_client(account=account.pk)]
    if not keys:
        return []
    rows = Tension.objects.filter(pk__in=keys).select_related("taken_in_by")
    return [
        OpenMatter(
            level=row.get_level_display(),
            stage=row.get_stage_display(),
            since=row.opened_at,
            text=row.said if may_read else "",
            cared_for_by=str(row.taken_in_by or account.kam or ""),
            path=row.get_absolute_url() if may_read else "",
        )
        for row in rows.most_pressing_first()
    ]
