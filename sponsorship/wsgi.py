"""The web server's door into Tandem."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sponsorship.settings")
application = get_wsgi_application()
