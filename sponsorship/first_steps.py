"""What a programme lead does between the first import and the first pairing, in a few steps."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import JobState
from accounts.models import Job, User
from sponsors.coverage import accounts_without_sponsor
from sponsors.models import Sponsor


@dataclass(frozen=True)
class Step:
    """One thing to do, whether it is done, and where."""

    title: str
    detail: str
    action: str
    url: str
    is_done: bool
    is_begun_at_once: bool = False


def first_steps(lead: User) -> list[Step]:
    """Return the steps to a first pairing, for as long as there is none."""
    return [management(), choices(), briefs(lead), volunteers(), invitations(), pairing()]


def management() -> Step:
    """General management: without it nobody can be a sponsor."""
    count = User.objects.executives().count()
    return Step(
        _("Say who belongs to general management"),
        ngettext("%(n)d member", "%(n)d members", count) % {"n": count},
        _("Look"),
        reverse("accounts:executive_list"),
        is_done=count > 0,
    )


def choices() -> Step:
    """The executives outside each KAM's line."""
    count = accounts_without_sponsor().count()
    return Step(
        _("See who might sponsor which account"),
        ngettext("%(n)d account without a sponsor", "%(n)d accounts without a sponsor", count)
        % {"n": count},
        _("Look"),
        reverse("possible_sponsors"),
        is_done=False,
    )


def briefs(lead: User) -> Step:
    """A first brief of every account, on paper."""
    written = Job.objects.filter(
        kind="draft_briefs", requested_by=lead, state=JobState.DONE
    ).exists()
    return Step(
        _("Take along a first brief of every account"),
        _("PDFs with what the files hold; the KAMs write the rest"),
        _("Make the PDFs"),
        reverse("brief_drafts"),
        is_done=written,
        is_begun_at_once=True,
    )


def volunteers() -> Step:
    """Executives volunteer, or a lead enters what they answered."""
    count = Sponsor.objects.filter(is_volunteer=True).count()
    return Step(
        _("Win volunteers: they answer four questions, or you enter the answers"),
        ngettext("%(n)d volunteer", "%(n)d volunteers", count) % {"n": count},
        _("Enter a volunteer"),
        reverse("sponsors:sponsor_add"),
        is_done=count > 0,
    )


def invitations() -> Step:
    """Who was imported comes in by invitation, when a lead says so."""
    count = User.objects.waiting_for_invitation().count()
    return Step(
        _("Invite people by e-mail"),
        ngettext("%(n)d not invited yet", "%(n)d not invited yet", count) % {"n": count},
        _("Invite"),
        reverse("accounts:people_invite"),
        is_done=count == 0,
    )


def pairing() -> Step:
    """The first proposal."""
    return Step(
        _("Propose a first pairing"),
        _("The KAM is asked first, then the sponsor"),
        _("Propose"),
        reverse("sponsors:pairing_propose"),
        is_done=False,
    )
