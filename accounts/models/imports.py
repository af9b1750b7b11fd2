"""Files that other systems leave, and what became of each of their rows."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import ImportKind, ImportState, RowOutcome
from accounts.models.base import Addressed
from accounts.models.job import Job
from accounts.models.user import User


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Imports, as leads speak of them."""

    def visible_to(self, user: User) -> Self:
        return self if user.is_lead else self.none()


class ImportBatch(Addressed):
    """One file: checked first, then applied, and undone while nothing builds on it."""

    kind = models.CharField(max_length=12, choices=ImportKind, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    header = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    fault = models.JSONField(default=dict, blank=True)
    # Pairings that the file would bring into conflict, as the check found them.
    foreseen = models.JSONField(default=list, blank=True, db_default=[])
    applied_to = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    from_inbox = models.BooleanField(default=False)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of a file: what it says, what it would do, and why it is refused."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=RowOutcome, blank=True)
    label = models.CharField(max_length=200, blank=True)
    issues = models.JSONField(default=list, blank=True)
    has_warning = models.BooleanField(default=False)
    before = models.JSONField(null=True, blank=True)
    target = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="%(app_label)s_%(class)s_once_in_a_file"
            ),
        ]
        indexes = [
            # The list of refused and warned rows of a file.
            models.Index(fields=["batch", "outcome"], name="import_row_by_outcome"),
            models.Index(
                fields=["batch", "number"], condition=Q(has_warning=True), name="import_row_warned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.number}"


class RememberedColumn(models.Model):
    """What a header that Tandem did not know was said to mean."""

    kind = models.CharField(max_length=12, choices=ImportKind)
    header = models.CharField(max_length=120)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("remembered column")
        constraints = [
            models.UniqueConstraint(fields=["kind", "header"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"
