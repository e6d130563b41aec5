"""Registration of portal with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Django's handle on the portal app."""

    name = "portal"
    verbose_name = "基盤"
    default_auto_field = "django.db.models.BigAutoField"
