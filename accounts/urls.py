"""The addresses of the floor "accounts"."""

from django.urls import URLPattern, path

from accounts.views import (
    absence,
    answer,
    client_event,
    connection,
    contact,
    delegation,
    executive,
    figures,
    invitation,
    job,
    key_account,
    notification,
    objective,
    person,
    plan,
    programme,
    team,
)

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("accounts/add/", key_account.key_account_add, name="key_account_add"),
    path("accounts/suggest/", key_account.key_account_suggest, name="key_account_suggest"),
    path("accounts/<uuid:public_id>/edit/", key_account.key_account_edit, name="key_account_edit"),
    path("accounts/<uuid:public_id>/team/", team.team_edit, name="team_edit"),
    path(
        "accounts/<uuid:public_id>/team/<uuid:person_id>/leave/", team.team_leave, name="team_leave"
    ),
    path("accounts/<uuid:public_id>/kam/", team.kam_change, name="kam_change"),
    path("accounts/<uuid:public_id>/contacts/add/", contact.contact_add, name="contact_add"),
    path("contacts/suggest/", contact.contact_suggest, name="contact_suggest"),
    path("connections/", connection.connection_list, name="connection_list"),
    path(
        "connections/<uuid:public_id>/again/", connection.connection_again, name="connection_again"
    ),
    path(
        "connections/<uuid:public_id>/confirm/",
        connection.connection_confirm,
        name="connection_confirm",
    ),
    path("contacts/<uuid:public_id>/edit/", contact.contact_edit, name="contact_edit"),
    path("contacts/<uuid:public_id>/level/", connection.connection_say, name="connection_say"),
    path("contacts/<uuid:public_id>/left/", contact.contact_left, name="contact_left"),
    path("contacts/<uuid:public_id>/back/", contact.contact_back, name="contact_back"),
    path("accounts/<uuid:public_id>/figures/", figures.figures_list, name="figures_list"),
    path(
        "accounts/<uuid:public_id>/figures/<int:year>/", figures.figures_edit, name="figures_edit"
    ),
    path(
        "accounts/<uuid:public_id>/figures/<int:year>/quarters/",
        figures.figures_quarters,
        name="figures_quarters",
    ),
    path("events/", client_event.client_event_list, name="client_event_list"),
    path(
        "accounts/<uuid:public_id>/events/add/",
        client_event.client_event_add,
        name="client_event_add",
    ),
    path("events/<uuid:public_id>/", client_event.client_event_detail, name="client_event_detail"),
    path("events/<uuid:public_id>/edit/", client_event.client_event_edit, name="client_event_edit"),
    path(
        "events/<uuid:public_id>/public/",
        client_event.client_event_public,
        name="client_event_public",
    ),
    path("accounts/<uuid:public_id>/plan/", plan.plan_detail, name="plan_detail"),
    path("accounts/<uuid:public_id>/plan/ask/", plan.plan_ask, name="plan_ask"),
    path("accounts/<uuid:public_id>/plan/endorse/", plan.plan_endorse, name="plan_endorse"),
    path("accounts/<uuid:public_id>/plan/add/", objective.objective_add, name="objective_add"),
    path("objectives/<uuid:public_id>/edit/", objective.objective_edit, name="objective_edit"),
    path(
        "objectives/<uuid:public_id>/progress/",
        objective.objective_progress,
        name="objective_progress",
    ),
    path("objectives/<uuid:public_id>/close/", objective.objective_close, name="objective_close"),
    path(
        "objectives/<uuid:public_id>/reopen/", objective.objective_reopen, name="objective_reopen"
    ),
    path("people/", person.person_list, name="person_list"),
    path("people/add/", person.person_add, name="person_add"),
    path("people/suggest/", person.person_suggest, name="person_suggest"),
    path("people/general-management/", executive.executive_list, name="executive_list"),
    path("people/invite/", invitation.people_invite, name="people_invite"),
    path("people/<uuid:public_id>/", person.person_detail, name="person_detail"),
    path("people/<uuid:public_id>/edit/", person.person_edit, name="person_edit"),
    path("people/<uuid:public_id>/groups/", person.person_groups, name="person_groups"),
    path("people/<uuid:public_id>/invite/", invitation.person_invite, name="person_invite"),
    path("people/<uuid:public_id>/delegates/", delegation.delegate_list, name="delegate_list"),
    path(
        "people/<uuid:public_id>/delegates/add/",
        delegation.delegation_give,
        name="delegation_give",
    ),
    path("delegations/<uuid:public_id>/edit/", delegation.delegation_edit, name="delegation_edit"),
    path("delegations/<uuid:public_id>/end/", delegation.delegation_end, name="delegation_end"),
    path("people/<uuid:public_id>/absences/add/", absence.absence_add, name="absence_add"),
    path("absences/<uuid:public_id>/cancel/", absence.absence_cancel, name="absence_cancel"),
    path("invitation/", invitation.invitation_accept, name="invitation_accept"),
    path("invitation/<str:token>/", invitation.invitation_open, name="invitation_open"),
    path("answers/<uuid:link_id>/", answer.answer, name="answer"),
    path("answers/by-link/<str:token>/", answer.answer_open, name="answer_open"),
    path("jobs/<uuid:public_id>/", job.job_detail, name="job_detail"),
    path("messages-in-doubt/", notification.notifications_in_doubt, name="notifications_in_doubt"),
    path(
        "messages-in-doubt/<uuid:public_id>/",
        notification.notification_settle,
        name="notification_settle",
    ),
    path("mailbox/", notification.mailbox, name="mailbox"),
    path("mailbox/<uuid:public_id>/", notification.mailbox_mail, name="mailbox_mail"),
    path("programme/settings/", programme.programme_edit, name="programme_edit"),
]
