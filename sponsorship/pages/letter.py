"""The letter that presents the sponsor: written by the KAM, read, printed or copied, handed over."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.htmx import UserRequest
from accounts.models import Contact
from sponsors.forms.letter import HandedOverForm, LetterForm
from sponsors.models import Pairing, SponsorLetter
from sponsors.services.introductions import InsideRefusedError
from sponsors.services.letters import note_handed_over, write_letter
from sponsors.views.inside import allowed
from sponsors.views.inside_words import inside_sentence
from sponsorship.letter import language_for, letter_pdf, letter_words


@require_http_methods(["GET", "HEAD", "POST"])
def letter_write(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Choose for whom and in which language, and add a paragraph."""
    pairing = allowed(request, public_id, "sponsors.ask_inside")
    contact = first_reader(pairing, request.GET.get("contact"))
    form = LetterForm(request.POST or None, pairing=pairing, initial=said_so_far(pairing, contact))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            letter = write_letter(
                pairing,
                facts["contact"],
                language=facts["language"],
                paragraph=facts["paragraph"],
                by=request.user,
            )
        except InsideRefusedError as refusal:
            form.add_error("contact", inside_sentence(refusal))
        else:
            return redirect("letter_detail", letter.public_id)
    context = {
        "pairing": pairing,
        "form": form,
        "letters": pairing.letters.with_people(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "sponsorship/letter_write.html", context, status=status)


@require_safe
def letter_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The letter as it stands: to print, to copy, to note as handed over."""
    letter = fetch(request, public_id)
    today = timezone.localdate()
    may_hand_over = request.user.has_perm("sponsors.ask_inside", letter.pairing)
    context = {
        "letter": letter,
        "words": letter_words(letter, on=letter.handed_over_on or today),
        "form": HandedOverForm(initial={"day": today}),
        "may_hand_over": may_hand_over and letter.handed_over_on is None,
    }
    return render(request, "sponsorship/letter_detail.html", context)


@require_safe
def letter_print(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Return the letter as a PDF."""
    letter = fetch(request, public_id)
    pdf = letter_pdf(letter, on=letter.handed_over_on or timezone.localdate())
    name = f"sponsor-{slugify(letter.pairing.account.name)[:60] or letter.public_id}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_POST
def letter_hand_over(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Note the day on which it was handed over."""
    letter = fetch(request, public_id)
    if not request.user.has_perm("sponsors.ask_inside", letter.pairing):
        raise PermissionDenied
    form, today = HandedOverForm(request.POST), timezone.localdate()
    day = form.cleaned_data["day"] if form.is_valid() else today
    try:
        note_handed_over(letter, day=day, by=request.user, on=today)
    except InsideRefusedError as refusal:
        messages.error(request, inside_sentence(refusal))
    else:
        messages.success(request, _("Noted. Thank you."))
    return redirect("letter_detail", letter.public_id)


def fetch(request: UserRequest, public_id: UUID) -> SponsorLetter:
    """Return a letter that the reader may read, or 404."""
    rows = SponsorLetter.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows, public_id=public_id)


def first_reader(pairing: Pairing, named: str | None) -> Contact | None:
    """Return the contact that the address names, else the first of the client's top executives."""
    contacts = pairing.account.contacts.active().by_level().select_related("account")
    try:
        found = contacts.filter(public_id=UUID(named)).first() if named else None
    except ValueError:
        found = None
    return found or contacts.first()


def said_so_far(pairing: Pairing, contact: Contact | None) -> dict[str, str]:
    """Return what the letter for this contact says already, else what to propose."""
    if contact is None:
        return {}
    letter = pairing.letters.filter(contact=contact).first()
    return {
        "contact": str(contact.public_id),
        "language": letter.language if letter else language_for(contact),
        "paragraph": letter.paragraph if letter else "",
    }
