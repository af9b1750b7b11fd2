"""What the bench asks for: each page, by whom, and the two bare views."""

import uuid

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from accounts.models import KeyAccount, User
from sponsorship.bench.server import Request

BACKEND = "sponsorship.adapters.SignInBackend"
BARE_BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(user: User, backend: str = BACKEND) -> str:
    """Return the cookie of a new session."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def account_of(kam: User) -> KeyAccount:
    """Return the first account of a KAM. Raises `KeyAccount.DoesNotExist`."""
    return KeyAccount.objects.managed_by(kam).order_by("pk")[:1].get()


def person(name: str) -> User:
    """Return one of the people whom the bench has filled in. Raises `User.DoesNotExist`."""
    return User.objects.get(email=f"{name}@bench.example")


def bare_requests() -> dict[str, Request]:
    """Return how the two bare views are asked for."""
    kam = person("kam0")
    return {
        "L": Request("GET", f"/l/{account_of(kam).pk}/", sign_in(kam, BARE_BACKEND)),
        "Lp": Request("POST", "/lp/", sign_in(kam, BARE_BACKEND), lambda: ""),
    }


def page_requests() -> dict[str, Request]:
    """Return how each page is asked for: by a KAM, some by a lead; another KAM logs, so that no page grows meanwhile."""
    kam, other = person("kam0"), person("kam1")
    account, logged_on = account_of(kam), account_of(other)
    mine, others, leads = sign_in(kam), sign_in(other), sign_in(person("lead"))
    token = "c" * 32

    def log_body() -> str:
        return (
            f"csrfmiddlewaretoken={token}&account={logged_on.public_id}&kind=exchange&day={timezone.localdate():%Y-%m-%d}"
            f"&subject=Bench&mode=phone&public_id={uuid.uuid4()}"
        )

    page = reverse("account_detail", args=[account.public_id])
    return {
        "home": Request("GET", reverse("home"), mine),
        "this week": Request("GET", "/bench/this-week/", mine),
        "calendar feed": Request("GET", "/bench/feed/", mine),
        "cockpit": Request("GET", reverse("cockpit"), leads),
        "accounts list": Request("GET", reverse("key_account_list"), leads),
        "search": Request("GET", reverse("search") + "?q=number00", leads),
        "search by a KAM": Request("GET", reverse("search") + "?q=number00", mine),
        "search with an error": Request("GET", reverse("search") + "?q=numbre0012", leads),
        "account page": Request("GET", page, mine),
        "brief": Request("GET", reverse("brief_detail", args=[account.public_id]), mine),
        "brief as PDF": Request(
            "GET", reverse("brief_pdf", args=[account.public_id]), mine, weight=10
        ),
        "log an interaction": Request(
            "POST", reverse("interaction_log"), f"{others}; csrftoken={token}", log_body
        ),
    }
