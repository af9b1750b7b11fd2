#!/usr/bin/env python
"""Run Tandem's administrative commands."""

import gc
import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Hand the command line to Django."""
    # Commands end soon, and migrations make classes by the thousand: let the collector of garbage look seldom.
    gc.set_threshold(50_000, 20, 100)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sponsorship.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
