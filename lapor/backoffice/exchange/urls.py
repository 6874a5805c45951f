"""Addresses of the exchange at the desk, below /kelola/inovasi/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lapor.backoffice.exchange import comments, gatherings, policies, questions

_GATHERING = "inovasi/kegiatan/<int:gathering>/"
_POLICY = "inovasi/kebijakan/<int:policy>/"
_COMMENT = "inovasi/tanggapan/<int:comment>/"
_QUESTION = "inovasi/pertanyaan/<int:question>/"

urlpatterns: list[URLPattern] = [
    path("inovasi/kegiatan/", gatherings.gatherings, name="kelola-kegiatan"),
    path("inovasi/kegiatan/baru/", gatherings.new, name="kelola-kegiatan-baru"),
    path(_GATHERING, gatherings.gathering, name="kelola-kegiatan-satu"),
    path(_GATHERING + "perubahan/", gatherings.change, name="kelola-kegiatan-ubah"),
    path(_GATHERING + "pembukaan/", gatherings.opening, name="kelola-kegiatan-buka"),
    path(_GATHERING + "pembatalan/", gatherings.cancellation, name="kelola-kegiatan-batal"),
    path("inovasi/kebijakan/", policies.policies, name="kelola-kebijakan"),
    path("inovasi/kebijakan/baru/", policies.new, name="kelola-kebijakan-baru"),
    path(_POLICY, policies.policy, name="kelola-kebijakan-satu"),
    path(_POLICY + "perubahan/", policies.change, name="kelola-kebijakan-ubah"),
    path(_POLICY + "penerbitan/", policies.publication, name="kelola-kebijakan-terbit"),
    path(_POLICY + "penyelesaian/", policies.conclusion, name="kelola-kebijakan-selesai"),
    path(_COMMENT, comments.comment, name="kelola-tanggapan"),
    *(
        path(f"{_COMMENT}{noun}/", comments.deed, {"noun": noun}, name=f"kelola-tanggapan-{noun}")
        for noun in comments.DEEDS
    ),
    path("inovasi/pertanyaan/", questions.questions, name="kelola-pertanyaan"),
    path(_QUESTION, questions.question, name="kelola-pertanyaan-satu"),
    path(_QUESTION + "penolakan/", questions.refusal, name="kelola-pertanyaan-tolak"),
]
