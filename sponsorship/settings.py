"""Tandem's settings: one file, read from the environment.

Nothing set gives the embedded default: SQLite under `var/`, no Redis, DEBUG on, links on the local
address. `TANDEM_ENV=production` demands a secret key, a host list and DEBUG off, and says which one
is missing.
"""

from datetime import timedelta
from pathlib import Path

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from sponsorship.ops.secret import kept_secret
from sponsorship.ops.sqlite import fault_of_sqlite

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
ENV_FILE = Path(env("TANDEM_ENV_FILE", default=str(BASE_DIR / ".env")))
if ENV_FILE.is_file():
    env.read_env(ENV_FILE)

# The demo keeps its database, mail and uploads apart from those of a programme of one's own.
DEMO = env.bool("TANDEM_DEMO", default=False)
VAR_DIR = Path(env("TANDEM_VAR_DIR", default=str(BASE_DIR / "var" / ("demo" if DEMO else ""))))
VAR_DIR.mkdir(parents=True, exist_ok=True)
PRODUCTION = env("TANDEM_ENV", default="local") == "production"
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
if not (SECRET_KEY or PRODUCTION):
    SECRET_KEY = kept_secret(VAR_DIR / "secret_key")
HERE = ["localhost", "127.0.0.1", "[::1]", "testserver"]
ALLOWED_HOSTS = [
    host.strip() for host in env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else HERE)
]
# The address under which people reach Tandem: links in e-mails begin with it.
SITE_URL = env(
    "SITE_URL", default="" if PRODUCTION else "http://127.0.0.1:" + env("PORT", default="8000")
).rstrip("/")
if PRODUCTION:
    faults = [
        fault
        for fault, found in {
            "SECRET_KEY is missing or shorter than 50 characters": len(SECRET_KEY) < 50,
            "DEBUG is on": DEBUG,
            "ALLOWED_HOSTS is empty or open to every host": not ALLOWED_HOSTS
            or "*" in ALLOWED_HOSTS,
            "SITE_URL is missing, or does not begin with https:// or http://": not (
                SITE_URL.startswith(("https://", "http://"))
            ),
        }.items()
        if found
    ]
    if faults:
        raise ImproperlyConfigured(
            "Tandem does not start in production: " + "; ".join(faults) + "."
        )

CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "django_htmx",
    "django_structlog",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
    "template_partials.apps.SimpleAppConfig",
    "accounts",
    "sponsors",
    "reviews",
    "sponsorship",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sponsorship.sign_in.SessionLifetimeMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "sponsorship.middleware.PersonalSettingsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sponsorship.sign_in.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "sponsorship.middleware.NoStoreMiddleware",
    "sponsorship.middleware.HtmxMessagesMiddleware",
]

ROOT_URLCONF = "sponsorship.urls"
WSGI_APPLICATION = "sponsorship.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sponsorship.context_processors.frame",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.contrib.humanize.templatetags.humanize",
                "template_partials.templatetags.partials",
                "accounts.templatetags.components",
                "accounts.templatetags.days",
                "accounts.templatetags.prose",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'tandem.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if fault := fault_of_sqlite():
        raise ImproperlyConfigured(fault)
    # Writers queue instead of failing: a write lock is taken at the start of each transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# PostgreSQL plans the statements of accounts/prepared.py once for a connection. A pooler that hands out
# connections by transaction cannot keep them: it needs "no" here.
DATABASE_KEEPS_PLANS = env.bool("DATABASE_KEEPS_PLANS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis, or nothing ------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
    CELERY_BROKER_URL = REDIS_URL
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    BROKER_DIR = VAR_DIR / "broker"
    for folder in ("messages", "processed", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "sponsorship.beat:LastingScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "deliver-due-notifications": {
        "task": "accounts.tasks.deliver_due",
        "schedule": timedelta(seconds=15),
    },
    "sweep-notifications-and-jobs": {
        "task": "accounts.tasks.sweep",
        "schedule": timedelta(minutes=1),
    },
    "write-reminders": {
        "task": "sponsorship.tasks.write_reminders",
        "schedule": timedelta(minutes=30),
    },
    "advance-pairings": {"task": "sponsors.tasks.advance_pairings", "schedule": timedelta(hours=1)},
    "delete-old-notes": {
        "task": "sponsors.tasks.delete_old_notes",
        "schedule": crontab(hour=3, minute=0),
    },
    "delete-old-signals": {
        "task": "sponsors.tasks.delete_old_signals",
        "schedule": crontab(hour=3, minute=10),
    },
    "look-for-signals": {
        "task": "sponsors.tasks.look_for_signals",
        "schedule": crontab(hour=4, minute=0),
    },
    "compute-scorecards": {
        "task": "reviews.tasks.compute_open_seasons",
        "schedule": crontab(hour=1, minute=0),
    },
    "take-in-inbox": {
        "task": "sponsorship.tasks.take_in_inbox",
        "schedule": crontab(hour=2, minute=0),
    },
}

# --- Kinds that services name by word and the top floor answers (dotted paths) -----------------
JOB_KINDS = {
    "import_rehearse": "sponsorship.imports.jobs.rehearse",
    "import_apply": "sponsorship.imports.jobs.apply",
    "import_take_in": "sponsorship.imports.jobs.take_in",
    "import_undo": "sponsorship.imports.jobs.undo",
    "matching": "sponsors.services.matching.compute_matching",
    "propose_matched": "sponsors.services.matching.propose_matched",
    "scorecards": "reviews.services.scorecards.compute_season_job",
    "draft_briefs": "sponsorship.brief_paper.draft_briefs_job",
}
NOTIFICATION_KINDS = "sponsorship.messages.KINDS"
ANSWER_PURPOSES = "sponsorship.answers.PURPOSES"
# Called in the transaction of every change of a manager or a KAM.
ORGANISATION_WATCHERS = ["sponsors.services.watching.follow_organisation"]
# Asked before such a change: the pairings that it would bring into conflict.
ORGANISATION_FORESIGHT = "sponsors.services.conflicts.foresee_conflicts"

# --- People and sign-in -----------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# The pages of a key account and of a hand-over join all floors, so that their addresses are not the ground floor's to know.
ABSOLUTE_URL_OVERRIDES = {
    "accounts.keyaccount": lambda account: f"/accounts/{account.public_id}/",
    "sponsors.handover": lambda hand_over: f"/hand-overs/{hand_over.public_id}/",
}
AUTHENTICATION_BACKENDS = [
    "sponsorship.adapters.SignInBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "sponsorship.passwords.LongestPasswordValidator"},
    {"NAME": "sponsorship.passwords.NamesValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "sponsorship.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "sponsorship.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link, not a form: our pages allow no form whose answer leads to another host.
SOCIALACCOUNT_LOGIN_ON_GET = True
if env("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "company",
                    "name": env("OIDC_NAME", default="Company"),
                    "client_id": env("OIDC_CLIENT_ID"),
                    "secret": env("OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": env("OIDC_SERVER_URL"),
                        # Whether the company vouches for an address of which its sign-in does not say so.
                        "verified_email": env.bool("OIDC_TRUSTS_EMAIL", default=False),
                    },
                }
            ]
        }
    }
SESSION_ENGINE = "sponsorship.sessions"
# A session ends after twelve hours, and earlier when nothing is asked for: sponsorship/sign_in.py.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_AGE = 3 * 60 * 60
SESSION_IDLE_AGE_OF_LEADS = 60 * 60
SESSION_NOTED_EVERY = 5 * 60
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
INVITATION_DAYS = 14

# --- Languages, places, formats -----------------------------------------------------------------
LANGUAGE_CODE = env("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["sponsorship.formats"]
TIME_ZONE = env("TIME_ZONE", default="Europe/Paris")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- Static files -------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What browsers ask for below no other address: /favicon.ico.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
IMPORT_DIR = VAR_DIR / "imports"
INBOX_DIR = Path(env("TANDEM_INBOX_DIR", default=str(VAR_DIR / "inbox")))
CRISPY_ALLOWED_TEMPLATE_PACKS = "tandem"
CRISPY_TEMPLATE_PACK = "tandem"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- E-mail: SMTP from the environment, else rows that the mailbox page shows --------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST", "")
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
# Where nothing is set, mail stays inside: it is kept in the database, shown on the mailbox page.
MAIL_STAYS_INSIDE = not EMAIL_HOST
EMAIL_BACKEND = (
    "sponsorship.mailbox.KeptMailBackend"
    if MAIL_STAYS_INSIDE
    else "django.core.mail.backends.smtp.EmailBackend"
)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Tandem <tandem@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Browser rules --------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if PRODUCTION:
    BEHIND_PROXY = env.bool("BEHIND_PROXY", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
    # Attempts to sign in are counted by the address that the proxy saw, not by the proxy's own.
    ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# --- Logs -----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer()
            if PRODUCTION
            else structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
            "foreign_pre_chain": [
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.stdlib.add_log_level,
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
    },
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = False
SIMPLE_HISTORY_REVERT_DISABLED = True
