"""One conversation with the mail server, and what each of its answers means."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.encoders import encode_base64
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from accounts.services.letters import body_of

LINE_FAULTS = (OSError, smtplib.SMTPException)


class TryLaterError(Exception):
    """Nothing has left: the server said not now."""


class ServerAwayError(TryLaterError):
    """Nothing has left: the server does not answer, or does not let us in."""


class RefusedError(Exception):
    """The server refuses this message for good."""


class UncertainError(Exception):
    """The connection was lost, or the answer made no sense, after the message had begun to leave."""


class SmtpWay:
    """The way by SMTP: first from whom and to whom, then the message."""

    def __init__(self, line: smtplib.SMTP) -> None:
        self.line = line

    def greet(self, recipient: str) -> None:
        """Say from whom and to whom; up to here nothing has left.

        A sender that is not welcome is no fault of this message: `ServerAwayError`.
        """
        try:
            code, words = self.line.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
            if code != 250:
                raise ServerAwayError(said(code, words))
            code, words = self.line.rcpt(recipient)
        except LINE_FAULTS as error:
            raise ServerAwayError(repr(error)) from error
        if not taken(code, words):
            raise TryLaterError(said(code, words))

    def hand_over(self, mail: EmailMessage) -> None:
        """Send the message itself."""
        words: bytes | str
        try:
            code, words = self.line.data(mail.as_bytes())
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, error.smtp_error
        except LINE_FAULTS as error:
            raise UncertainError(repr(error)) from error
        if not taken(code, words):
            raise UncertainError(said(code, words))


class DjangoWay:
    """The way by another of Django's backends, as the tests set it."""

    def greet(self, recipient: str) -> None:
        """Nothing to say."""

    def hand_over(self, mail: EmailMessage) -> None:
        """Hand it to the backend."""
        headers = {name: mail[name] for name in ("Message-ID", "Auto-Submitted")}
        out = EmailMultiAlternatives(
            mail["Subject"], body_of(mail, "plain"), to=[mail["To"]], headers=headers
        )
        out.attach_alternative(body_of(mail, "html"), "text/html")
        for part in mail.iter_attachments():
            out.attach(as_mime(part))
        get_connection().send_messages([out])


def as_mime(part: Message) -> MIMEBase:
    """Return an attachment as Django's messages take it, with its parameters."""
    mime = MIMEBase(part.get_content_maintype(), part.get_content_subtype())
    for name, value in (part.get_params(unquote=True) or [])[1:]:
        mime.set_param(name, value)
    mime.set_payload(part.get_payload(decode=True))
    encode_base64(mime)
    mime.add_header("Content-Disposition", "attachment", filename=part.get_filename() or "")
    return mime


@contextmanager
def mail_server() -> Iterator[SmtpWay | DjangoWay]:
    """Open the way that is set. Raises `ServerAwayError`."""
    if settings.EMAIL_BACKEND != "django.core.mail.backends.smtp.EmailBackend":
        yield DjangoWay()
        return
    line = connect()
    try:
        yield SmtpWay(line)
    finally:
        line.close()


def connect() -> smtplib.SMTP:
    """Return an open line, encrypted and signed in as the settings say. Raises `ServerAwayError`."""
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    line = None
    try:
        line = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
        line.ehlo_or_helo_if_needed()
        if settings.EMAIL_USE_TLS:
            line.starttls()
            line.ehlo()
        if settings.EMAIL_HOST_USER:
            line.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except LINE_FAULTS as error:
        if line is not None:
            line.close()
        raise ServerAwayError(repr(error)) from error
    return line


def taken(code: int, words: bytes | str) -> bool:
    """Whether the server's answer is a yes; False where it is no answer at all.

    Raises `TryLaterError` for 4xx and `RefusedError` for 5xx.
    """
    if 400 <= code < 500:
        raise TryLaterError(said(code, words))
    if 500 <= code < 600:
        raise RefusedError(said(code, words))
    return 200 <= code < 300


def said(code: int, words: bytes | str) -> str:
    """Return the server's answer in one line."""
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
