"""My settings: language, time zone, e-mails; and the way to password, second factor and sessions."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms.settings import MySettingsForm
from accounts.htmx import UserRequest
from accounts.models import CalendarFeed, User
from accounts.services.history import save_by


@require_http_methods(["GET", "HEAD", "POST"])
def my_settings(request: UserRequest) -> HttpResponse:
    """What a person sets for themselves."""
    me = User.objects.get(pk=request.user.pk)
    form = MySettingsForm(request.POST or None, instance=me)
    if request.method == "POST" and form.is_valid():
        save_by(form.save(commit=False), me, update_fields=form.Meta.fields)
        with translation.override(me.language or translation.get_language()):
            messages.success(request, _("Your settings are saved."))
        return redirect("settings")
    context = {
        "form": form,
        "feed": CalendarFeed.objects.filter(person=me).first(),
        "signs_in_with_company": bool(getattr(settings, "SOCIALACCOUNT_PROVIDERS", None)),
        "may_run_programme": me.has_perm("accounts.run_programme"),
    }
    return render(request, "sponsorship/settings.html", context)
