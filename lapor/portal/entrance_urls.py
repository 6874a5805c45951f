"""allauth's pages that this service uses, at Indonesian addresses. The names are allauth's own."""

from __future__ import annotations

from allauth.account import views
from django.urls import include, path, re_path

from lapor.portal import entrance

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("masuk/kode/", entrance.CodeView.as_view(), name="account_request_login_code"),
    path("masuk/kode/periksa/", views.confirm_login_code, name="account_confirm_login_code"),
    path("masuk/daftar/", entrance.no_signup, name="account_signup"),
    path("masuk/nonaktif/", views.account_inactive, name="account_inactive"),
    path("masuk/ulang/", views.reauthenticate, name="account_reauthenticate"),
    path("masuk/lupa-sandi/", views.password_reset, name="account_reset_password"),
    path("masuk/lupa-sandi/terkirim/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^masuk/lupa-sandi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "masuk/lupa-sandi/selesai/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("keluar/", views.logout, name="account_logout"),
    path("akun/sandi/", views.password_change, name="account_change_password"),
    path("akun/sandi/baru/", entrance.no_password, name="account_set_password"),
    path("akun/2fa/", include("allauth.mfa.urls")),
]
