"""The settings of the delivery test: real SMTP, and beat every second instead of every minute."""

from datetime import timedelta

from sponsorship.settings import *

CELERY_BEAT_SCHEDULE = {
    name: CELERY_BEAT_SCHEDULE[name] | {"schedule": timedelta(seconds=1)}
    for name in ("deliver-due-notifications", "sweep-notifications-and-jobs")
}
