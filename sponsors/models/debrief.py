"""What the two say of a debrief: confirmed, commented, disputed until it is settled."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import TeamRole
from accounts.models import TeamMember, User
from accounts.models.base import Addressed
from sponsors.choices import DebriefWordKind, DisputeEnd
from sponsors.models.interaction import Interaction


class DebriefWord(models.Model):
    """One line that the other of the tandem adds to a debrief: a yes, or a comment."""

    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="debrief_words"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DebriefWordKind)
    text = models.CharField(_("comment"), max_length=500, blank=True)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("word on a debrief")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "person"],
                condition=Q(kind="confirmed"),
                name="%(app_label)s_%(class)s_confirmed_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="commented", text=""),
                name="%(app_label)s_%(class)s_comment_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.get_kind_display()


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Disputes about debriefs."""

    def open(self) -> Self:
        return self.filter(settled_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Those of one's own tandems and of one's own debriefs; a lead reads what one of the two has brought."""
        seats = TeamMember.objects.current().filter(
            person=user, role__in=[TeamRole.KAM, TeamRole.SPONSOR]
        )
        own = Q(interaction__debriefed_by=user) | Q(interaction__logged_by=user)
        seen = own | Q(interaction__account__in=seats.values("account"))
        if user.is_lead:
            seen |= Q(brought_at__isnull=False)
        return self.filter(seen, interaction__in=Interaction.objects.visible_to(user))


class Dispute(Addressed):
    """One of the two does not see a meeting as the debrief tells it: it counts for nothing until that is settled."""

    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="disputes")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    because = models.CharField(_("what is not so"), max_length=500)
    text = models.TextField(_("how it should read"), max_length=8000, blank=True)
    proposed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=DisputeEnd, blank=True)
    last_word = models.CharField(_("in one line"), max_length=500, blank=True)

    objects = DisputeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dispute")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction"],
                condition=Q(settled_at__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(because=""), name="%(app_label)s_%(class)s_says_what"
            ),
            models.CheckConstraint(
                condition=Q(text="", proposed_by__isnull=True)
                | (~Q(text="") & Q(proposed_by__isnull=False)),
                name="%(app_label)s_%(class)s_text_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(brought_by__isnull=True, brought_at__isnull=True)
                | Q(brought_by__isnull=False, brought_at__isnull=False),
                name="%(app_label)s_%(class)s_brought_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True, end="")
                | (Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(end="")),
                name="%(app_label)s_%(class)s_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.because

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
