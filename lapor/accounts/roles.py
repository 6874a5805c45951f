"""Who works in it: the roles of officers and overseers (docs/glossary.md)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """PermenPANRB 62/2018 and the guide of SP4N-LAPOR! name these; viewers read, they do not act."""

    REPORTER = "reporter", _("Pelapor")
    NATIONAL_VERIFIER = "national_verifier", _("Admin nasional")
    NATIONAL_SUPERVISOR = "national_supervisor", _("Pengawas nasional")
    KSP_OBSERVER = "ksp_observer", _("Pengamat KSP")
    OMBUDSMAN = "ombudsman", _("Petugas Ombudsman")
    COORDINATOR = "coordinator", _("Admin instansi")
    LIAISON = "liaison", _("Pejabat penghubung")
    SUPERIOR = "superior", _("Atasan")
    LEADERSHIP = "leadership", _("Pimpinan")
    INSPECTORATE = "inspectorate", _("Inspektorat")
    DEVELOPER = "developer", _("Pengembang")
    HUB_MANAGER = "hub_manager", _("Pengelola hub JIPP")
    CURATOR = "curator", _("Kurator inovasi")
    EVALUATOR = "evaluator", _("Penilai inovasi")
    MENTOR = "mentor", _("Pendamping replikasi")
    MEMBER = "member", _("Anggota JIPP")
    SKM_MANAGER = "skm_manager", _("Pengelola SKM")


# Roles whose scope is the whole country, also where the seat says in which office one sits; the others hold
# a seat in one agency and see its subtree.
NATIONAL = frozenset({Role.NATIONAL_VERIFIER, Role.NATIONAL_SUPERVISOR, Role.KSP_OBSERVER, Role.OMBUDSMAN})
OVERSEERS = frozenset({Role.NATIONAL_SUPERVISOR, Role.KSP_OBSERVER, Role.OMBUDSMAN})
# The service's own people. KSP and the Ombudsman watch from outside it: they are no colleagues here.
SERVICE = frozenset({Role.NATIONAL_VERIFIER, Role.NATIONAL_SUPERVISOR})
HOUSES = (SERVICE, frozenset({Role.KSP_OBSERVER}), frozenset({Role.OMBUDSMAN}))
AGENCY = frozenset(
    {Role.COORDINATOR, Role.LIAISON, Role.SUPERIOR, Role.LEADERSHIP, Role.INSPECTORATE},
)
OFFICERS = NATIONAL | AGENCY
# Of the innovation network; each sits in an agency and works in its subtree, and opens no reports.
JIPP = frozenset({Role.HUB_MANAGER, Role.CURATOR, Role.EVALUATOR, Role.MENTOR, Role.MEMBER})
# Seats in an agency: those above, and two parts that open none of its reports: surveys and the network.
SEATED = AGENCY | JIPP | {Role.SKM_MANAGER}
# Who has something to do at the desk: officers, and those who find only their own part of it there.
DESK = OFFICERS | JIPP | {Role.SKM_MANAGER}
# Who sits where people come, call and write to, and types in what they say.
CLERKS = frozenset({Role.NATIONAL_VERIFIER, Role.COORDINATOR, Role.LIAISON})
# Of an agency: those who answer for it as a whole, and those who write its answers.
WHOLE = frozenset({Role.COORDINATOR, Role.LEADERSHIP, Role.INSPECTORATE})
ANSWERING = frozenset({Role.COORDINATOR, Role.LIAISON, Role.SUPERIOR})
