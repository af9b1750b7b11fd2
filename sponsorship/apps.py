from importlib import import_module

from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    name = "sponsorship"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let tasks know their Celery application, and sign-ins note their hour from the first one on.

        The application is not imported by the package itself: what reads a stranger's file needs none of it.
        """
        import_module("sponsorship.celery")
        import_module("sponsorship.sign_in")
