"""A message as an e-mail: text and HTML, one action, in the reader's language, under the fixed Message-ID."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import Notification
from accounts.services.kinds import Message, language_of

# Seven bits, so that any server on the way can carry it; no header is ever longer than its line.
POLICY = SMTP.clone(cte_type="7bit")


class BadAddressError(Exception):
    """What stands as the recipient's e-mail is not the address of one person."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def compose(row: Notification, message: Message) -> EmailMessage:
    """Return the e-mail. Raises `BadAddressError`: nothing is written to two people, or to a header of its own."""
    language = language_of(row.recipient)
    context = {
        "message": message,
        "url": settings.SITE_URL + message.action_path if message.action_path else "",
        "language": language,
        "site": settings.SITE_URL,
    }
    with translation.override(language):
        text = render_to_string("mail/message.txt", context)
        html = render_to_string("mail/message.html", context)
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = " ".join(message.subject.split())
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = one_address(row.recipient.email)
    mail["Message-ID"] = row.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Date"] = timezone.now()
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    for file in message.attachments:
        maintype, _slash, subtype = file.kind.partition("/")
        mail.add_attachment(
            file.content,
            maintype=maintype,
            subtype=subtype,
            filename=file.name,
            params=dict(file.parameters),
        )
    return mail


def one_address(text: str) -> Address:
    """Return the address of one person. Raises `BadAddressError`."""
    try:
        address = Address(addr_spec=text)
        text.encode("ascii")
    except (ValueError, IndexError) as error:  # what the parser raises depends on the fault
        raise BadAddressError(text) from error
    return address


def body_of(mail: EmailMessage, kind: str) -> str:
    """Return one of the two bodies, "plain" or "html"."""
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
