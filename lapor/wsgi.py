"""The web process: what granian loads in each of its workers."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from lapor.operate import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.settings")
# A worker whose master was killed no longer hears a SIGTERM: it would go on answering on the port.
lifeline.follow(sent=signal.SIGKILL)
application = get_wsgi_application()
