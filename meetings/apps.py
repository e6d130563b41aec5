"""Registration of meetings with Django, and of what it contributes to shared pages."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Django's handle on the meetings app."""

    name = "meetings"
    verbose_name = "会議"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand what the meetings contribute to shared pages, search and long work to the ground."""
        from meetings import dashboard, jobs, public, searching

        dashboard.register()
        jobs.register()
        searching.register()
        public.register()
