"""How forms become HTML: field by field through our own component."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Django's widgets, our form body; templates come from the one engine of the settings."""

    form_template_name = "_components/form_body.html"
