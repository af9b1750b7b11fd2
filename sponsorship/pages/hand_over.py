"""The hand-over page: what passes on, confirmed by the one who leaves it and the one who takes it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.htmx import UserRequest
from accounts.models import KeyAccount
from sponsors.forms.succession import HandOverForm
from sponsors.models import HandOver
from sponsors.services.hand_overs import HandOverClosedError, confirm_hand_over
from sponsorship.hand_overs import hand_over_page


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Brief, people, promises and dates of one account; each of the two confirms once."""
    rows = HandOver.objects.visible_to(request.user).with_people()
    hand_over = get_object_or_404(rows, public_id=public_id)
    may_confirm = request.user.has_perm("sponsors.confirm_hand_over", hand_over)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_confirm:
            raise PermissionDenied
        if form.is_valid():
            confirm(request, hand_over, form.cleaned_data["word"])
            return redirect("hand_over_detail", hand_over.public_id)
    opens = KeyAccount.objects.visible_to(request.user).filter(pk=hand_over.account_id)
    context = {
        "hand_over": hand_over,
        "page": hand_over_page(hand_over, on=timezone.localdate()),
        "form": form if request.user == hand_over.from_person else None,
        "may_confirm": may_confirm,
        "opens_account": opens.exists(),
    }
    return render(request, "sponsorship/hand_over_detail.html", context)


def confirm(request: UserRequest, hand_over: HandOver, word: str) -> None:
    """Confirm, and say so."""
    try:
        confirm_hand_over(hand_over, by=request.user, word=word)
    except HandOverClosedError:
        messages.info(request, _("This hand-over is no longer needed."))
    else:
        messages.success(request, _("Thank you, that is noted."))
