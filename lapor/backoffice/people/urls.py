"""Addresses of people and units, below /kelola/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lapor.backoffice.people import deputies, invitations, listing, openings, person, units

_ONE = "orang/<int:person>/"
_UNIT = "unit/<int:unit>/"

urlpatterns: list[URLPattern] = [
    path("orang/", listing.people, name="kelola-orang"),
    path("orang/undangan/", invitations.invite, name="kelola-undangan"),
    path("orang/undangan/<int:invitation>/penarikan/", invitations.withdraw, name="kelola-undangan-tarik"),
    path(_ONE, person.person, name="kelola-orang-satu"),
    path(_ONE + "jabatan/", person.seats, name="kelola-jabatan"),
    path(_ONE + "jabatan/<int:seat>/pengakhiran/", person.seat_end, name="kelola-jabatan-akhiri"),
    path(_ONE + "serah-terima/", person.handing_over, name="kelola-serah-terima"),
    path(_ONE + "penonaktifan/", person.deactivation, name="kelola-penonaktifan"),
    path(_ONE + "sesi/pengakhiran/", person.session_end, name="kelola-sesi-akhiri"),
    path("pelaksana/", deputies.deputies, name="kelola-pelaksana"),
    path("pelaksana/<int:seat>/pengakhiran/", deputies.deputy_end, name="kelola-pelaksana-akhiri"),
    path("unit/", units.units, name="kelola-unit"),
    path(_UNIT, units.unit, name="kelola-unit-satu"),
    path(_UNIT + "nama/", units.name, name="kelola-unit-nama"),
    path(_UNIT + "penutupan/", units.closing, name="kelola-unit-tutup"),
    path("pembukaan-identitas/", openings.opened_identities, name="kelola-pembukaan-identitas"),
]
