"""Tandem's addresses: the floors, and the pages that join them."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.views import inbox
from sponsorship.pages import (
    account,
    accounts,
    brief,
    brief_pdf,
    calendar,
    calendar_import,
    cockpit,
    company_sign_in,
    hand_over,
    health,
    home,
    import_columns,
    imports,
    log,
    matching_export,
    meeting,
    possible_sponsors,
    quick_start,
    search,
    settings,
    upload,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("programme/", cockpit.cockpit, name="cockpit"),
    path(
        "programme/possible-sponsors/",
        possible_sponsors.possible_sponsors,
        name="possible_sponsors",
    ),
    path("search/", search.search, name="search"),
    path("accounts/", accounts.key_account_list, name="key_account_list"),
    path("accounts/export/<str:kind>/", accounts.key_account_export, name="key_account_export"),
    path("settings/", settings.my_settings, name="settings"),
    path("settings/calendar/renew/", calendar.calendar_feed_renew, name="calendar_feed_renew"),
    path("settings/calendar/stop/", calendar.calendar_feed_stop, name="calendar_feed_stop"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar_feed"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.inbox_read, name="inbox_read"),
    path("log/calendar/", calendar_import.calendar_import, name="calendar_import"),
    path(
        "log/calendar/apply/",
        calendar_import.calendar_import_apply,
        name="calendar_import_apply",
    ),
    path("log/", log.interaction_log, name="interaction_log"),
    path("accounts/<uuid:public_id>/", account.account_detail, name="account_detail"),
    path("accounts/<uuid:public_id>/timeline/", account.account_timeline, name="account_timeline"),
    path(
        "interactions/<uuid:public_id>/prepare/", meeting.meeting_prepare, name="meeting_prepare"
    ),
    path("interactions/<uuid:public_id>/brief.pdf", meeting.meeting_pdf, name="meeting_pdf"),
    path("briefs/", brief.brief_list, name="brief_list"),
    path("briefs/archive/<uuid:public_id>/", brief_pdf.brief_archive, name="brief_archive"),
    path("briefs/drafts/", brief_pdf.brief_drafts, name="brief_drafts"),
    path("accounts/<uuid:public_id>/brief/", brief.brief_detail, name="brief_detail"),
    path("accounts/<uuid:public_id>/brief/edit/", brief.brief_edit, name="brief_edit"),
    path("accounts/<uuid:public_id>/brief/check/", brief.brief_check, name="brief_check"),
    path("accounts/<uuid:public_id>/brief/pdf/", brief_pdf.brief_pdf, name="brief_pdf"),
    path("accounts/<uuid:public_id>/asks/add/", brief.ask_add, name="ask_add"),
    path("asks/<uuid:public_id>/", brief.ask_edit, name="ask_edit"),
    path("asks/<uuid:public_id>/close/", brief.ask_close, name="ask_close"),
    path("accounts/<uuid:public_id>/no-gos/add/", brief.no_go_add, name="no_go_add"),
    path("no-gos/<uuid:public_id>/close/", brief.no_go_close, name="no_go_close"),
    path(
        "matching/<uuid:public_id>/export/<str:kind>/",
        matching_export.matching_export,
        name="matching_export",
    ),
    path("hand-overs/<uuid:public_id>/", hand_over.hand_over_detail, name="hand_over_detail"),
    path("quick-start/", quick_start.quick_start, name="quick_start"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/upload/", upload.import_upload, name="import_upload"),
    path("imports/<uuid:public_id>/", imports.import_detail, name="import_detail"),
    path(
        "imports/<uuid:public_id>/columns/",
        import_columns.import_columns,
        name="import_columns",
    ),
    path("imports/apply/", imports.import_apply_all, name="import_apply_all"),
    path("imports/<uuid:public_id>/apply/", imports.import_apply, name="import_apply"),
    path("imports/<uuid:public_id>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<uuid:public_id>/discard/", imports.import_discard, name="import_discard"),
    path("imports/<uuid:public_id>/faults/", imports.import_faults, name="import_faults"),
    path("health/live", health.live, name="health_live"),
    path("language/", login_not_required(require_POST(set_language)), name="set_language"),
    path("", include("accounts.urls")),
    path("", include("sponsors.urls")),
    path("", include("reviews.urls")),
    path(
        "sign-in/oidc/<slug:provider_id>/login/",
        company_sign_in.company_sign_in,
        name="company_sign_in",
    ),
    path("sign-in/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
