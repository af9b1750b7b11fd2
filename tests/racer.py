"""What the fork server of the races imports before it forks: every racer begins with Django set up."""

import django

django.setup()

from tests import factories  # noqa: E402, F401 - after the set-up; with it come the models and the services
