"""Registration of meetings with Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Django's handle on the meetings app."""

    name = "meetings"
    verbose_name = "会議"
    default_auto_field = "django.db.models.BigAutoField"
