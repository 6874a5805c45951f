"""What the reporter reads of each act: what happened, until when what, and what one can do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lapor.notifications.wording import commands
from lapor.notifications.wording.notice import Say
from lapor.reports.states import Act
from lapor.sla.rules import Step

REOPENING = "pembukaan/"
_ANSWER_BY = _("Jawaban paling lambat %(due)s.")
_CHECK_BY = _("Diperiksa paling lambat %(due)s.")
_REOPEN_BY = _("Bisa dibuka lagi sampai %(due)s.")
_OBJECT_BY = _("Keberatan bisa diajukan sampai %(due)s.")
_WRITE = _("Anda dapat menulis keterangan atau menambah lampiran di halaman laporan.")

INTERIM = Say(
    _("ada jawaban sementara"),
    _("%(agency)s memberi jawaban sementara. Laporan tetap ditangani."),
    can=_("Anda dapat menanggapinya di halaman laporan."),
    quoted=_('Jawaban sementara: "%(quote)s"'),
)
FINAL = Say(
    _("sudah dijawab"),
    _("%(agency)s sudah menjawab laporan Anda."),
    _("Tanpa tanggapan, ditutup %(due)s."),
    Step.QUIET,
    _("Sudah selesai? Pastikan dan beri nilai. Belum? Tanggapi, dan laporan tidak ditutup."),
    command=commands.CONFIRM,
    quoted=_('Jawab: "%(quote)s"'),
)
REMINDER = Say(
    _("segera ditutup otomatis"),
    _("Jawaban atas laporan Anda menunggu tanggapan Anda."),
    _("Tanpa tanggapan, ditutup %(due)s."),
    Step.QUIET,
    _("Sudah selesai? Pastikan dan beri nilai. Belum? Tanggapi, dan laporan tidak ditutup."),
    command=commands.CONFIRM,
)
INCOMPLETE = Say(
    _("menunggu kelengkapan Anda"),
    _("Laporan Anda masih menunggu kelengkapan dari Anda."),
    _("Lengkapi sampai %(due)s; lewat itu laporan dianggap ditarik."),
    Step.COMPLETION,
    _("Apa yang kurang tertulis di halaman laporan; kirim kelengkapannya di sana."),
    command=commands.COMPLETE,
)
MERGED_ENDED = Say(
    _("laporan gabungannya selesai"),
    _("Laporan tempat laporan Anda digabungkan sudah selesai."),
    can=_("Masalah Anda belum selesai? Tulis di halaman laporan Anda sendiri."),
    command=commands.REOPEN,
    door=REOPENING,
)

# By act and variant; an act without the variant stands for all of its ways.
SAYS: dict[tuple[Act, str], Say] = {
    (Act.FILE, ""): Say(
        _("kami terima"),
        _("Laporan Anda sudah kami terima."),
        _CHECK_BY,
        Step.VERIFICATION,
        _("Simpan nomor laporan dan kode akses Anda: dengan keduanya Anda mengikuti laporan ini."),
    ),
    (Act.CONFIRM_CONTACT, ""): Say(
        _("kontak Anda dipastikan"),
        _("Kontak Anda sudah dipastikan; kabar laporan dikirim ke sini."),
        _CHECK_BY,
        Step.VERIFICATION,
        _("Simpan nomor laporan dan kode akses Anda: dengan keduanya Anda mengikuti laporan ini."),
    ),
    (Act.VERIFY, ""): Say(
        _("sudah diperiksa"),
        _("Laporan Anda sudah diperiksa."),
        _("Diteruskan ke instansi paling lambat %(due)s."),
        Step.VERIFICATION,
        _WRITE,
    ),
    (Act.DISPOSE, ""): Say(
        _("diteruskan ke instansi"),
        _("Laporan Anda diteruskan ke %(agency)s."),
        _ANSWER_BY,
        Step.FOLLOW_UP,
        _WRITE,
    ),
    (Act.POSTPONE, ""): Say(
        _("perlu dilengkapi"),
        _("Laporan Anda perlu dilengkapi."),
        _("Lengkapi sampai %(due)s; lewat itu laporan dianggap ditarik."),
        Step.COMPLETION,
        _("Apa yang kurang tertulis di halaman laporan; kirim kelengkapannya di sana."),
        command=commands.COMPLETE,
    ),
    (Act.LAPSE, ""): Say(
        _("ditarik karena tidak dilengkapi"),
        _("Laporan Anda dianggap ditarik karena tidak dilengkapi."),
        _REOPEN_BY,
        Step.REOPEN_LAPSED,
        command=commands.TAKE_UP_AGAIN,
        door=REOPENING,
    ),
    (Act.ARCHIVE, ""): Say(
        _("diarsipkan"),
        _("Laporan Anda diarsipkan%(reason)s."),
        _OBJECT_BY,
        Step.OBJECTION_WINDOW,
        _("Tidak setuju? Ajukan keberatan di halaman laporan; tingkat di atasnya yang memutus."),
        command=commands.OBJECT,
    ),
    (Act.CLOSE, "confirmed"): Say(
        _("selesai"),
        _("Terima kasih, Anda memastikan laporan ini selesai."),
        _REOPEN_BY,
        Step.REOPEN,
        command=commands.REOPEN,
        door=REOPENING,
    ),
    (Act.CLOSE, "by_officer"): Say(
        _("ditutup petugas"),
        _("Laporan Anda ditutup petugas."),
        _REOPEN_BY,
        Step.REOPEN,
        _("Belum selesai? Buka lagi laporan ini atau ajukan keberatan."),
        command=commands.REOPEN,
        door=REOPENING,
    ),
    (Act.CLOSE_QUIET, ""): Say(
        _("ditutup otomatis"),
        _("Laporan Anda ditutup otomatis karena tidak ada tanggapan."),
        _REOPEN_BY,
        Step.REOPEN,
        _("Belum selesai? Buka lagi laporan ini atau ajukan keberatan."),
        command=commands.REOPEN,
        door=REOPENING,
    ),
    (Act.REOPEN, "closed"): Say(
        _("dibuka lagi"), _("Laporan Anda dibuka lagi."), _ANSWER_BY, Step.FOLLOW_UP, _WRITE
    ),
    (Act.REOPEN, "withdrawn"): Say(
        _("dibuka lagi"), _("Laporan Anda dibuka lagi."), _CHECK_BY, Step.VERIFICATION, _WRITE
    ),
    (Act.OBJECT, ""): Say(
        _("keberatan kami terima"),
        _("Keberatan Anda sudah kami terima."),
        _("Diputus paling lambat %(due)s."),
        Step.OBJECTION,
    ),
    (Act.DECIDE_OBJECTION, "upheld"): Say(
        _("keberatan dikabulkan"), _("Keberatan Anda dikabulkan. Laporan ditangani lagi."), can=_WRITE
    ),
    (Act.DECIDE_OBJECTION, "rejected"): Say(
        _("keberatan ditolak"),
        _("Keberatan Anda ditolak."),
        _OBJECT_BY,
        Step.OBJECTION_WINDOW,
        _("Tidak setuju? Ajukan sekali lagi; tingkat di atasnya yang memutus."),
        command=commands.OBJECT,
    ),
    (Act.WITHDRAW, ""): Say(
        _("ditarik"),
        _("Laporan Anda ditarik atas permintaan Anda."),
        _REOPEN_BY,
        Step.REOPEN,
        command=commands.TAKE_UP_AGAIN,
        door=REOPENING,
    ),
    (Act.MERGE, ""): Say(
        _("digabungkan"),
        _("Laporan Anda digabungkan dengan laporan lain tentang hal yang sama."),
        can=_("Nomor, percakapan, dan hak Anda tetap seperti semula."),
    ),
    (Act.UNMERGE, ""): Say(
        _("dipisahkan lagi"), _("Laporan Anda dipisahkan lagi dan ditangani sendiri."), can=_WRITE
    ),
}


def say(act: Act, variant: str) -> Say | None:
    """The sentences for an act, or None where the reporter hears nothing."""
    return SAYS.get((act, variant)) or SAYS.get((act, ""))
