"""A company's own sign-in on loopback: an OpenID Connect provider that lets one person in."""

import base64
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT = {"client_id": "tandem", "secret": "a-secret-of-the-company"}


class Company(ThreadingHTTPServer):
    """The provider: who is at the keyboard, and whether it says that the address is theirs."""

    daemon_threads = True
    person: dict[str, Any]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Desk(BaseHTTPRequestHandler):
    """Answers as OpenID Connect Core lays down; codes and tokens serve once."""

    server: Company
    codes: dict[str, dict[str, str]] = {}

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        if asked.path == "/.well-known/openid-configuration":
            self.answer(self.configuration())
        elif asked.path == "/authorize":
            self.codes["code"] = query
            back = urlencode({"code": "code", "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()
        elif asked.path == "/userinfo" and self.headers["Authorization"] == "Bearer token":
            self.answer(self.server.person)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = {name: v[0] for name, v in parse_qs(self.rfile.read(length).decode()).items()}
        asked = self.codes.pop(form.get("code", ""), None)
        word = base64.b64encode(f"{CLIENT['client_id']}:{CLIENT['secret']}".encode()).decode()
        if (
            asked is None
            or form["redirect_uri"] != asked["redirect_uri"]
            or self.headers["Authorization"] != f"Basic {word}"
        ):
            self.send_error(400)
            return
        claims = {"iss": self.server.url, "aud": CLIENT["client_id"], "exp": time.time() + 60}
        signed = jwt.encode(claims | self.server.person, "k" * 32, algorithm="HS256")
        self.answer({"access_token": "token", "token_type": "Bearer", "id_token": signed})

    def configuration(self) -> dict[str, Any]:
        url = self.server.url
        return {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "userinfo_endpoint": f"{url}/userinfo",
            "jwks_uri": f"{url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def answer(self, facts: dict[str, Any]) -> None:
        body = json.dumps(facts).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def open_company(**person: Any) -> Iterator[Company]:
    """Return a running provider, at whose keyboard this person sits."""
    company = Company(("127.0.0.1", 0), Desk)
    company.person = {"sub": "employee-1", **person}
    threading.Thread(target=company.serve_forever, daemon=True).start()
    try:
        yield company
    finally:
        company.shutdown()
        company.server_close()
