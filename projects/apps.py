"""Registration of projects with Django."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Django's handle on the projects app."""

    name = "projects"
    verbose_name = "施策・手続"
    default_auto_field = "django.db.models.BigAutoField"
