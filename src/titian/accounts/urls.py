"""The doors of sign-in in use: accounts are given, so nobody signs up or resets by e-mail."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("masuk/", views.login, name="account_login"),
    path("keluar/", views.logout, name="account_logout"),
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("konfirmasi/", views.reauthenticate, name="account_reauthenticate"),
    path("kata-sandi/", views.password_change, name="account_change_password"),
    path("pengaman/", include("allauth.mfa.urls")),
]
