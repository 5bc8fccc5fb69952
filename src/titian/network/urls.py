"""One-time links, members and organisations."""

from django.urls import path

from titian.core.later import views_of

app_name = "network"
page = views_of("titian.network.views")
urlpatterns = [
    path("undangan/", page("invitation.code"), name="code"),
    path("undangan/pilih/", page("invitation.choose"), name="choose"),
    path("undangan/<str:token>/", page("invitation.open_link"), name="open"),
    path("undangan/<int:invitation_id>/cabut/", page("members.revoke"), name="revoke"),
    path("lembaga/", page("organisations.listing"), name="organisations"),
    path("lembaga/daftar.csv", page("organisations.export"), name="organisations_csv"),
    path("lembaga/<int:organisation_id>/kop-surat/", page("organisations.letterhead"), name="letterhead"),
    path("lembaga/<int:organisation_id>/konfirmasi/", page("organisations.confirm"), name="confirm"),
    path("lembaga/<int:organisation_id>/gabung/", page("organisations.merge"), name="merge"),
    path("lembaga/<int:organisation_id>/pembinaan/", page("organisations.supervision"), name="supervision"),
    path("lembaga/<int:organisation_id>/kepemilikan/", page("organisations.ownership"), name="ownership"),
    path(
        "lembaga/<int:organisation_id>/pembinaan/<int:supervision_id>/",
        page("links.supervision"),
        name="supervision_period",
    ),
    path(
        "lembaga/<int:organisation_id>/kepemilikan/<int:ownership_id>/",
        page("links.ownership"),
        name="ownership_period",
    ),
    path("lembaga/<int:organisation_id>/undang/", page("members.send"), name="invite"),
    path(
        "lembaga/<int:organisation_id>/undang-operator/", page("members.operators"), name="invite_operators"
    ),
    path("lembaga/<int:organisation_id>/anggota/tambah/", page("members.add"), name="add_member"),
    path("keanggotaan/<int:membership_id>/akhiri/", page("members.end"), name="end_membership"),
    path("keanggotaan/<int:membership_id>/kata-sandi/", page("members.reset"), name="reset"),
    path("keanggotaan/<int:membership_id>/serah-terima/", page("members.leave"), name="hand_over"),
    path("keanggotaan/<int:membership_id>/hak-undang/", page("members.may_invite"), name="may_invite"),
    path("akun-saya/perangkat/", page("sessions.listing"), name="sessions"),
    path("akun-saya/perangkat/<int:session_id>/keluar/", page("sessions.end"), name="end_session"),
    path("akun-saya/token/", page("tokens.listing"), name="tokens"),
    path("akun-saya/token/baru/", page("tokens.new"), name="token_new"),
    path("akun-saya/token/<int:token_id>/cabut/", page("tokens.revoke"), name="token_revoke"),
    path("akun-saya/kabar-kata-sandi/", page("sessions.told"), name="told"),
]
