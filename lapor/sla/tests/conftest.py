"""How hard hypothesis tries: LAPOR_EXAMPLES (200; the large run sets 10,000)."""

import os

from hypothesis import settings

settings.register_profile(
    "sla", max_examples=int(os.environ.get("LAPOR_EXAMPLES", "200")), deadline=None, database=None
)
settings.load_profile("sla")
