"""The settings of the test suite: fast hashing, no manifest, mail in memory."""

from sponsorship.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WHITENOISE_AUTOREFRESH = True
LOGGING = LOGGING | {"root": {"handlers": ["console"], "level": "ERROR"}}
if REDIS_URL:  # type: ignore[used-before-def]  # it comes with the star import
    # Each process of the parallel suite has a Redis database of its own.
    number = int(env("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw")) % 16
    REDIS_URL = REDIS_URL.rpartition("/")[0] + f"/{number}"
    CACHES["default"]["LOCATION"] = CELERY_BROKER_URL = REDIS_URL
