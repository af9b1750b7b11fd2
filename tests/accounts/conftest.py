"""What the tests of messages share."""

import pytest

from tests.sink import Sink


@pytest.fixture
def smtp(settings):
    """Write by SMTP to a sink that behaves as told."""

    def start(mode):
        sink = Sink(mode)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        return sink

    return start
