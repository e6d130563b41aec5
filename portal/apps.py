"""Registration of portal with Django."""

from django.apps import AppConfig
from django.core.checks import register


class PortalConfig(AppConfig):
    """Django's handle on the portal app."""

    name = "portal"
    verbose_name = "基盤"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the ground's system checks."""
        from portal.documents.typefaces import check_fonts

        register(check_fonts)
