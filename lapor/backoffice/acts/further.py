"""Further agencies on a report, beside the lead: some finder fields, folded until one is wanted."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lapor.backoffice.acts.form import Doing
from lapor.backoffice.finder import AGENCIES, FinderField
from lapor.reports import disposition
from lapor.reports.models import Event
from lapor.reports.refusals import BadInput

ALSO = ("also_1", "also_2", "also_3", "also_4", "also_5")
FOLD = _("Instansi lain yang ikut menangani")


def further() -> list[FinderField]:
    """The fields, one for each name of ALSO; the lead is asked for elsewhere."""
    labels = (
        _("Instansi tambahan 1"),
        _("Instansi tambahan 2"),
        _("Instansi tambahan 3"),
        _("Instansi tambahan 4"),
        _("Instansi tambahan 5"),
    )
    return [FinderField(AGENCIES, label=label, required=False) for label in labels]


def send_on(form: forms.Form, doing: Doing) -> Event:
    """Dispose to the lead and the further ones; what is wrong with one stands at the field it came from."""
    given = form.cleaned_data
    chosen = [(name, row) for name in ALSO if (row := given[name])]
    try:
        return disposition.dispose(
            doing.report,
            by=doing.by,
            agency=given["agency"],
            also=tuple(row for _name, row in chosen),
            note=given["note"],
            now=doing.now,
        )
    except BadInput as refusal:
        # The verb numbers those it got; empty fields may stand between them.
        fields = {f"also_{number}": name for number, (name, _row) in enumerate(chosen, 1)}
        named = {fields.get(name, name): text for name, text in refusal.errors.items()}
        raise BadInput(**named) from refusal
