"""Where no mail server is set, e-mails are kept as rows, to be read on the mailbox page."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import KeptMail


class KeptMailBackend(BaseEmailBackend):
    """Keeps each e-mail, one row a recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages and return how many."""
        for message in email_messages:
            alternatives = getattr(message, "alternatives", [])
            html = next((body for body, kind in alternatives if kind == "text/html"), "")
            for recipient in message.recipients():
                KeptMail.objects.create(
                    recipient=recipient,
                    subject=message.subject[:300],
                    text=str(message.body),
                    html=html,
                    message_id=message.extra_headers.get("Message-ID", "")[:200],
                )
        return len(email_messages)
