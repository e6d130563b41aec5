"""Django's sqlite3 back end, with the audit wall."""

from django.db.backends.sqlite3.base import DatabaseWrapper as DatabaseWrapper
