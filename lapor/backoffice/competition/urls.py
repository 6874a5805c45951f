"""Addresses of competitions at the desk, below /kelola/inovasi/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lapor.backoffice.competition import calls, proposing, scoring

_CALL = "inovasi/kompetisi/<int:call>/"
_SHEET = "inovasi/penilaian/lembar/<int:sheet>/"
_EVALUATION = "inovasi/penilaian/<int:evaluation>/"

urlpatterns: list[URLPattern] = [
    path("inovasi/kompetisi/", calls.calls, name="kelola-kompetisi"),
    path("inovasi/kompetisi/baru/", calls.new, name="kelola-kompetisi-baru"),
    path(_CALL, calls.call, name="kelola-kompetisi-satu"),
    path(_CALL + "perubahan/", calls.change, name="kelola-kompetisi-ubah"),
    *(
        path(f"{_CALL}{noun}/", calls.step, {"noun": noun}, name=f"kelola-kompetisi-{noun}")
        for noun in calls.STEPS
    ),
    path(_CALL + "penilai/", calls.invitation, name="kelola-kompetisi-penilai"),
    path(_CALL + "usulan/", proposing.proposal, name="kelola-kompetisi-usulan"),
    path("inovasi/penilaian/", scoring.evaluations, name="kelola-penilaian"),
    path(_EVALUATION, scoring.evaluation, name="kelola-penilaian-satu"),
    path(_EVALUATION + "kesediaan/", scoring.willingness, name="kelola-penilaian-kesediaan"),
    path(_SHEET, scoring.sheet, name="kelola-lembar"),
    path(_SHEET + "konflik/", scoring.conflict, name="kelola-lembar-konflik"),
]
