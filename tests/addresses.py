"""How the table of addresses asks for each: with which record, and by which verb."""

from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Sign-in pages are allauth's own; the company's sign-in and the technical admin have tests of their own.
ELSEWHERE = (
    *("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_"),
    "company_sign_in",
)
OWN = ("account_detail", "account_timeline")

RECORD = {
    "account_detail": "account",
    "account_timeline": "account",
    "meeting_prepare": "planned",
    "meeting_pdf": "planned",
    "meeting_report": "account",
    "brief_archive": "job",
    "brief_detail": "account",
    "brief_edit": "account",
    "brief_check": "account",
    "brief_pdf": "account",
    "ask_add": "account",
    "ask_edit": "ask",
    "ask_close": "ask",
    "no_go_add": "account",
    "no_go_close": "no_go",
    "import_detail": "batch",
    "import_columns": "batch",
    "import_apply": "batch",
    "import_undo": "batch",
    "import_discard": "batch",
    "import_faults": "batch",
    "accounts:key_account_edit": "account",
    "accounts:team_edit": "account",
    "accounts:team_leave": "account",
    "accounts:kam_change": "account",
    "accounts:contact_add": "account",
    "accounts:contact_edit": "contact",
    "accounts:contact_left": "contact",
    "accounts:contact_back": "contact",
    "accounts:connection_confirm": "connection",
    "accounts:figures_list": "account",
    "accounts:figures_edit": "account",
    "accounts:client_event_add": "account",
    "accounts:person_detail": "person",
    "accounts:person_edit": "person",
    "accounts:person_groups": "person",
    "accounts:person_invite": "person",
    "accounts:delegate_list": "person",
    "accounts:delegation_give": "person",
    "accounts:delegation_edit": "delegation",
    "accounts:delegation_end": "delegation",
    "accounts:absence_add": "person",
    "accounts:absence_cancel": "absence",
    "accounts:job_detail": "job",
    "accounts:notification_settle": "notification",
    "accounts:mailbox_mail": "mail",
    "sponsors:sponsor_detail": "sponsor",
    "sponsors:sponsor_edit": "sponsor",
    "sponsors:sponsor_stop": "sponsor",
    "letter_write": "pairing",
    "letter_detail": "letter",
    "letter_print": "letter",
    "letter_hand_over": "letter",
    "hand_over_detail": "hand_over",
    "sponsors:conflict_acknowledge": "pairing",
    "sponsors:succession_prepare": "pairing",
    "sponsors:renewal_offer": "pairing",
    "sponsors:renewal_answer": "renewal",
    "sponsors:renewal_decline": "renewal",
    "sponsors:renewal_withdraw": "renewal",
    "sponsors:pairing_detail": "pairing",
    "sponsors:confided_give": "pairing",
    "sponsors:confided_detail": "confided",
    "sponsors:confided_answer": "confided",
    "sponsors:confided_agree": "confided",
    "sponsors:confided_finish": "confided",
    "sponsors:rhythm_detail": "pairing",
    "sponsors:rhythm_propose": "pairing",
    "sponsors:thanks_write": "pairing",
    "sponsors:rhythm_answer": "rhythm",
    "sponsors:rhythm_decline": "rhythm",
    "sponsors:rhythm_withdraw": "rhythm",
    "sponsors:pairing_answer": "asked",
    "sponsors:pairing_decline": "asked",
    "sponsors:pairing_withdraw": "asked",
    "sponsors:pairing_end": "pairing",
    "sponsors:interaction_detail": "interaction",
    "sponsors:interaction_edit": "interaction",
    "sponsors:interaction_move": "planned",
    "sponsors:interaction_cancel": "planned",
    "sponsors:interaction_hold": "planned",
    "sponsors:interaction_undo": "interaction",
    "sponsors:debrief_confirm": "told",
    "sponsors:debrief_comment": "told",
    "sponsors:dispute_open": "told",
    "sponsors:dispute_propose": "dispute",
    "sponsors:dispute_agree": "dispute",
    "sponsors:dispute_withdraw": "dispute",
    "sponsors:dispute_bring": "dispute",
    "sponsors:dispute_decide": "dispute",
    "sponsors:interaction_talked": "without",
    "sponsors:interaction_settle": "without",
    "sponsors:go_ahead_detail": "go_ahead",
    "sponsors:go_ahead_answer": "go_ahead",
    "sponsors:go_ahead_withdraw": "go_ahead",
    "sponsors:go_ahead_bring": "go_ahead",
    "sponsors:step_finish": "step",
    "sponsors:matching_run": "run",
    "sponsors:matching_propose": "run",
    "sponsors:matching_ask": "run",
    "sponsors:matching_compare": "run",
    "sponsors:matching_account": "run",
    "sponsors:matching_wish": "run",
    "matching_export": "run",
    "sponsors:candidate_list": "account",
    "sponsors:sponsor_accounts": "sponsor",
    "sponsors:inside_detail": "pairing",
    "sponsors:introduction_add": "pairing",
    "sponsors:introduction_answer": "introduction",
    "sponsors:committee_ask": "pairing",
    "sponsors:committee_answer": "committee_request",
    "sponsors:committee_withdraw": "committee_request",
    "sponsors:alignment_write": "pairing",
    "sponsors:alignment_sign": "alignment_check",
    "sponsors:tension_detail": "tension",
    "sponsors:tension_take_in": "tension",
    "sponsors:tension_contact": "tension",
    "sponsors:tension_update": "tension",
    "sponsors:tension_close": "tension",
    "reviews:decision_finish": "decision",
    "reviews:scorecard_detail": "scorecard",
    "reviews:laureate_name": "scorecard",
    "reviews:scorecard_records": "scorecard",
}
POSTED = {
    "inbox_read",
    "letter_hand_over",
    "calendar_feed_renew",
    "calendar_feed_stop",
    "calendar_import_apply",
    "brief_drafts",
    "brief_check",
    "ask_close",
    "no_go_close",
    "import_upload",
    "import_apply",
    "import_apply_all",
    "import_undo",
    "import_discard",
    "set_language",
    "accounts:team_leave",
    "accounts:contact_left",
    "accounts:contact_back",
    "accounts:connection_confirm",
    "accounts:delegation_end",
    "accounts:absence_cancel",
    "accounts:person_invite",
    "accounts:notification_settle",
    "sponsors:sponsor_stop",
    "sponsors:pairing_decline",
    "sponsors:debrief_confirm",
    "sponsors:debrief_comment",
    "sponsors:dispute_propose",
    "sponsors:dispute_agree",
    "sponsors:dispute_withdraw",
    "sponsors:dispute_bring",
    "sponsors:dispute_decide",
    "sponsors:interaction_talked",
    "sponsors:interaction_settle",
    "sponsors:go_ahead_answer",
    "sponsors:go_ahead_withdraw",
    "sponsors:go_ahead_bring",
    "sponsors:confided_answer",
    "sponsors:confided_agree",
    "sponsors:confided_finish",
    "sponsors:step_finish",
    "sponsors:committee_withdraw",
    "sponsors:alignment_sign",
    "sponsors:tension_contact",
    "sponsors:fit_weights_set",
    "sponsors:matching_propose",
    "sponsors:matching_ask",
    "sponsors:matching_wish",
    "sponsors:renewal_decline",
    "sponsors:renewal_withdraw",
    "sponsors:rhythm_decline",
    "sponsors:rhythm_withdraw",
    "reviews:review_invite",
    "reviews:review_hold",
    "reviews:review_take_up",
    "reviews:decision_finish",
    "reviews:decision_add",
    "reviews:season_move",
    "reviews:season_compute",
    "reviews:laureate_drop",
}


def names() -> Iterator[tuple[str, list[str]]]:
    """Yield every named address of ours with its arguments."""
    yield from walk(get_resolver().url_patterns, "")


def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, list[str]]]:
    """Walk the resolver."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from walk(
                    pattern.url_patterns,
                    f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix,
                )
        elif pattern.name and (pattern.name in OWN or not pattern.name.startswith(ELSEWHERE)):
            yield prefix + pattern.name, list(pattern.pattern.converters)


def address(name: str, arguments: list[str], scene) -> str:
    """Return the address of the scene's record."""
    kind = RECORD.get(name) or (
        "season" if "season" in name or "ranking" in name or "laureate_list" in name else "review"
    )
    record = getattr(scene, kind)
    known = {
        "public_id": record.public_id,
        "link_id": record.public_id,
        "person_id": scene.person.public_id,
        "other_id": scene.run.public_id,
        "account_id": scene.account.public_id,
        "kind": "csv",
        "year": 2025,
        "code": "M1",
        "token": "none",
    }
    return reverse(name, kwargs={argument: known[argument] for argument in arguments})


def ask(client: Client, name: str, url: str) -> int:
    """Return the status of the answer."""
    answer = client.post(url) if name in POSTED else client.get(url)
    return answer.status_code
