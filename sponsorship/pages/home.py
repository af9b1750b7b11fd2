"""Home: what waits for me, most urgent first, and my accounts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.htmx import UserRequest
from accounts.models import KeyAccount
from sponsors.models import Pairing
from sponsorship.duties import duties
from sponsorship.first_steps import first_steps
from sponsorship.my_accounts import my_accounts
from sponsorship.pages.upload import WelcomeForm
from sponsorship.tensions import tensions_waiting
from sponsorship.week import this_week
from sponsorship.week.lines import most_urgent_first


@require_safe
def home(request: UserRequest) -> HttpResponse:
    """A good morning, this week, my accounts."""
    today = timezone.localdate()
    begins = request.user.is_lead and not Pairing.objects.exists()
    if begins and not KeyAccount.objects.exists():
        return render(
            request,
            "sponsorship/welcome.html",
            {"form": WelcomeForm()},
        )
    waits = [
        *duties(request.user, on=today),
        *this_week(request.user, on=today),
        *tensions_waiting(request.user, on=today),
    ]
    context = {
        "today": today,
        "steps": first_steps(request.user) if begins else [],
        "week": most_urgent_first(waits),
        "accounts": my_accounts(request.user, on=today),
        "volunteers": request.user.is_executive and not hasattr(request.user, "sponsor"),
    }
    return render(request, "sponsorship/home.html", context)
