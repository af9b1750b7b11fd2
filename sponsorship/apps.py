from importlib import import_module

from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    name = "sponsorship"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let sign-ins note their hour from the first one on."""
        import_module("sponsorship.sign_in")
