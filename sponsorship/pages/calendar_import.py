"""From my calendar: an .ics file is looked at first, then what is chosen of it is planned.

The file is not kept: between the two pages its events travel in the form, signed.
"""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.htmx import UserRequest
from sponsors.services.drafts import InteractionRefusedError
from sponsors.views.refusals import interaction_sentence
from sponsorship.calendar.reading import MOST_BYTES, MOST_EVENTS, Event, UnreadableError, read
from sponsorship.calendar.rehearsing import CANCEL, MOVE, PLAN, Line, Rehearsal
from sponsorship.calendar.taking_in import Taking

SALT, AN_HOUR = "tandem.calendar", 60 * 60
Named = list[tuple[Event, UUID]]


class CalendarFileForm(forms.Form):
    """One calendar file."""

    file = forms.FileField(
        label=gettext_lazy("Calendar file"),
        max_length=200,
        help_text=gettext_lazy(
            "An .ics file that your calendar has saved, or that came with an invitation; 1 MB and 500 events at most."
        ),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar", "class": "drop"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read it."""
        facts: dict[str, Any] = super().clean() or {}
        if file := facts.get("file"):
            try:
                facts["events"] = read(file.read(MOST_BYTES + 1))
            except UnreadableError as refusal:
                self.add_error("file", unreadable(refusal.fact))
        return facts


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_import(request: UserRequest) -> HttpResponse:
    """Choose a file; its events are shown with what would become of each, and nothing is written."""
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return rehearse(request, [(event, uuid4()) for event in form.cleaned_data["events"]])
    has_accounts = bool(Rehearsal([], request.user, on=timezone.localdate()).accounts)
    context = {"form": form, "has_accounts": has_accounts}
    status = 422 if form.is_bound else 200
    return render(request, "sponsorship/calendar_import.html", context, status=status)


def rehearse(request: UserRequest, named: Named) -> HttpResponse:
    """Show what would become of each event."""
    events = [event for event, _name in named]
    rehearsal = Rehearsal(events, request.user, on=timezone.localdate())
    lines = sorted(
        rehearsal.lines(), key=lambda line: (line.day is None, line.day or 0, line.number)
    )
    context = {
        "accounts": rehearsal.accounts,
        "has_accounts": bool(rehearsal.accounts),
        "chosen": [line for line in lines if line.verb],
        "left": [(line, reason_sentence(line)) for line in lines if not line.verb],
        "packed": packed(request, named),
    }
    return render(request, "sponsorship/calendar_import.html", context)


@require_POST
def calendar_import_apply(request: UserRequest) -> HttpResponse:
    """Plan, move and cancel what was chosen, each by the rules of a plan made by hand."""
    named = unpacked(request)
    if named is None:
        messages.error(request, _("The file was looked at too long ago. Choose it once more."))
        return redirect("calendar_import")
    today = timezone.localdate()
    rehearsal = Rehearsal([event for event, _name in named], request.user, on=today)
    names = {number: name for number, (_event, name) in enumerate(named)}
    taking = Taking(rehearsal, names, by=request.user, on=today)
    taking.take({number: request.POST.get(f"choice_{number}", "") for number in names})
    tell(request, taking)
    return redirect("calendar_import")


def packed(request: UserRequest, named: Named) -> str:
    """Return the events as a signed text for this reader alone."""
    rows = [asdict(event) | {"name": str(name)} for event, name in named]
    return signing.dumps([request.user.pk, rows], salt=SALT, compress=True)


def unpacked(request: UserRequest) -> Named | None:
    """Return the events of the form, if this reader was shown them within the hour."""
    try:
        reader, rows = signing.loads(request.POST.get("packed", ""), salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return None
    if reader != request.user.pk:
        return None
    return [
        (Event(**row | {"emails": tuple(row["emails"])}), name)
        for row in rows
        for name in [UUID(row.pop("name"))]
    ]


def tell(request: UserRequest, taking: Taking) -> None:
    """Say what was done and what was not."""
    done = taking.done
    said = [
        ngettext("%(n)d meeting planned.", "%(n)d meetings planned.", done[PLAN]),
        ngettext("%(n)d moved.", "%(n)d moved.", done[MOVE]),
        ngettext("%(n)d cancelled.", "%(n)d cancelled.", done[CANCEL]),
    ]
    counts = (done[PLAN], done[MOVE], done[CANCEL])
    words = [text % {"n": count} for text, count in zip(said, counts, strict=True) if count]
    messages.success(request, " ".join(words) or _("Nothing was changed."))
    if done["without"]:
        asked = ngettext(
            "For %(n)d of them the KAM has not given a go-ahead yet.",
            "For %(n)d of them the KAM has not given a go-ahead yet.",
            done["without"],
        ) % {"n": done["without"]}
        link = (asked, reverse("sponsors:go_ahead_list"), _("Go-aheads"))
        messages.warning(request, format_html('{} <a href="{}">{}</a>', *link))
    for line, refusal in taking.refused:
        messages.error(request, f"{line.event.title}: {refused(refusal)}")


def refused(refusal: Exception) -> str:
    """Return why an event was not taken in."""
    if isinstance(refusal, InteractionRefusedError):
        return interaction_sentence(refusal)
    return _("A colleague has planned it meanwhile.")


def reason_sentence(line: Line) -> str:
    """Return why nothing is done with an event."""
    sentences = {
        "past": _("It is over."),
        "no_day": _("Its day cannot be read."),
        "cancelled": _("It is cancelled."),
        "repeats": _("It repeats: plan its next dates one by one."),
        "ours": _("It comes from Tandem."),
        "known": _("It is planned already, and nothing is new."),
        "over": _("It was taken in before, and is held or cancelled."),
    }
    return sentences[line.reason]


def unreadable(fact: str) -> str:
    """Return why a file cannot be read."""
    sentences = {
        "too_large": _("The file is larger than 1 MB, or has more than 40,000 lines."),
        "too_many": _("There are more than %(n)d events in the file.") % {"n": MOST_EVENTS},
        "no_calendar": _("This is no calendar file, or it is damaged."),
    }
    return sentences[fact]
