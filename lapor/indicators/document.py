"""Writes docs/indicators.md: `python -m lapor.indicators.document > docs/indicators.md`."""

from __future__ import annotations

import sys

from django.conf import settings
from django.utils.translation import override

from lapor.indicators.figures import DEFINITIONS, FEW, Definition

HEAD = f"""# The published figures

Written by `python -m lapor.indicators.document`; change `lapor/indicators/figures.py`, not this file.

The cohort of a period is the reports received in it (local date, WIB) without merged and withdrawn ones.
Each report adds one to some counts of its day (`lapor/indicators/definitions.py`); the counts of a day are
kept per country, top agency, agency kind, province, regency or city, main category, class and channel, and
for every pair of these; every figure is made of sums of them. With two filters there is no median.
Working days are Monday to Friday without national holidays and joint leave. A share with nothing below the
line is null. Time figures leave out reports of which only the dates of an export are known. They count from
the moment when a report came to us: a letter typed in later, and what was split off, belong to the day of the
letter or of the first report, but their time counts from when they were filed.

A secret report counts in the figures of the country, its class and its channel, and in none of an agency,
place or category: nobody may learn by subtraction whom it is about.

On the pages, figures under a filter with fewer than {FEW} reports are not shown, nor those that could be had
by subtraction: where one row of a table is hidden, the next smallest is too. Curves under a filter count
public reports (verified, not secret), which anybody can count in the list as well.
Open data (`/data/`, see opendata.md) has totals of the country by day and of its parts by month, without
parts of fewer than {FEW} reports.
"""


def page() -> str:
    """The whole file."""
    with override(None):
        return HEAD + "".join(_section(definition) for definition in DEFINITIONS.values())


def _section(definition: Definition) -> str:
    return (
        f"\n## `{definition.name}`\n\n{definition.title} ({definition.kind})\n\n"
        f"> {definition.sentence}\n\nComputed: {definition.recipe}\n"
    )


if __name__ == "__main__":
    if not settings.configured:
        settings.configure(USE_I18N=False)
    sys.stdout.write(page())
