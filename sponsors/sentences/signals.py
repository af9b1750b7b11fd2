"""Points to watch in words that help: what stands there, and how others do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.days import date_format
from sponsors.choices import SignalRule
from sponsors.models import DriftSignal


def what_stands_there(signal: DriftSignal, count: int) -> str:
    """Return the facts in a sentence, and the question that they ask."""
    if signal.rule == SignalRule.UNTALKED:
        return ngettext(
            "In %(month)s %(n)s exchange with the client had no go-ahead. Talk about it?",
            "In %(month)s %(n)s exchanges with the client had no go-ahead. Talk about it?",
            count,
        ) % {"n": count, "month": date_format(signal.since, "F Y")}
    if signal.rule == SignalRule.PROMISE:
        return ngettext(
            "In %(month)s a commercial promise was made in %(n)s exchange before you two had agreed on it. Is it one that both of you keep?",
            "In %(month)s commercial promises were made in %(n)s exchanges before you two had agreed on them. Are they ones that both of you keep?",
            count,
        ) % {"n": count, "month": date_format(signal.since, "F Y")}
    if signal.rule == SignalRule.OPERATIONAL:
        return ngettext(
            "In the last three months %(n)s operational matter went through the sponsor alone. Who takes the next one?",
            "In the last three months %(n)s operational matters went through the sponsor alone. Who takes the next one?",
            count,
        ) % {"n": count}
    return ngettext(
        "In the last six months %(n)s meeting with the client, half of them or more, was without the KAM and without a go-ahead. Which of the next ones do you want to go to together?",
        "In the last six months %(n)s meetings with the client, half of them or more, were without the KAM and without a go-ahead. Which of the next ones do you want to go to together?",
        count,
    ) % {"n": count}


def how_others_do(signal: DriftSignal) -> str:
    """Return what has helped other tandems."""
    return {
        SignalRule.UNTALKED: _(
            "Others ask when they plan: two taps, and the KAM answers from the phone. A call of a minute beforehand serves as well, once it is noted."
        ),
        SignalRule.OPERATIONAL: _(
            "Others hand the matter to the KAM in the same minute, and tell the client who calls back."
        ),
        SignalRule.ALONE: _(
            "Others look at the next quarter together, and say for each meeting whether both go or one."
        ),
        SignalRule.PROMISE: _("Others say “I take that with me”, and answer the next day as two."),
    }[SignalRule(signal.rule)]
