"""Where programs of other sites find a report's card."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

register = template.Library()

FORMS = {"json": "application/json+oembed", "xml": "text/xml+oembed"}


@register.simple_tag
def oembed_links(number: int) -> SafeString:
    """`{% oembed_links report.pk %}`: the links of the page's head."""
    page = f"{settings.BASE_URL}/laporan/{number}/"
    where = f"{settings.BASE_URL}{reverse('portal:oembed')}"
    rows = ((kind, f"{where}?{urlencode({'url': page, 'format': form})}") for form, kind in FORMS.items())
    return format_html_join("\n", '<link rel="alternate" type="{}" href="{}" title="LAPOR!">', rows)
