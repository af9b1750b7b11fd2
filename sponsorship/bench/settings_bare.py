"""A bare Django on the same database: what every page is measured against."""

from sponsorship.settings import *

DEBUG = False
# What asks for allauth, as signing in to Tandem does, is left out with it.
LEFT_OUT = ("allauth", "django.contrib.admin", "sponsorship")
INSTALLED_APPS = [name for name in INSTALLED_APPS if not name.startswith(LEFT_OUT)]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
ROOT_URLCONF = "sponsorship.bench.bare"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "OPTIONS": {}}
]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "ERROR"}}
