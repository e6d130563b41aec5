"""Django's postgresql back end, with the audit wall."""

from django.db.backends.postgresql.base import DatabaseWrapper as DatabaseWrapper
