"""The addresses of the floor "sponsors"."""

from django.urls import URLPattern, path

from sponsors.views import (
    candidates,
    charter,
    confided,
    conflict,
    coverage,
    debrief,
    dispute,
    go_ahead,
    inside,
    inside_steps,
    interaction,
    matching,
    next_step,
    pairing,
    renewal,
    rhythm,
    signal,
    sponsor,
    succession,
    tension,
    tension_steps,
    thanks,
    weights,
)

app_name = "sponsors"
urlpatterns: list[URLPattern] = [
    path("sponsors/", sponsor.sponsor_list, name="sponsor_list"),
    path("sponsors/volunteer/", sponsor.sponsor_volunteer, name="sponsor_volunteer"),
    path("sponsors/suggest/", sponsor.sponsor_suggest, name="sponsor_suggest"),
    path("sponsors/interests/suggest/", sponsor.interest_suggest, name="interest_suggest"),
    path("sponsors/add/", sponsor.sponsor_add, name="sponsor_add"),
    path("sponsors/<uuid:public_id>/", sponsor.sponsor_detail, name="sponsor_detail"),
    path("sponsors/<uuid:public_id>/edit/", sponsor.sponsor_edit, name="sponsor_edit"),
    path("sponsors/<uuid:public_id>/stop/", sponsor.sponsor_stop, name="sponsor_stop"),
    path("pairings/", pairing.pairing_list, name="pairing_list"),
    path("pairings/propose/", pairing.pairing_propose, name="pairing_propose"),
    path("pairings/conflicts/", conflict.conflict_list, name="conflict_list"),
    path("pairings/<uuid:public_id>/", pairing.pairing_detail, name="pairing_detail"),
    path("pairings/<uuid:public_id>/answer/", pairing.pairing_answer, name="pairing_answer"),
    path("pairings/<uuid:public_id>/decline/", pairing.pairing_decline, name="pairing_decline"),
    path("pairings/<uuid:public_id>/withdraw/", pairing.pairing_withdraw, name="pairing_withdraw"),
    path("pairings/<uuid:public_id>/inside/", inside.inside_detail, name="inside_detail"),
    path(
        "pairings/<uuid:public_id>/inside/introduction/",
        inside_steps.introduction_add,
        name="introduction_add",
    ),
    path(
        "pairings/<uuid:public_id>/inside/committee/",
        inside_steps.committee_ask,
        name="committee_ask",
    ),
    path(
        "pairings/<uuid:public_id>/inside/alignment/",
        inside_steps.alignment_write,
        name="alignment_write",
    ),
    path(
        "introductions/<uuid:public_id>/",
        inside_steps.introduction_answer,
        name="introduction_answer",
    ),
    path(
        "committee-requests/<uuid:public_id>/",
        inside_steps.committee_answer,
        name="committee_answer",
    ),
    path(
        "committee-requests/<uuid:public_id>/withdraw/",
        inside_steps.committee_withdraw,
        name="committee_withdraw",
    ),
    path(
        "alignment-checks/<uuid:public_id>/sign/",
        inside_steps.alignment_sign,
        name="alignment_sign",
    ),
    path("pairings/<uuid:public_id>/end/", pairing.pairing_end, name="pairing_end"),
    path(
        "pairings/<uuid:public_id>/acknowledge/",
        conflict.conflict_acknowledge,
        name="conflict_acknowledge",
    ),
    path(
        "pairings/<uuid:public_id>/succession/",
        succession.succession_prepare,
        name="succession_prepare",
    ),
    path("pairings/<uuid:public_id>/renewal/", renewal.renewal_offer, name="renewal_offer"),
    path("pairings/<uuid:public_id>/confide/", confided.confided_give, name="confided_give"),
    path("in-confidence/<uuid:public_id>/", confided.confided_detail, name="confided_detail"),
    path(
        "in-confidence/<uuid:public_id>/answer/", confided.confided_answer, name="confided_answer"
    ),
    path("in-confidence/<uuid:public_id>/agree/", confided.confided_agree, name="confided_agree"),
    path(
        "in-confidence/<uuid:public_id>/finish/", confided.confided_finish, name="confided_finish"
    ),
    path("points-to-watch/", signal.signal_list, name="signal_list"),
    path("pairings/<uuid:public_id>/rhythm/", rhythm.rhythm_detail, name="rhythm_detail"),
    path("pairings/<uuid:public_id>/rhythm/propose/", rhythm.rhythm_propose, name="rhythm_propose"),
    path("pairings/<uuid:public_id>/thanks/", thanks.thanks_write, name="thanks_write"),
    path("rhythms/<uuid:public_id>/", rhythm.rhythm_answer, name="rhythm_answer"),
    path("rhythms/<uuid:public_id>/decline/", rhythm.rhythm_decline, name="rhythm_decline"),
    path("rhythms/<uuid:public_id>/withdraw/", rhythm.rhythm_withdraw, name="rhythm_withdraw"),
    path("points-to-watch/<uuid:public_id>/", signal.signal_detail, name="signal_detail"),
    path("points-to-watch/<uuid:public_id>/dismiss/", signal.signal_dismiss, name="signal_dismiss"),
    path("points-to-watch/<uuid:public_id>/bring/", signal.signal_bring, name="signal_bring"),
    path("promises/<uuid:public_id>/agreed/", signal.promise_agreed, name="promise_agreed"),
    path("renewals/<uuid:public_id>/", renewal.renewal_answer, name="renewal_answer"),
    path("renewals/<uuid:public_id>/decline/", renewal.renewal_decline, name="renewal_decline"),
    path("renewals/<uuid:public_id>/withdraw/", renewal.renewal_withdraw, name="renewal_withdraw"),
    path(
        "interactions/<uuid:public_id>/", interaction.interaction_detail, name="interaction_detail"
    ),
    path(
        "interactions/<uuid:public_id>/edit/", interaction.interaction_edit, name="interaction_edit"
    ),
    path(
        "interactions/<uuid:public_id>/move/", interaction.interaction_move, name="interaction_move"
    ),
    path(
        "interactions/<uuid:public_id>/cancel/",
        interaction.interaction_cancel,
        name="interaction_cancel",
    ),
    path("interactions/<uuid:public_id>/hold/", debrief.interaction_hold, name="interaction_hold"),
    path("interactions/<uuid:public_id>/confirm/", dispute.debrief_confirm, name="debrief_confirm"),
    path("interactions/<uuid:public_id>/comment/", dispute.debrief_comment, name="debrief_comment"),
    path("interactions/<uuid:public_id>/dispute/", dispute.dispute_open, name="dispute_open"),
    path("disputes/<uuid:public_id>/text/", dispute.dispute_propose, name="dispute_propose"),
    path("disputes/<uuid:public_id>/agree/", dispute.dispute_agree, name="dispute_agree"),
    path("disputes/<uuid:public_id>/withdraw/", dispute.dispute_withdraw, name="dispute_withdraw"),
    path("disputes/<uuid:public_id>/bring/", dispute.dispute_bring, name="dispute_bring"),
    path("disputes/<uuid:public_id>/decide/", dispute.dispute_decide, name="dispute_decide"),
    path(
        "interactions/<uuid:public_id>/undo/", interaction.interaction_undo, name="interaction_undo"
    ),
    path(
        "interactions/<uuid:public_id>/talked/",
        go_ahead.interaction_talked,
        name="interaction_talked",
    ),
    path(
        "interactions/<uuid:public_id>/settle/",
        go_ahead.interaction_settle,
        name="interaction_settle",
    ),
    path("go-aheads/", go_ahead.go_ahead_list, name="go_ahead_list"),
    path("go-aheads/ask/", go_ahead.go_ahead_ask, name="go_ahead_ask"),
    path("go-aheads/<uuid:public_id>/", go_ahead.go_ahead_detail, name="go_ahead_detail"),
    path("go-aheads/<uuid:public_id>/answer/", go_ahead.go_ahead_answer, name="go_ahead_answer"),
    path(
        "go-aheads/<uuid:public_id>/withdraw/", go_ahead.go_ahead_withdraw, name="go_ahead_withdraw"
    ),
    path("go-aheads/<uuid:public_id>/bring/", go_ahead.go_ahead_bring, name="go_ahead_bring"),
    path("next-steps/", next_step.step_list, name="step_list"),
    path("next-steps/<uuid:public_id>/done/", next_step.step_finish, name="step_finish"),
    path("tensions/", tension.tension_list, name="tension_list"),
    path("tensions/open/", tension.tension_open, name="tension_open"),
    path("tensions/<uuid:public_id>/", tension.tension_detail, name="tension_detail"),
    path(
        "tensions/<uuid:public_id>/take-in/", tension_steps.tension_take_in, name="tension_take_in"
    ),
    path(
        "tensions/<uuid:public_id>/contact/", tension_steps.tension_contact, name="tension_contact"
    ),
    path("tensions/<uuid:public_id>/update/", tension_steps.tension_update, name="tension_update"),
    path("tensions/<uuid:public_id>/close/", tension_steps.tension_close, name="tension_close"),
    path("matching/", matching.matching, name="matching"),
    path("matching/runs/", matching.matching_list, name="matching_list"),
    path("matching/weights/", weights.fit_weights, name="fit_weights"),
    path("matching/weights/set/", weights.fit_weights_set, name="fit_weights_set"),
    path("matching/<uuid:public_id>/", matching.matching_run, name="matching_run"),
    path("matching/<uuid:public_id>/propose/", matching.matching_propose, name="matching_propose"),
    path("matching/<uuid:public_id>/ask/", matching.matching_ask, name="matching_ask"),
    path(
        "matching/<uuid:public_id>/compare/<uuid:other_id>/",
        matching.matching_compare,
        name="matching_compare",
    ),
    path(
        "matching/<uuid:public_id>/accounts/<uuid:account_id>/",
        matching.matching_account,
        name="matching_account",
    ),
    path(
        "matching/<uuid:public_id>/accounts/<uuid:account_id>/wish/",
        matching.matching_wish,
        name="matching_wish",
    ),
    path(
        "accounts/<uuid:public_id>/sponsors/",
        candidates.candidate_list,
        name="candidate_list",
    ),
    path(
        "sponsors/<uuid:public_id>/accounts/", candidates.sponsor_accounts, name="sponsor_accounts"
    ),
    path("coverage/", coverage.coverage, name="coverage"),
    path("charter/", charter.charter_detail, name="charter_detail"),
    path("charter/new/", charter.charter_edit, name="charter_edit"),
]
