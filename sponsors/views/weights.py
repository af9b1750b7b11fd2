"""What each criterion of fit counts, and what other weights would change."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.htmx import UserRequest
from sponsors.forms.matching import WeightsForm
from sponsors.models import FitWeights, MatchingRun
from sponsors.services.matching import StaleWeightsError, set_weights, start_matching
from sponsors.views.matching import check_may_match


@require_http_methods(["GET", "HEAD", "POST"])
def fit_weights(request: UserRequest) -> HttpResponse:
    """Try other weights on what the latest matching was told; nothing counts before it is kept."""
    check_may_match(request)
    runs = MatchingRun.objects.visible_to(request.user).done()
    latest = runs.filter(weights_version__isnull=False).first()
    form = WeightsForm(request.POST or None, current=FitWeights.current())
    if request.method == "POST" and form.is_valid():
        if latest is None:
            return keep(request, form)
        trial = start_matching(
            by=request.user,
            starts_on=latest.starts_on,
            minimum=latest.minimum,
            asks_everyone=latest.asks_everyone,
            weights=form.weights,
            continues=latest,
        )
        return redirect("sponsors:matching_compare", trial.public_id, latest.public_id)
    versions = FitWeights.objects.select_related("set_by")[:12]
    context = {"form": form, "versions": versions, "latest": latest}
    return render(request, "sponsors/fit_weights.html", context)


@require_POST
def fit_weights_set(request: UserRequest) -> HttpResponse:
    """Let weights count that were tried."""
    check_may_match(request)
    form = WeightsForm(request.POST, current=FitWeights.current())
    if form.is_valid():
        return keep(request, form)
    messages.error(request, _("That did not work. Please try again in a moment."))
    return redirect("sponsors:fit_weights")


def keep(request: UserRequest, form: WeightsForm) -> HttpResponse:
    """Let the weights count, or say who was quicker."""
    weights = {str(name): weight for name, weight in form.weights.items()}
    try:
        set_weights(weights, seen=form.cleaned_data["seen"], by=request.user)
    except StaleWeightsError as refusal:
        messages.error(
            request,
            _("%(name)s has set other weights meanwhile. Look at them, then try yours again.")
            % {"name": refusal.current.set_by or "Tandem"},
        )
        return redirect("sponsors:fit_weights")
    messages.success(request, _("These weights count from the next matching on."))
    return redirect("sponsors:matching")
