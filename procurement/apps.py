"""Registration of procurement with Django."""

from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    """Django's handle on the procurement app."""

    name = "procurement"
    verbose_name = "選定・調達"
    default_auto_field = "django.db.models.BigAutoField"
