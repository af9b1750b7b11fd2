"""A sender that is killed with -9 at the worst moments, and what happens without each of the guards."""

import json
import subprocess
import sys

import pytest

from tests.races import ROOT, fresh_database, run
from tests.sink import Sink

pytestmark = pytest.mark.services
MODULE = "tests.sponsorship.delivering"
MESSAGES = 8


def killed_at(moment, tmp_path, without="nothing"):
    """Kill a sender at that moment, let another do the rest, and return the ledger and what arrived."""
    with Sink(hold_at=((moment, 3),)) as sink:
        env = fresh_database(tmp_path, f"killed_{moment}") | {
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "TANDEM_VAR_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "sponsorship.settings",
        }
        sender = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", MODULE, "live", str(MESSAGES), without],
            cwd=ROOT,
            env=env,
        )
        assert sink.holds(sender)
        sender.kill()
        sender.wait()
        sink.go_on()
        ledger = json.loads(run(env, MODULE, "live_after", without))
    return ledger, sink.taken


def silently_lost(ledger, taken):
    """Messages that never arrived and of which the ledger says that they did."""
    return [name for name, state in ledger.items() if state == "sent" and name not in taken]


@pytest.mark.parametrize(
    ("moment", "in_doubt", "arrived"),
    [("rcpt", 0, MESSAGES), ("data", 1, MESSAGES - 1), ("taken", 1, MESSAGES)],
)
def test_a_killed_sender_sends_nothing_twice_and_loses_nothing_silently(
    tmp_path, moment, in_doubt, arrived
):
    ledger, taken = killed_at(moment, tmp_path)

    states = sorted(ledger.values())
    assert states == ["sent"] * (MESSAGES - in_doubt) + ["uncertain"] * in_doubt
    assert (len(taken), set(taken.values())) == (arrived, {1})
    assert silently_lost(ledger, taken) == []


@pytest.mark.parametrize("without", ["look_send_mark", "send_again_blindly"])
def test_without_the_guard_a_message_arrives_twice(tmp_path, without):
    _ledger, taken = killed_at("taken", tmp_path, without)

    assert max(taken.values()) == 2


def test_called_sent_before_it_left_a_message_is_lost_silently(tmp_path):
    ledger, taken = killed_at("data", tmp_path, "mark_then_send")

    assert len(silently_lost(ledger, taken)) == 1
