"""Why a verb did not do what was asked. Doors turn these into pages and problem documents."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refusal(Exception):
    """Nothing was changed. `str(refusal)` is one sentence for the reader, in the reader's language."""

    status = 409


class WrongState(Refusal):
    """The report is not in a state that allows this act (somebody may just have acted): 409."""


class NotAllowed(Refusal):
    """The report is in one's scope, but the act is not one's to do: 403."""

    status = 403

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("Tindakan ini bukan wewenang peran Anda."))


class Stale(Refusal):
    """The report has changed since it was read (`If-Match` or the form's version): 412 / 409."""

    status = 412

    def __init__(self) -> None:
        super().__init__(_("Laporan ini baru saja diubah orang lain. Lihat yang terbaru, lalu ulangi."))


class BadInput(Refusal):
    """A value is missing or cannot be: 422. `errors` by field."""

    status = 422

    def __init__(self, **errors: str) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors
