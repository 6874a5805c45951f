"""The web process: what granian loads in each of its workers."""

import os

from django.core.wsgi import get_wsgi_application

from lapor.operate import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.settings")
lifeline.follow()
application = get_wsgi_application()
