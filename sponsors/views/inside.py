"""Inside the tandem: sessions, introductions, requests to the committee, and the yearly alignment check."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from accounts.models import AccountPlan, KeyAccount, User
from sponsors.choices import Side
from sponsors.models import AlignmentCheck, CoachingNote, Pairing, tandems_open_to
from sponsors.services.alignment import alignment_due, planned_lines

SESSIONS, INTRODUCTIONS, REQUESTS = 6, 8, 8


@require_safe
def inside_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What the two do for each other; of sessions, a lead sees that they took place."""
    pairing = fetch(request, public_id)
    user, today = request.user, timezone.localdate()
    sessions = list(pairing.interactions.held().filter(side=Side.TANDEM).newest_first()[:SESSIONS])
    notes = CoachingNote.objects.visible_to(user).filter(interaction__in=sessions)
    noted: dict[int, list[CoachingNote]] = {}
    for note in notes.select_related("author"):
        noted.setdefault(note.interaction_id, []).append(note)
    checks = list(pairing.alignment_checks.select_related("kam")[:3])
    open_check = next((row for row in checks if not row.is_signed), None)
    signed = next((row for row in checks if row.is_signed), None)
    due = alignment_due(pairing, signed.signed_on if signed else None)
    planned = planned_lines(pairing.account)
    is_outdated = open_check is not None and open_check.objectives != planned
    context = {
        "pairing": pairing,
        "sessions": [(row, noted.get(row.pk, [])) for row in sessions],
        "introductions": pairing.introductions.with_people()[:INTRODUCTIONS],
        "requests": pairing.committee_requests.select_related("asked_by")[:REQUESTS],
        "check": open_check,
        "signed": signed,
        "planned": planned,
        "objectives": planned.splitlines() if open_check or not signed else signed.lines,
        "plan_version": AccountPlan.of(pairing.account).version,
        "is_outdated": is_outdated,
        "alignment_due": due,
        "is_due": due is not None and due <= today,
        "is_kam": user.has_perm("sponsors.ask_inside", pairing),
        "is_sponsor": user.has_perm("sponsors.answer_inside", pairing),
        "is_one_of_the_two": user.has_perm("sponsors.work_inside", pairing),
        "waits_for_my_signature": open_check is not None
        and bool(planned)
        and lacks(open_check, pairing, user, is_outdated=is_outdated),
        "today": today,
    }
    return render(request, "sponsors/inside_detail.html", context)


def lacks(check: AlignmentCheck, pairing: Pairing, user: User, *, is_outdated: bool) -> bool:
    """Whether a check waits for this person's signature; under objectives that have changed since, none counts."""
    if user == pairing.account.kam:
        return is_outdated or check.kam_id != user.pk
    return user == pairing.sponsor.person and (is_outdated or check.sponsor_signed_at is None)


def fetch(request: UserRequest, public_id: UUID) -> Pairing:
    """Return a running pairing inside which the reader may look, with its account's team, or 404."""
    rows = tandems_open_to(request.user).with_people()
    pairing = get_object_or_404(rows, public_id=public_id)
    pairing.account = KeyAccount.objects.with_team().get(pk=pairing.account_id)
    return pairing


def allowed(request: UserRequest, public_id: UUID, permission: str) -> Pairing:
    """Return a pairing in which the reader has this part; 403 where one may only look."""
    pairing = fetch(request, public_id)
    if not request.user.has_perm(permission, pairing):
        raise PermissionDenied
    return pairing
