"""A mail server on loopback that behaves as told: accepts, refuses, asks to wait, cuts the line, or holds it."""

import re
import socketserver
import subprocess
import threading
from collections import Counter, deque
from collections.abc import Callable

PATIENCE = 120


class Sink(socketserver.ThreadingTCPServer):
    """Counts what it took, by Message-ID.

    `mode` is a word for everyone, or says one for each recipient and each of their attempts.
    `hold_at` names moments (a word and how often it was heard) at which the line stands still until `go_on`:
    "rcpt" before the answer to a recipient, "data" before the message may come, "taken" once it is stored
    and before the answer.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        mode: str | Callable[[str, int], str] = "accept",
        delay: float = 0.0,
        hold_at: tuple[tuple[str, int], ...] = (),
    ) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mode, self.delay = mode, delay
        self.hold_at = deque(hold_at)
        self.held, self.may_go_on = threading.Event(), threading.Event()
        self.heard: Counter[str] = Counter()
        self.attempts: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.mails: list[str] = []
        self.lock = threading.Lock()
        threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def __exit__(self, *args) -> None:
        self.shutdown()
        super().__exit__(*args)

    def mode_for(self, recipient: str) -> str:
        """Return how to treat this recipient now."""
        if isinstance(self.mode, str):
            return self.mode
        return self.mode(recipient, self.attempts[recipient])

    def hear(self, word: str) -> None:
        """Stand still if this is the moment; one moment after the other."""
        with self.lock:
            self.heard[word] += 1
            waits = bool(self.hold_at) and self.hold_at[0][0] == word
            waits = waits and self.heard[word] >= self.hold_at[0][1] and not self.held.is_set()
            if waits:
                self.hold_at.popleft()
                self.may_go_on.clear()
                self.held.set()
        if waits:
            assert self.may_go_on.wait(PATIENCE)

    def holds(self, sender: subprocess.Popen) -> bool:
        """Wait until a line stands still; False if the sender ended first, or nothing came."""
        for _round in range(10 * PATIENCE):
            if self.held.wait(0.1):
                return True
            if sender.poll() is not None:
                return False
        return False

    def go_on(self) -> None:
        """Let the line that stands still go on."""
        self.held.clear()
        self.may_go_on.set()


class Conversation(socketserver.StreamRequestHandler):
    """One conversation of a sender with the sink."""

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        try:
            self.converse()
        except OSError:
            """The sender is gone, as the test wanted."""

    def converse(self) -> None:
        self.say("220 sink")
        mode = "accept"
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT":
                recipient = re.search(rb"<([^>]*)>", line).group(1).decode()
                self.server.attempts[recipient] += 1
                mode = self.server.mode_for(recipient)
                self.server.hear("rcpt")
                self.say(ANSWERS.get(("rcpt", mode), "250 ok"))
            elif word == b"MAIL":
                self.say(ANSWERS.get(("mail", self.server.mode), "250 ok"))
            elif word == b"DATA":
                self.server.hear("data")
                if self.take(mode):
                    return
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, mode: str) -> bool:
        """Take the message, unless it is refused; return whether the line is cut before the answer."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode("ascii"))
        if not line:
            return True
        if mode in {"later after", "refuse after"}:
            self.say(ANSWERS["taken", mode])
            return False
        text = "".join(lines)
        identifier = next(
            (row.split(":", 1)[1].strip() for row in lines if row.lower().startswith("message-id")),
            "?",
        )
        with self.server.lock:
            self.server.taken[identifier] += 1
            self.server.mails.append(text)
        self.server.hear("taken")
        threading.Event().wait(self.server.delay)
        if mode == "cut":
            return True
        self.say(ANSWERS.get(("taken", mode), "250 taken"))
        return False


ANSWERS = {
    ("mail", "unwelcome"): "553 not from you",
    ("rcpt", "refuse"): "550 no such person",
    ("rcpt", "later"): "451 not now",
    ("rcpt", "babble"): "what?",
    ("taken", "later after"): "452 no room today",
    ("taken", "refuse after"): "554 I do not like it",
    ("taken", "babble after"): "what?",
}
