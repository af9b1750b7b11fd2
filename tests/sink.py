"""A mail server on loopback that behaves as told: accepts, refuses, asks to wait, or cuts the line."""

import socketserver
import threading
from collections import Counter


class Sink(socketserver.ThreadingTCPServer):
    """Counts what it took, by Message-ID."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mode: str = "accept", delay: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mode, self.delay = mode, delay
        self.taken: Counter[str] = Counter()
        self.mails: list[str] = []
        threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def __exit__(self, *args) -> None:
        self.shutdown()
        super().__exit__(*args)


class Conversation(socketserver.StreamRequestHandler):
    """One conversation of a sender with the sink."""

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"RCPT" and self.server.mode == "refuse":
                self.say("550 no such person")
            elif word == b"RCPT" and self.server.mode == "later":
                self.say("451 not now")
            elif word == b"DATA":
                if self.take():
                    return
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self) -> bool:
        """Take the message; return whether the line is cut before the answer."""
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode())
        text = "".join(lines)
        identifier = next(
            (row.split(":", 1)[1].strip() for row in lines if row.lower().startswith("message-id")),
            "?",
        )
        self.server.taken[identifier] += 1
        self.server.mails.append(text)
        threading.Event().wait(self.server.delay)
        if self.server.mode == "cut":
            self.connection.close()
            return True
        self.say("250 taken")
        return False
