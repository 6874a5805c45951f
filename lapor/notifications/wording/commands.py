"""What a reporter can do next by SMS, each with the report's number: the doors say it in the same words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CHECK = _("Status: CEK %(id)s.")
WRITE = _("Tambah keterangan: BALAS %(id)s isi.")
COMPLETE = _("Lengkapi: BALAS %(id)s isi.")
CONFIRM = _("Beres? SELESAI %(id)s 5. Belum? BALAS %(id)s isi.")
REOPEN = _("Belum beres? BUKA %(id)s alasan.")
TAKE_UP_AGAIN = _("Buka lagi: BUKA %(id)s alasan.")
OBJECT = _("Keberatan? BUKA %(id)s alasan.")
AFTER_MERGE = _("Belum beres sesudah laporan itu selesai? BUKA %(id)s alasan.")
