"""A worker process that also knows the kinds of the tests: ``python -m tests.portal.jobs.worker``."""

import os
import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from tests.portal.jobs import kinds

    kinds.register()
    call_command("work", *sys.argv[1:])
