"""The way to the company's own sign-in, with a page where it does not answer."""

import structlog
from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from requests import RequestException

logger = structlog.get_logger(__name__)


@login_not_required
@require_safe
def company_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the company's sign-in; where it cannot be reached, say so and offer the way back."""
    try:
        return views.login(request, provider_id)
    except RequestException as fault:
        logger.warning("company_sign_in_unreachable", fault=str(fault))
        return render(request, "socialaccount/authentication_error.html", status=503)
