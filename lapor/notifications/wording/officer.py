"""What officers read of each act: number, status, deadline, link; never a person's name, title or text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lapor.notifications.wording.notice import Say
from lapor.reports.states import Act
from lapor.sla.rules import Step

_ANSWER_BY = _("Tenggat jawaban: %(due)s.")

MENTIONED = Say(
    _("Anda disebut dalam catatan"), _("Seorang rekan menyebut Anda dalam catatan internal laporan ini.")
)
HANDED_OVER = Say(_("diserahkan kepada Anda"), _("Seorang rekan menyerahkan laporan ini kepada Anda."))
WATCHED = _("Ada tindakan baru pada laporan yang Anda pantau.")

SAYS: dict[Act, Say] = {
    Act.DISPOSE: Say(
        _("laporan baru untuk instansi Anda"),
        _("Laporan ini diteruskan ke instansi Anda."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.DISPOSE_TO_UNIT: Say(
        _("laporan baru untuk unit Anda"),
        _("Laporan ini diteruskan ke unit Anda."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.ADD_AGENCY: Say(
        _("instansi Anda ikut menangani"),
        _("Instansi Anda diminta ikut menangani laporan ini."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.REFER_BACK: Say(
        _("dikembalikan unit"),
        _("Unit mengembalikan laporan ini karena bukan wewenangnya."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.DRAFT: Say(
        _("draf jawaban menunggu Anda"),
        _("Draf jawaban menunggu persetujuan Anda. Draf belum memenuhi tenggat."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.REJECT_DRAFT: Say(
        _("draf jawaban dikembalikan"),
        _("Draf jawaban Anda dikembalikan dengan catatan."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.APPROVE_DRAFT: Say(
        _("draf jawaban disetujui"), _("Draf jawaban untuk laporan ini disetujui dan dikirim ke pelapor.")
    ),
    Act.REPLY: Say(_("pelapor menanggapi"), _("Pelapor menanggapi laporan ini."), _ANSWER_BY, Step.FOLLOW_UP),
    Act.COMPLETE: Say(
        _("pelapor melengkapi"),
        _("Pelapor melengkapi laporan ini; tenggat berjalan lagi."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.REOPEN: Say(_("dibuka lagi"), _("Laporan ini dibuka lagi."), _ANSWER_BY, Step.FOLLOW_UP),
    Act.OBJECT: Say(
        _("ada keberatan"),
        _("Pelapor mengajukan keberatan. Putusannya ada pada tingkat Anda."),
        _("Tenggat putusan: %(due)s."),
        Step.OBJECTION,
    ),
    Act.DECIDE_OBJECTION: Say(
        _("keberatan dikabulkan"),
        _("Keberatan pelapor dikabulkan; laporan ini ditangani lagi."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
    ),
    Act.WITHDRAW: Say(_("ditarik pelapor"), _("Pelapor menarik laporan ini.")),
    Act.ASK: Say(
        _("pertanyaan pengawas"),
        _("Pengawas bertanya tentang laporan ini."),
        _("Tenggat tanggapan: %(due)s."),
        Step.RESPONSE,
    ),
    Act.RECOMMEND: Say(
        _("rekomendasi Ombudsman"),
        _("Ombudsman memberi rekomendasi atas laporan ini."),
        _("Tenggat tanggapan: %(due)s."),
        Step.RECOMMENDATION_RESPONSE,
    ),
    Act.RESPOND: Say(_("ditanggapi instansi"), _("Instansi menanggapi pertanyaan atau rekomendasi Anda.")),
}
