"""Every change has a trace (R14): each model keeps a history, or is named here with what stands for one."""

from django.apps import apps
from simple_history.models import HistoricalChanges

WITHOUT = {
    "accounts.AnswerLink": "a link is used or revoked once, and its row says when",
    "accounts.Topic": "laid by migrations alone",
    "accounts.Connection": "only names two people; what is said of them is ConnectionLevel",
    "accounts.ConnectionLevel": "append-only, dated, with who said it",
    "accounts.ObjectiveProgress": "append-only, dated, with who said it",
    "accounts.PlanEndorsement": "a copy of what was endorsed, dated, with who endorsed it; never changed",
    "accounts.Job": "its row says who asked, when, and what came of it",
    "accounts.ImportBatch": "a trace itself: who sent which file, and when",
    "accounts.ImportRow": "a trace itself: what a row wrote, and what stood there before",
    "accounts.RememberedColumn": "what a file's headings meant last time; nothing stands on it",
    "accounts.Notification": "a ledger: each message once, with its states and their times",
    "accounts.KeptMail": "the mailbox of a machine without a mail server",
    "accounts.OrganisationLock": "one empty row to wait at",
    "sponsors.GoAheadContact": "written with its request, and never changed",
    "sponsors.DebriefWord": "append-only, dated, with who said it",
    "sponsors.FitWeights": "append-only: other weights are another row, with who set them",
    "sponsors.MatchingRun": "a trace itself: who ran it, with which facts",
    "sponsors.Proposal": "what a run found; what came of it are pairings and messages",
    "sponsors.Uncovered": "what a run found",
    "sponsors.TensionUpdate": "append-only, dated, with who wrote it",
    "reviews.Scorecard": "computed from records that keep theirs; changed by nobody",
    "reviews.ScorecardLine": "computed from records that keep theirs; changed by nobody",
    "admin.LogEntry": "a trace itself",
    "auth.Permission": "laid by migrations; the application asks its rules alone",
    "auth.Group": "two, laid by a migration; who belongs to one stands in the history of the person",
    "contenttypes.ContentType": "laid by migrations",
    "sessions.Session": "ends by itself",
    "usersessions.UserSession": "says itself when and from where",
    "account.EmailAddress": "follows the address of the person, which keeps its history",
    "account.EmailConfirmation": "a link, used once",
    "mfa.Authenticator": "a secret, whose row says when it was set up and used",
    "socialaccount.SocialApp": "from the settings",
    "socialaccount.SocialAccount": "what the company's sign-in says of a person",
    "socialaccount.SocialToken": "what the company's sign-in says of a person",
}


def test_every_model_keeps_a_history_or_is_named_with_a_reason():
    models = [model for model in apps.get_models() if not issubclass(model, HistoricalChanges)]
    histories = {
        model._meta.label
        for model in models
        if hasattr(model._meta, "simple_history_manager_attribute")
    }
    others = {model._meta.label for model in models} - histories

    assert len(histories) > 25
    assert others - WITHOUT.keys() == set()
    assert WITHOUT.keys() - others == set()
