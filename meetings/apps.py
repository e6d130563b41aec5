"""Registration of meetings with Django, and of what it contributes to shared pages."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Django's handle on the meetings app."""

    name = "meetings"
    verbose_name = "会議"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand navigation, home panels, the addresses of records and kinds of long work to the ground."""
        from meetings import dashboard, jobs

        dashboard.register()
        jobs.register()
