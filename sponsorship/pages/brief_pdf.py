"""A brief on paper: one A4 page, tagged, in the reader's language, with who printed it and when."""

import io
import json
import zipfile
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator, slugify
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from fontTools.ttLib import TTFont

from accounts.htmx import UserRequest
from accounts.models import AnnualFigures, Job, KeyAccount, Programme, User
from accounts.services.jobs import JobRefusedError, Progress, start_job
from accounts.templatetags.components import signed_percent
from sponsorship.briefs import ExecutiveBrief, PersonToMeet, compose_brief
from sponsorship.pages.brief import brief_account
from sponsorship.tensions import OpenMatter

TEMPLATE = settings.BASE_DIR / "templates" / "pdf" / "brief.typ"
MILLION = 1_000_000
BOX = "\N{WHITE SQUARE}"


@require_safe
def brief_pdf(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Return the brief as a PDF."""
    account = brief_account(request.user, public_id)
    brief = compose_brief(account, reader=request.user, on=timezone.localdate())
    pdf = render_brief(brief, reader=request.user, at=timezone.localtime())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(account)}"'
    return response


def render_brief(brief: ExecutiveBrief, *, reader: User, at: datetime) -> bytes:
    """Return the PDF of a brief: PDF/UA-1, no text of a person read as markup."""
    words = drawn(words_of(brief, reader=reader, at=at))
    return typst.compile(
        str(TEMPLATE),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(words)},
        pdf_standards=["ua-1"],
    )


@cache
def fonts() -> typst.Fonts:
    """Return Inter, as its package ships it, and typst's own fonts behind it."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_folders()]
    )


def font_folders() -> list[Path]:
    """Return where the typeface lies."""
    spec = find_spec("fontpkg_inter")
    return [Path(spec.origin).parent / "files"] if spec and spec.origin else []


@cache
def letters() -> frozenset[int]:
    """Return the signs that the page's typeface can draw."""
    known: list[set[int]] = []
    for folder in font_folders():
        for file in folder.glob("*.[to]tf"):
            with TTFont(file, lazy=True) as font:
                known.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*known)) if known else frozenset()


def drawn(words: Any) -> Any:
    """Return the words with a box in place of each sign that the typeface lacks: a PDF for all must draw what it says."""
    if isinstance(words, dict):
        return {name: drawn(value) for name, value in words.items()}
    if isinstance(words, list):
        return [drawn(value) for value in words]
    if isinstance(words, str):
        known = letters()
        return "".join(sign if ord(sign) in known or sign == "\n" else BOX for sign in words)
    return words


def words_of(brief: ExecutiveBrief, *, reader: User, at: datetime) -> dict[str, Any]:
    """Return everything that stands on the page, as text in the reader's language."""
    account = brief.account
    place = ", ".join(part for part in (account.city, account.country) if part)
    subtitle = [str(account.sector or ""), place, account.get_tier_display()]
    return {
        "lang": (get_language() or "en")[:2],
        "company": Programme.current().company or "Tandem",
        "title": _("Executive brief: %(account)s") % {"account": account},
        "account": account.name,
        "subtitle": " · ".join(part for part in subtitle if part),
        "freshness": freshness(brief),
        "printed": _(
            "Printed by %(name)s on %(day)s. Confidential: for the meeting with the client alone."
        )
        % {"name": reader.full_name, "day": date_format(at, "DATETIME_FORMAT")},
        "words": headings(),
        "lines": brief.lines,
        "advice": [
            {"when": f"{short_day(row.day)} · {row.topics}", "text": row.advice}
            for row in brief.advice
        ],
        "people": [person_words(person) for person in [*brief.with_words, *brief.without_words]],
        "asks": [ask.text for ask in brief.asks],
        "no_gos": [no_go.text for no_go in brief.no_gos],
        "matters": [matter_words(matter) for matter in brief.open_matters],
        "figures": figure_words(brief),
        "bars": bars(brief.figures),
        "tandem": [
            {"label": _("KAM"), "value": brief.kam.full_name if brief.kam else "–"},
            {
                "label": _("Sponsor"),
                "value": brief.sponsor.full_name if brief.sponsor else _("No sponsor"),
            },
        ],
        "next": [{"day": short_day(row.day), "text": row.subject} for row in brief.next_exchanges],
        "last": [{"day": short_day(row.day), "text": row.subject} for row in brief.last_exchanges],
    }


def headings() -> dict[str, str]:
    """Return the fixed words of the page."""
    return {
        "situation": _("In five lines"),
        "no_situation": _("The KAM has not written this part yet."),
        "advice": _("The KAM’s advice"),
        "meet": _("If you meet…"),
        "nobody": _("No contact is named yet."),
        "avoid": _("Do not raise:"),
        "anyone": _("Anyone at the client"),
        "figures": _("Figures"),
        "no_gos": _("Do not raise"),
        "matters": _("Open matters"),
        "tandem": _("Tandem"),
        "next": _("What comes next"),
        "last": _("Last exchanges"),
        "no_last": _("No exchange is noted yet."),
    }


def freshness(brief: ExecutiveBrief) -> str:
    """Say when the KAM last checked the brief."""
    if brief.checked_days_ago is None:
        return _("Not yet checked by the KAM")
    if brief.checked_days_ago == 0:
        return _("Checked by the KAM today")
    days = brief.checked_days_ago
    return ngettext(
        "Checked by the KAM %(n)d day ago", "Checked by the KAM %(n)d days ago", days
    ) % {"n": days}


def person_words(person: PersonToMeet) -> dict[str, Any]:
    """Return a contact with asks and no-gos."""
    contact = person.contact
    role = [contact.title, contact.get_level_display() if contact.level else ""]
    return {
        "name": contact.full_name,
        "role": " · ".join(part for part in role if part) or "–",
        "asks": [ask.text for ask in person.asks],
        "no_gos": [no_go.text for no_go in person.no_gos],
    }


def matter_words(matter: OpenMatter) -> dict[str, str]:
    """Return a tension with the client: its words for those who may read them, else that there is one."""
    said = matter.text or _(
        "There is a tension with this client: speak to the KAM before you meet them."
    )
    since = _("since %(day)s") % {
        "day": date_format(timezone.localdate(matter.since), "SHORT_DATE_FORMAT")
    }
    return {
        "text": Truncator(said).chars(200),
        "state": " · ".join([matter.level, matter.stage, since]),
    }


def figure_words(brief: ExecutiveBrief) -> list[dict[str, str]]:
    """Return the three figures: revenue, growth and satisfaction, or that they are missing."""
    latest = brief.latest
    missing = _("not yet known")
    revenue = (
        f"{money(latest.revenue)} {latest.currency}"
        if latest and latest.revenue is not None
        else missing
    )
    growth = signed_percent(brief.growth) if brief.growth is not None else missing
    year = {"year": latest.year} if latest else {"year": ""}
    return [
        {"label": _("Revenue %(year)s") % year, "value": revenue},
        {"label": _("Growth"), "value": growth},
        {"label": _("Satisfaction"), "value": satisfaction(latest) or missing},
    ]


def satisfaction(latest: AnnualFigures | None) -> str:
    """Return how satisfied the client was, on the scale that was measured."""
    if latest is None:
        return ""
    if latest.satisfaction is not None:
        return f"{number_format(latest.satisfaction, 1)} / 10"
    return f"NPS {latest.nps}" if latest.nps is not None else ""


def money(amount: Any) -> str:
    """Return an amount without cents."""
    return number_format(amount, 0, force_grouping=True)


def bars(figures: list[AnnualFigures]) -> list[dict[str, Any]]:
    """Return the revenue of five years as shares of the largest."""
    known = [row for row in figures if row.revenue is not None and row.revenue > 0]
    top = max((row.revenue for row in known if row.revenue), default=None)
    last = next((row for row in reversed(known) if row.is_final), None)
    return [
        {
            "year": str(row.year),
            "amount": number_format(row.revenue / MILLION, 1),
            "share": float(row.revenue / top),
            "last": row is last,
            "provisional": not row.is_final,
        }
        for row in known
        if row.revenue and top
    ]


def short_day(day: date) -> str:
    """Return a day as it fits beside a line."""
    return date_format(day, "SHORT_DATE_FORMAT")


def file_name(account: KeyAccount) -> str:
    """Return a harmless file name."""
    return f"brief-{slugify(account.name)[:60] or account.public_id}.pdf"


def draft_briefs_job(job: Job, progress: Progress) -> dict[str, Any]:
    """Write the briefs of all accounts that the requester may read into one archive; may run twice."""
    reader = job.requested_by
    if reader is None:
        raise JobRefusedError(_("Nobody asked for this."))
    accounts = list(
        KeyAccount.objects.briefed_to(reader)
        .select_related("sector")
        .with_team()
        .order_by("name", "pk")
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for number, account in enumerate(accounts, start=1):
            brief = compose_brief(account, reader=reader, on=timezone.localdate())
            bundle.writestr(
                f"{number:04}-{file_name(account)}",
                render_brief(brief, reader=reader, at=timezone.localtime()),
            )
            if number % 10 == 0:
                progress(number, len(accounts))
    name = f"briefs/{job.public_id}.zip"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(archive.getvalue()))
    return {
        "accounts": len(accounts),
        "file": name,
        "next": reverse("brief_archive", args=[job.public_id]),
    }


@require_POST
def brief_drafts(request: UserRequest) -> HttpResponse:
    """Begin to write the briefs of all accounts into one archive."""
    if not request.user.has_perm("accounts.run_programme"):
        raise PermissionDenied
    job = start_job("draft_briefs", {}, by=request.user)
    return redirect("accounts:job_detail", job.public_id)


@require_safe
def brief_archive(request: UserRequest, public_id: UUID) -> FileResponse:
    """Return the archive of briefs that one's own job has written."""
    job = Job.objects.filter(
        requested_by=request.user, kind="draft_briefs", public_id=public_id
    ).first()
    if job is None or not job.result.get("file"):
        raise Http404
    return FileResponse(
        default_storage.open(job.result["file"]), as_attachment=True, filename="briefs.zip"
    )
