"""The doors of sign-in in use: accounts are given, so nobody signs up or resets by e-mail."""

from allauth.account import views
from django.urls import include, path, re_path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("konfirmasi/", views.reauthenticate, name="account_reauthenticate"),
    path("kata-sandi/", views.password_change, name="account_change_password"),
    # The one-time link of a new account; an administrator hands it over.
    re_path(
        r"^pertama/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("pertama/selesai/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("pengaman/", include("allauth.mfa.urls")),
]
