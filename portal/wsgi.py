"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

served = get_wsgi_application()

# A portal whose wall has a hole, or whose fonts would print boxes, serves nobody; these imports wait
# until the apps are loaded.
from portal.documents.typefaces import require_fonts  # noqa: E402
from portal.site.serving import Guarded  # noqa: E402

require_fonts()
application = Guarded(served)
