"""One-time links, members and organisations."""

from django.urls import path

from titian.network.views import invitation, members, organisations, sessions, tokens

app_name = "network"
urlpatterns = [
    path("undangan/", invitation.code, name="code"),
    path("undangan/pilih/", invitation.choose, name="choose"),
    path("undangan/<str:token>/", invitation.open_link, name="open"),
    path("undangan/<int:invitation_id>/cabut/", members.revoke, name="revoke"),
    path("lembaga/", organisations.listing, name="organisations"),
    path("lembaga/daftar.csv", organisations.export, name="organisations_csv"),
    path("lembaga/<int:organisation_id>/kop-surat/", organisations.letterhead, name="letterhead"),
    path("lembaga/<int:organisation_id>/konfirmasi/", organisations.confirm, name="confirm"),
    path("lembaga/<int:organisation_id>/gabung/", organisations.merge, name="merge"),
    path("lembaga/<int:organisation_id>/pembinaan/", organisations.supervision, name="supervision"),
    path("lembaga/<int:organisation_id>/kepemilikan/", organisations.ownership, name="ownership"),
    path("lembaga/<int:organisation_id>/undang/", members.send, name="invite"),
    path("lembaga/<int:organisation_id>/undang-operator/", members.operators, name="invite_operators"),
    path("lembaga/<int:organisation_id>/anggota/tambah/", members.add, name="add_member"),
    path("keanggotaan/<int:membership_id>/akhiri/", members.end, name="end_membership"),
    path("keanggotaan/<int:membership_id>/kata-sandi/", members.reset, name="reset"),
    path("keanggotaan/<int:membership_id>/serah-terima/", members.leave, name="hand_over"),
    path("keanggotaan/<int:membership_id>/hak-undang/", members.may_invite, name="may_invite"),
    path("akun-saya/perangkat/", sessions.listing, name="sessions"),
    path("akun-saya/perangkat/<int:session_id>/keluar/", sessions.end, name="end_session"),
    path("akun-saya/token/", tokens.listing, name="tokens"),
    path("akun-saya/token/baru/", tokens.new, name="token_new"),
    path("akun-saya/token/<int:token_id>/cabut/", tokens.revoke, name="token_revoke"),
    path("akun-saya/kabar-kata-sandi/", sessions.told, name="told"),
]
