"""The choice between Indonesian and English."""

from __future__ import annotations

from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

# Without a token in each page's header, public pages need no cookie and stay the same for everybody;
# the worst a foreign page could do is to change the language.
choose = csrf_exempt(set_language)
