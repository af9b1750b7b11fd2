"""How well we want to know a person at the client, and who of us looks after it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import TOP_LEVELS, WANTED_AT_LEAST, ConnectionStrength
from accounts.models.user import User


class Wanted(models.Model):
    """Where a contact stands on the people map."""

    level: "models.CharField[str, str]"

    unit = models.CharField(_("unit"), max_length=80, blank=True, default="", db_default="")
    # What the KAM says; what counts is `aim`.
    wanted = models.PositiveSmallIntegerField(
        _("how well we want to know this person"),
        choices=ConnectionStrength,
        default=ConnectionStrength.UNKNOWN,
        db_default=ConnectionStrength.UNKNOWN,
    )
    counterpart = models.ForeignKey(
        User,
        verbose_name=_("counterpart on our side"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def is_top(self) -> bool:
        """Whether the person is a top executive of the client."""
        return self.level in TOP_LEVELS

    @property
    def aim(self) -> int:
        """How well we want to know the person."""
        return aim_of(self.level, self.wanted)

    def get_aim_display(self) -> str:
        """Say how well we want to know the person."""
        return str(ConnectionStrength(self.aim).label)


def aim_of(level: str, wanted: int) -> int:
    """Return how well we want to know a contact of that level: a top executive as a partner at least."""
    return max(WANTED_AT_LEAST, wanted) if level in TOP_LEVELS else wanted
