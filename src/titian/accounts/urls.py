"""The doors of sign-in in use: accounts are given, so nobody signs up or resets by e-mail."""

from django.urls import include, path, re_path

from titian.core.later import views_of

page = views_of("allauth.account.views")
own = views_of("titian.accounts.views")
second_factor = views_of("allauth.mfa")
urlpatterns = [
    path("masuk/", page("login"), name="account_login"),
    path("keluar/", page("logout"), name="account_logout"),
    path("nonaktif/", page("account_inactive"), name="account_inactive"),
    path("lanjut/", own("resume"), name="account_resume"),
    path("konfirmasi/", page("reauthenticate"), name="account_reauthenticate"),
    path("kata-sandi/", page("password_change"), name="account_change_password"),
    # The one-time link of a new account; an administrator hands it over.
    re_path(
        r"^pertama/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page("password_reset_from_key"),
        name="account_reset_password_from_key",
    ),
    path(
        "pertama/selesai/", page("password_reset_from_key_done"), name="account_reset_password_from_key_done"
    ),
    path(
        "pengaman/",
        include(
            [
                path("", second_factor("base.views.index"), name="mfa_index"),
                path("authenticate/", second_factor("base.views.authenticate"), name="mfa_authenticate"),
                path(
                    "reauthenticate/", second_factor("base.views.reauthenticate"), name="mfa_reauthenticate"
                ),
                path("totp/activate/", second_factor("totp.views.activate_totp"), name="mfa_activate_totp"),
                path(
                    "totp/deactivate/",
                    second_factor("totp.views.deactivate_totp"),
                    name="mfa_deactivate_totp",
                ),
                path(
                    "recovery-codes/",
                    second_factor("recovery_codes.views.view_recovery_codes"),
                    name="mfa_view_recovery_codes",
                ),
                path(
                    "recovery-codes/generate/",
                    second_factor("recovery_codes.views.generate_recovery_codes"),
                    name="mfa_generate_recovery_codes",
                ),
                path(
                    "recovery-codes/download/",
                    second_factor("recovery_codes.views.download_recovery_codes"),
                    name="mfa_download_recovery_codes",
                ),
            ]
        ),
    ),
]
