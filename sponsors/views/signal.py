"""Points to watch: what a reader may know of, and nobody else."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from accounts.models import User
from sponsors.models import ConfidedSignal, Pairing

EACH = 30


@require_safe
def signal_list(request: UserRequest) -> HttpResponse:
    """What one has said in confidence, and what waits for a lead's answer."""
    tandems = Pairing.objects.running_for(request.user).with_people().order_by("account__name")
    context = {"tandems": tandems, "today": timezone.localdate(), **confided_for(request.user)}
    return render(request, "sponsors/signal_list.html", context)


def confided_for(user: User) -> dict[str, Any]:
    """Return what the reader has said in confidence, and as a lead reads: unanswered, and followed."""
    said = ConfidedSignal.objects.visible_to(user).with_people()
    others = said.exclude(author=user)
    return {
        "own": said.filter(author=user).order_by("-given_at", "-pk")[:EACH],
        "unanswered": others.unanswered().order_by("given_at", "pk")[:EACH],
        "followed": others.followed().order_by("follow_up_on", "pk")[:EACH],
    }
