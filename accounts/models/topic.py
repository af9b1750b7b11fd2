"""What a client's agenda is about, and what our people are at home in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import Function
from accounts.languages import is_french


class Topic(models.Model):
    """A subject on a client's agenda, with the function of ours that mirrors it."""

    code = models.SlugField(unique=True, max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)
    name_fr = models.CharField(_("French name"), max_length=80)
    function = models.CharField(
        _("function that mirrors it"), max_length=24, choices=Function, blank=True
    )

    class Meta:
        verbose_name = _("topic")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return self.name_fr if is_french() else self.name_en
