from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lay the search indexes after each migration: Django lays changed tables anew on SQLite, without their triggers."""
        from accounts.models.search_index import lay_indexes  # noqa: PLC0415 - models are ready by now

        post_migrate.connect(lay_indexes, sender=self)
