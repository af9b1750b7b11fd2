from accounts.models.absence import Absence
from accounts.models.answer_link import AnswerLink
from accounts.models.ask_answer import AskAnswer
from accounts.models.base import fold
from accounts.models.brief import FRESH_DAYS, Brief
from accounts.models.calendar_feed import CalendarFeed
from accounts.models.client_event import ClientEvent
from accounts.models.connection import FADES_AFTER, Connection, ConnectionLevel
from accounts.models.contact import Ask, Contact, NoGo
from accounts.models.delegation import Delegation, acts_for
from accounts.models.figures import AnnualFigures, QuarterlyFigures
from accounts.models.imports import ImportBatch, ImportRow, RememberedColumn
from accounts.models.job import Job
from accounts.models.key_account import KeyAccount, Sector, TeamMember
from accounts.models.notification import KeptMail, Notification
from accounts.models.plan import (
    MOST_OBJECTIVES,
    AccountPlan,
    Objective,
    ObjectiveProgress,
    PlanEndorsement,
)
from accounts.models.programme import OrganisationLock, Programme
from accounts.models.topic import Topic
from accounts.models.user import User
from accounts.models.wanted import aim_of

__all__ = [
    "FADES_AFTER",
    "FRESH_DAYS",
    "MOST_OBJECTIVES",
    "Absence",
    "AccountPlan",
    "AnnualFigures",
    "AnswerLink",
    "Ask",
    "AskAnswer",
    "Brief",
    "CalendarFeed",
    "ClientEvent",
    "Connection",
    "ConnectionLevel",
    "Contact",
    "Delegation",
    "ImportBatch",
    "ImportRow",
    "Job",
    "KeptMail",
    "KeyAccount",
    "NoGo",
    "Notification",
    "Objective",
    "ObjectiveProgress",
    "OrganisationLock",
    "PlanEndorsement",
    "Programme",
    "QuarterlyFigures",
    "RememberedColumn",
    "Sector",
    "TeamMember",
    "Topic",
    "User",
    "acts_for",
    "aim_of",
    "fold",
]
