"""The network's vocabularies (docs/glossary.md)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# In the order of the national competition's proposal; their limits are in `data/sections.toml`.
SECTIONS = (
    "summary",
    "background",
    "novelty",
    "implementation",
    "significance",
    "adaptability",
    "resources",
    "sustainability",
)
SDG_LAST = 17


class InnovationStatus(TextChoices):
    """Where an innovation stands as a whole; until it is first published, where its only version stands."""

    DRAFT = "draft", _("Draf")
    IN_REVIEW = "in_review", _("Ditinjau kurator")
    RETURNED = "returned", _("Dikembalikan untuk diperbaiki")
    PUBLISHED = "published", _("Terbit")
    WITHDRAWN = "withdrawn", _("Ditarik dari publik")


class VersionStatus(TextChoices):
    """Where one text of an innovation stands; at most one is open, at most one published."""

    DRAFT = "draft", _("Draf")
    IN_REVIEW = "in_review", _("Ditinjau kurator")
    RETURNED = "returned", _("Dikembalikan untuk diperbaiki")
    PUBLISHED = "published", _("Terbit")
    SUPERSEDED = "superseded", _("Diganti versi baru")


class Decision(TextChoices):
    """What a curator decides."""

    RETURNED = "returned", _("Dikembalikan untuk diperbaiki")
    PUBLISHED = "published", _("Terbit")


class Sector(TextChoices):
    """The field of service."""

    HEALTH = "health", _("Kesehatan")
    EDUCATION = "education", _("Pendidikan")
    CIVIL_REGISTRATION = "civil_registration", _("Kependudukan")
    LICENSING = "licensing", _("Perizinan")
    SOCIAL = "social", _("Bantuan dan perlindungan sosial")
    INFRASTRUCTURE = "infrastructure", _("Jalan dan prasarana")
    ENVIRONMENT = "environment", _("Air, sampah, dan lingkungan")
    ECONOMY = "economy", _("Ekonomi dan pekerjaan")
    SAFETY = "safety", _("Keamanan dan bencana")
    GOVERNANCE = "governance", _("Tata kelola pemerintahan")


class TargetGroup(TextChoices):
    """Whom it is made for."""

    EVERYBODY = "everybody", _("Semua warga")
    CHILDREN = "children", _("Anak dan pelajar")
    WOMEN = "women", _("Perempuan dan ibu hamil")
    ELDERLY = "elderly", _("Warga lanjut usia")
    DISABLED = "disabled", _("Penyandang disabilitas")
    POOR = "poor", _("Keluarga miskin")
    FARMERS = "farmers", _("Petani dan nelayan")
    BUSINESS = "business", _("Pelaku usaha")
    REMOTE = "remote", _("Warga daerah terpencil")
    OFFICIALS = "officials", _("Petugas pemerintah")


class CostBand(TextChoices):
    """What a year of it costs the agency."""

    UNDER_50 = "under_50", _("Di bawah Rp50 juta setahun")
    UNDER_200 = "under_200", _("Rp50 juta sampai Rp200 juta setahun")
    UNDER_1000 = "under_1000", _("Rp200 juta sampai Rp1 miliar setahun")
    ABOVE_1000 = "above_1000", _("Di atas Rp1 miliar setahun")


class ContactShown(TextChoices):
    """To whom its owner shows the contact."""

    EVERYBODY = "everybody", _("Semua orang")
    OFFICERS = "officers", _("Petugas yang sudah masuk")
    NOBODY = "nobody", _("Tidak ditampilkan")


class FileKind(TextChoices):
    """What a file of an innovation or of a replication is."""

    PICTURE = "picture", _("Gambar")
    DOCUMENT = "document", _("Dokumen")
    EVIDENCE = "evidence", _("Bukti hasil")


class ReplicationStatus(TextChoices):
    """Where a replication stands."""

    ASKED = "asked", _("Diminta")
    ACCEPTED = "accepted", _("Diterima")
    REFUSED = "refused", _("Tidak diterima")
    RUNNING = "running", _("Berjalan")
    FINISHED = "finished", _("Selesai direplikasi")
    STOPPED = "stopped", _("Dihentikan")


class NoteKind(TextChoices):
    """What is written down while a replication runs."""

    QUESTION = "question", _("Pertanyaan kepada pemilik inovasi")
    REPLY = "reply", _("Jawaban pemilik inovasi")
    ADAPTATION = "adaptation", _("Penyesuaian")


class JippAct(TextChoices):
    """What somebody did; the history's word."""

    WRITE = "write", _("Menulis draf")
    SUBMIT = "submit", _("Mengajukan ke kurator")
    TAKE_BACK = "take_back", _("Menarik pengajuan")
    RETURN = "return", _("Mengembalikan untuk diperbaiki")
    PUBLISH = "publish", _("Menerbitkan inovasi")
    WITHDRAW = "withdraw", _("Menarik dari publik")
    RESTORE = "restore", _("Menampilkan lagi")
    ASK = "ask", _("Meminta replikasi")
    ACCEPT = "accept", _("Menerima permintaan")
    REFUSE = "refuse", _("Menolak permintaan")
    AGREE = "agree", _("Menyepakati rencana")
    MENTOR = "mentor", _("Menunjuk pendamping")
    DO_STEP = "do_step", _("Menyelesaikan langkah")
    NOTE = "note", _("Mencatat")
    FINISH = "finish", _("Menyelesaikan replikasi")
    STOP = "stop", _("Menghentikan replikasi")
    REMIND = "remind", _("Mengingatkan")


OPEN_VERSIONS = frozenset({VersionStatus.DRAFT, VersionStatus.IN_REVIEW, VersionStatus.RETURNED})
EDITABLE = frozenset({VersionStatus.DRAFT, VersionStatus.RETURNED})
OPEN_REPLICATIONS = frozenset(
    {ReplicationStatus.ASKED, ReplicationStatus.ACCEPTED, ReplicationStatus.RUNNING}
)
# What the public tree and map show: an agreement was made.
LEARNED = frozenset({ReplicationStatus.ACCEPTED, ReplicationStatus.RUNNING, ReplicationStatus.FINISHED})
