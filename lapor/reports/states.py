"""The words of a report's life: classes, statuses, acts, channels, reasons. Labels are what people read."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportClass(TextChoices):
    """Klasifikasi, chosen by the reporter (PermenPANRB 62/2018)."""

    COMPLAINT = "complaint", _("Pengaduan")
    ASPIRATION = "aspiration", _("Aspirasi")
    INFORMATION_REQUEST = "information_request", _("Permintaan informasi")


class Status(TextChoices):
    RECEIVED = "received", _("Belum terverifikasi")
    VERIFIED = "verified", _("Terverifikasi")
    POSTPONED = "postponed", _("Menunggu kelengkapan")
    DISPOSED = "disposed", _("Terdisposisi")
    IN_PROGRESS = "in_progress", _("Ditindaklanjuti")
    ANSWERED = "answered", _("Menunggu tanggapan pelapor")
    REPLIED = "replied", _("Ditanggapi oleh pelapor")
    CLOSED = "closed", _("Selesai")
    ARCHIVED = "archived", _("Diarsipkan")
    WITHDRAWN = "withdrawn", _("Ditarik")
    MERGED = "merged", _("Digabungkan")


OPEN = frozenset(
    {
        Status.RECEIVED,
        Status.VERIFIED,
        Status.POSTPONED,
        Status.DISPOSED,
        Status.IN_PROGRESS,
        Status.ANSWERED,
        Status.REPLIED,
    }
)
AT_AGENCY = frozenset({Status.DISPOSED, Status.IN_PROGRESS, Status.ANSWERED, Status.REPLIED})


class Closing(TextChoices):
    """How a report was closed; only the first counts as confirmed by the reporter."""

    CONFIRMED = "confirmed", _("Selesai, dipastikan pelapor")
    BY_OFFICER = "by_officer", _("Selesai, ditutup petugas")
    SILENT = "silent", _("Selesai otomatis")
    UNCONFIRMED = "unconfirmed", _("Ditutup, pelapor tidak terhubungi")


class Act(TextChoices):
    """One act = one event. `lifecycle.TABLE` says when each is allowed."""

    FILE = "file", _("Laporan diterima")
    CONFIRM_CONTACT = "confirm_contact", _("Kontak dipastikan")
    VERIFY = "verify", _("Diperiksa")
    CLASSIFY = "classify", _("Klasifikasi diperbarui")
    DISPOSE = "dispose", _("Diteruskan ke instansi")
    DISPOSE_TO_UNIT = "dispose_to_unit", _("Diteruskan ke unit")
    ADD_AGENCY = "add_agency", _("Instansi lain ikut menangani")
    POSTPONE = "postpone", _("Menunggu kelengkapan")
    COMPLETE = "complete", _("Dilengkapi pelapor")
    LAPSE = "lapse", _("Ditarik karena tidak dilengkapi")
    ARCHIVE = "archive", _("Diarsipkan")
    REFER_BACK = "refer_back", _("Dikembalikan: bukan wewenang")
    DRAFT = "draft", _("Draf jawaban dibuat")
    REJECT_DRAFT = "reject_draft", _("Draf jawaban dikembalikan")
    APPROVE_DRAFT = "approve_draft", _("Draf jawaban disetujui dan dikirim")
    ANSWER = "answer", _("Dijawab instansi")
    REPLY = "reply", _("Ditanggapi pelapor")
    CLOSE = "close", _("Selesai")
    CLOSE_QUIET = "close_quiet", _("Selesai otomatis")
    REOPEN = "reopen", _("Dibuka lagi")
    OBJECT = "object", _("Keberatan diajukan")
    DECIDE_OBJECTION = "decide_objection", _("Keberatan diputus")
    ESCALATE = "escalate", _("Naik ke tingkat di atasnya")
    ASK = "ask", _("Pertanyaan pengawas")
    RECOMMEND = "recommend", _("Rekomendasi Ombudsman")
    RESPOND = "respond", _("Ditanggapi instansi kepada pengawas")
    WITHDRAW = "withdraw", _("Ditarik pelapor")
    MERGE = "merge", _("Digabungkan")
    UNMERGE = "unmerge", _("Dipisahkan lagi")
    SPLIT = "split", _("Dipecah menjadi dua laporan")
    FOLLOW = "follow", _("Diikuti")
    SUPPORT = "support", _("Didukung")
    CHANGE_PRIVACY = "change_privacy", _("Kerahasiaan diubah")
    REDACT = "redact", _("Teks ditutup")
    IMPORT = "import", _("Diimpor")


class Channel(TextChoices):
    WEB = "web", _("Situs web")
    SMS = "sms", _("SMS")
    EMAIL = "email", _("Surel")
    API = "api", _("Aplikasi instansi")
    OPEN311 = "open311", "Open311"
    WALK_IN = "walk_in", _("Tatap muka")
    LETTER = "letter", _("Surat")
    HOTLINE = "hotline", _("Telepon")
    SOCIAL = "social", _("Media sosial")
    IMPORT = "import", _("Impor")


class ArchiveReason(TextChoices):
    """Why a report is archived (guide of SP4N-LAPOR!)."""

    SARA = "sara", _("Mengandung SARA")
    NO_EVIDENCE = "no_evidence", _("Tidak ada bukti pendukung")
    UNCLEAR = "unclear", _("Tidak jelas")
    NOT_GOVERNMENT = "not_government", _("Tidak terkait kinerja pemerintah")
    DUPLICATE = "duplicate", _("Sudah pernah dilaporkan")


class MessageKind(TextChoices):
    """What a text that belongs to an act is."""

    REPLY = "reply", _("Tanggapan pelapor")
    COMPLETION = "completion", _("Kelengkapan dari pelapor")
    ANSWER = "answer", _("Jawaban instansi")
    INTERIM = "interim", _("Jawaban sementara")
    POSTPONEMENT = "postponement", _("Yang perlu dilengkapi")
    ARCHIVAL = "archival", _("Alasan arsip")
    REFERRAL = "referral", _("Alasan bukan wewenang")
    DISPOSITION = "disposition", _("Catatan disposisi")
    REJECTION = "rejection", _("Catatan untuk draf")
    CLOSING = "closing", _("Alasan penutupan")
    REOPENING = "reopening", _("Alasan dibuka lagi")
    OBJECTION = "objection", _("Alasan keberatan")
    DECISION = "decision", _("Putusan keberatan")
    QUESTION = "question", _("Pertanyaan pengawas")
    RECOMMENDATION = "recommendation", _("Rekomendasi")
    RESPONSE = "response", _("Tanggapan kepada pengawas")


# Texts that the public reads (masked) on the page of a public report; the reporter reads these in full.
PUBLIC_MESSAGES = frozenset(
    {
        MessageKind.REPLY,
        MessageKind.ANSWER,
        MessageKind.INTERIM,
        MessageKind.ARCHIVAL,
        MessageKind.CLOSING,
        MessageKind.REOPENING,
        MessageKind.OBJECTION,
        MessageKind.DECISION,
    }
)
# The reporter reads these too: what is missing, and what the reporter gave then. Proofs and personal details
# are asked for so, hence neither is public.
REPORTER_MESSAGES = PUBLIC_MESSAGES | {MessageKind.POSTPONEMENT, MessageKind.COMPLETION}
