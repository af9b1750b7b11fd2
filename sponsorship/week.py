"""What waits for a person this week, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.days import date_format
from accounts.models import FRESH_DAYS, User
from accounts.names import full_name
from accounts.services.working_days import working_days_after
from sponsors.choices import ANSWER_WITHIN
from sponsors.services.alignment import EVERY, FIRST_WITHIN
from sponsors.services.letters import OFFERED_FOR
from sponsorship.week_reads import Found, week_of

AHEAD = timedelta(days=7)
TERMS_AHEAD = timedelta(days=30)
TOLD_LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with its one action."""

    due: date
    icon: str
    title: str
    detail: str
    action: str
    url: str
    is_late: bool
    is_urgent: bool = False


def this_week(user: User, *, on: date) -> list[Waiting]:
    """Return what waits for a person in the next seven days or is late: one statement; bounded."""
    found = week_of(
        reader=user.pk,
        on=on,
        until=on + AHEAD,
        terms_until=on + TERMS_AHEAD,
        silent_since=silent_since(user, on),
        fresh_since=on - timedelta(days=FRESH_DAYS),
        aligned_since=on + AHEAD - EVERY,
        started_by=on + AHEAD - FIRST_WITHIN,
        new_since=on - OFFERED_FOR,
        told_since=on - TOLD_LATELY,
    )
    return [WORDS[row.part](row, user, on) for row in map(Found._make, found)]


def silent_since(user: User, on: date) -> datetime:
    """Return the moment before which a request must have been asked for a deputy to be concerned today."""
    day = working_days_after(on, -ANSWER_WITHIN, user.country)
    return timezone.make_aware(datetime.combine(day, time.max))


def most_urgent_first(rows: Iterable[Waiting]) -> list[Waiting]:
    """Return what is urgent before all else, then the rows with the nearest due first."""
    return sorted(rows, key=lambda row: (not row.is_urgent, row.due, row.title))


def local_day(at: datetime | None) -> date:
    """Return the reader's day of a moment that is known."""
    return timezone.localdate(at)


def agree_as_kam(row: Found, user: User, on: date) -> Waiting:
    """A pairing of an account of the person's own waits for the KAM's word."""
    facts = {"sponsor": full_name(*row.one), "account": row.account}
    return to_agree(row, _("%(sponsor)s as sponsor of %(account)s") % facts, on)


def agree_as_sponsor(row: Found, user: User, on: date) -> Waiting:
    """A pairing to which the KAM has agreed waits for the sponsor's word."""
    facts = {"account": row.account, "kam": full_name(*row.other)}
    return to_agree(row, _("Sponsor %(account)s with %(kam)s") % facts, on)


def to_agree(row: Found, title: str, on: date) -> Waiting:
    """A pairing waits for the person's word."""
    return Waiting(
        due := local_day(row.at) + AHEAD,
        "handshake",
        title,
        _("Pairing waiting for your answer"),
        _("Answer"),
        reverse("sponsors:pairing_answer", args=[row.key]),
        due < on,
    )


def renew(row: Found, user: User, on: date) -> Waiting:
    """An offer of another term waits for the person's word."""
    facts = {"sponsor": full_name(*row.one), "kam": full_name(*row.other)}
    return Waiting(
        due := local_day(row.at) + AHEAD,
        "hourglass",
        _("Another term on %(account)s?") % {"account": row.account},
        _("%(sponsor)s beside %(kam)s") % facts,
        _("Answer"),
        reverse("sponsors:renewal_answer", args=[row.key]),
        due < on,
    )


def rhythm(row: Found, user: User, on: date) -> Waiting:
    """Another rhythm waits for the person's word."""
    return Waiting(
        due := local_day(row.at) + AHEAD,
        "refresh-cw",
        _("Another rhythm on %(account)s?") % {"account": row.account},
        _("Proposed by %(name)s") % {"name": full_name(*row.one)},
        _("Answer"),
        reverse("sponsors:rhythm_answer", args=[row.key]),
        due < on,
    )


def hand_over(row: Found, user: User, on: date) -> Waiting:
    """A hand-over is still to be confirmed by the person."""
    return Waiting(
        due := local_day(row.at) + 2 * AHEAD,
        "handshake",
        _("Hand-over on %(account)s") % {"account": row.account},
        f"{full_name(*row.one)} → {full_name(*row.other)}",
        _("Look and confirm"),
        reverse("hand_over_detail", args=[row.key]),
        due < on,
    )


def answer(row: Found, user: User, on: date) -> Waiting:
    """A request for a go-ahead waits for the person's word, as KAM or in the KAM's place."""
    facts = {"sponsor": full_name(*row.one), "account": row.account}
    in_time = working_days_after(local_day(row.at), ANSWER_WITHIN, user.country)
    return Waiting(
        due := min(row.day or in_time, in_time),
        "message-circle",
        row.text,
        _("%(sponsor)s asks for your go-ahead · %(account)s") % facts,
        _("Answer"),
        reverse("sponsors:go_ahead_detail", args=[row.key]),
        due < on,
    )


def ask(row: Found, user: User, on: date) -> Waiting:
    """The sponsor plans something of which the two have not talked."""
    detail = _("No go-ahead yet · %(account)s") % {"account": row.account}
    return not_talked_of(row, detail, pgettext("go-ahead", "Ask"), on)


def settle(row: Found, user: User, on: date) -> Waiting:
    """Something was held of which the two had not talked, as far as anybody knows: the KAM may say that they had."""
    detail = _("Held without a go-ahead · %(account)s") % {"account": row.account}
    return not_talked_of(row, detail, _("Had you talked?"), on)


def not_talked_of(row: Found, detail: str, action: str, on: date) -> Waiting:
    """Something of which the two have not talked."""
    url = reverse("sponsors:interaction_detail", args=[row.key])
    return Waiting(row.day or on, "message-circle", row.text, detail, action, url, is_late=False)


def debrief(row: Found, user: User, on: date) -> Waiting:
    """What was planned is behind us, and nobody has said how it went."""
    return Waiting(
        row.day or on,
        "message-square",
        row.text,
        _("Debrief missing · %(account)s") % {"account": row.account},
        pgettext("verb", "Debrief"),
        reverse("sponsors:interaction_hold", args=[row.key]),
        is_late=True,
    )


def meet(row: Found, user: User, on: date) -> Waiting:
    """What is planned lies ahead, with the page to read before."""
    url = reverse("meeting_prepare", args=[row.key])
    return Waiting(
        *(row.day or on, "calendar", row.text, row.account, _("Prepare"), url),
        is_late=False,
    )


def confirm(row: Found, user: User, on: date) -> Waiting:
    """Somebody else told how a meeting went: a look of one of the two, and a tap."""
    return to_look_at(row, _("Debrief to look at · %(account)s") % {"account": row.account}, on)


def dispute(row: Found, user: User, on: date) -> Waiting:
    """A debrief is disputed: the meeting counts for nothing until that is settled."""
    return to_look_at(row, _("Debrief disputed · %(account)s") % {"account": row.account}, on)


def to_look_at(row: Found, detail: str, on: date) -> Waiting:
    """A debrief of which a word is missing."""
    url = reverse("sponsors:interaction_detail", args=[row.key])
    due = local_day(row.at) + AHEAD
    return Waiting(
        due, "message-square", row.text, detail, _("Look"), f"{url}#standing", is_late=due < on
    )


def step(row: Found, user: User, on: date) -> Waiting:
    """A next step that the person promised."""
    return Waiting(
        due := row.day or on,
        "check",
        row.text,
        _("Next step · %(account)s") % {"account": row.account},
        _("Open"),
        reverse("sponsors:interaction_detail", args=[row.key]),
        due < on,
    )


def decision(row: Found, user: User, on: date) -> Waiting:
    """A decision of a review that the person carries out."""
    return Waiting(
        due := row.day or on,
        "gavel",
        row.text,
        _("Decision · %(account)s") % {"account": row.account},
        _("Open"),
        reverse("reviews:review_detail", args=[row.key]),
        due < on,
    )


def brief(row: Found, user: User, on: date) -> Waiting:
    """The brief of an account of the person's own has not been checked for 90 days."""
    detail = (
        _("Brief last checked on %(day)s") % {"day": date_format(row.day)}
        if row.day
        else _("Brief not written yet")
    )
    url = reverse("brief_edit", args=[row.key])
    words = (row.account, detail, _("Check the brief"))
    return Waiting(on, "file-text", *words, url, is_late=False)


def term(row: Found, user: User, on: date) -> Waiting:
    """The term of one of the person's own pairings ends within 30 days."""
    return Waiting(
        due := row.day or on,
        "hourglass",
        _("The term of %(account)s ends") % {"account": row.account},
        _("Talk about renewal or succession"),
        _("Open"),
        reverse("sponsors:pairing_detail", args=[row.key]),
        due < on,
    )


def introduce(row: Found, user: User, on: date) -> Waiting:
    """The KAM asks the sponsor for an introduction."""
    names = {"colleague": full_name(*row.one), "contact": full_name(*row.other)}
    return Waiting(
        due := local_day(row.at) + 2 * AHEAD,
        "handshake",
        _("Introduce %(colleague)s to %(contact)s") % names,
        row.account,
        _("Answer"),
        reverse("sponsors:introduction_answer", args=[row.key]),
        due < on,
    )


def carry(row: Found, user: User, on: date) -> Waiting:
    """The KAM asks the sponsor to carry something to the executive committee."""
    return Waiting(
        due := row.day or local_day(row.at) + 4 * AHEAD,
        "gavel",
        row.text,
        _("For the executive committee · %(account)s") % {"account": row.account},
        pgettext("committee", "Carried"),
        reverse("sponsors:committee_answer", args=[row.key]),
        due < on,
    )


def sign(row: Found, user: User, on: date) -> Waiting:
    """The alignment check waits for the person's signature."""
    return Waiting(
        due := local_day(row.at) + 2 * AHEAD,
        "file-text",
        _("Alignment check of %(account)s") % {"account": row.account},
        _("It waits for your signature"),
        _("Read and sign"),
        reverse("sponsors:inside_detail", args=[row.key]) + "#alignment",
        due < on,
    )


def align(row: Found, user: User, on: date) -> Waiting:
    """The yearly alignment check is due: the KAM begins it."""
    title = _("Alignment check of %(account)s") % {"account": row.account}
    words = (title, _("Once a year, with the sponsor"), pgettext("alignment", "Begin"))
    url = reverse("sponsors:alignment_write", args=[row.key])
    return Waiting(on + AHEAD, "file-text", *words, url, is_late=False)


def present(row: Found, user: User, on: date) -> Waiting:
    """A pairing has begun: the KAM presents the sponsor to the client."""
    names = {"sponsor": full_name(*row.one), "account": row.account}
    return Waiting(
        due := (row.day or on) + 2 * AHEAD,
        "mail",
        _("Present %(sponsor)s at %(account)s") % names,
        _("A letter for you to hand over"),
        pgettext("letter", "Write it"),
        reverse("letter_write", args=[row.key]),
        due < on,
    )


# One for each part that is looked up.
WORDS: dict[str, Callable[[Found, User, date], Waiting]] = {
    "answer_for": answer,
    **{
        words.__name__: words
        for words in (
            *(agree_as_kam, agree_as_sponsor, renew, rhythm, hand_over, answer, ask, settle),
            *(debrief, meet, confirm, dispute, step, decision, brief, term),
            *(introduce, carry, sign, align, present),
        )
    },
}
