"""Addresses of the network, below /kelola/inovasi/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from lapor.backoffice.jipp import hubs, lists, replicating, reviewing, writing

_ONE = "<int:innovation>/"
_COPY = "replikasi/<int:replication>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.innovations, name="kelola-inovasi"),
    path("baru/", writing.begin, name="kelola-inovasi-baru"),
    path("tinjauan/", lists.reviews, name="kelola-inovasi-tinjauan"),
    path(_ONE, writing.innovation, name="kelola-inovasi-satu"),
    path(_ONE + "pengajuan/", writing.submission, name="kelola-inovasi-pengajuan"),
    path(_ONE + "pengajuan/penarikan/", writing.submission_end, name="kelola-inovasi-tarik-pengajuan"),
    path(_ONE + "tinjauan/", reviewing.review, name="kelola-inovasi-tinjau"),
    path(_ONE + "versi/", writing.renewal, name="kelola-inovasi-versi-baru"),
    path(_ONE + "versi/<int:number>/", reviewing.versions, name="kelola-inovasi-versi"),
    path(_ONE + "penarikan/", writing.withdrawal, name="kelola-inovasi-penarikan"),
    path(_ONE + "penayangan/", writing.showing, name="kelola-inovasi-penayangan"),
    path(_ONE + "berkas/", writing.upload, name="kelola-inovasi-berkas"),
    path(_ONE + "berkas/<int:file>/penghapusan/", writing.removal, name="kelola-inovasi-berkas-hapus"),
    path("replikasi/", lists.replications, name="kelola-replikasi"),
    path("replikasi/baru/", replicating.ask, name="kelola-replikasi-baru"),
    path(_COPY, replicating.replication, name="kelola-replikasi-satu"),
    path(_COPY + "langkah/<int:step>/", replicating.step, name="kelola-replikasi-langkah"),
    path(_COPY + "langkah/<int:step>/rencana/", replicating.plan, name="kelola-replikasi-rencana"),
    path(_COPY + "berkas/<int:file>/penghapusan/", replicating.removal, name="kelola-replikasi-berkas-hapus"),
    *(
        path(f"{_COPY}{noun}/", replicating.deed, {"noun": noun}, name=f"kelola-replikasi-{noun}")
        for noun in replicating.DEEDS
    ),
    path("hub/", hubs.hubs, name="kelola-hub-semua"),
    path("hub/baru/", hubs.founding, name="kelola-hub-baru"),
    path("hub/<int:hub>/", hubs.hub, name="kelola-hub"),
    path("hub/<int:hub>/anggota/", hubs.membership, name="kelola-hub-anggota"),
    path("hub/<int:hub>/anggota/<int:member>/penghapusan/", hubs.membership_end, name="kelola-hub-keluar"),
]
