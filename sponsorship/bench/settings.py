"""The application as it is in production, plus the counting of SQL statements on request."""

from sponsorship.settings import *

DEBUG = False
MIDDLEWARE = ["sponsorship.bench.bare.CountStatements", *MIDDLEWARE]
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "ERROR"}}
ROOT_URLCONF = "sponsorship.bench.urls"
