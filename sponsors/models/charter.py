"""The charter: what KAM and sponsor agree to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.languages import is_french


class Charter(models.Model):
    """One page on what each of the two does and what to avoid; a new text is a new version."""

    version = models.PositiveSmallIntegerField(unique=True)
    text_en = models.TextField(_("English text"))
    text_fr = models.TextField(_("French text"))
    published_on = models.DateField()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("charter")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{_('Charter')} {self.version}"

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return self.text_fr if is_french() else self.text_en
