"""Pages that compose what the stations know."""

from django.urls import path, re_path

from titian.core.later import views_of

app_name = "portal"
page = views_of("titian.portal.views")
urlpatterns = [
    path("", page("home.page"), name="home"),
    path("bahasa/<str:code>/", page("language.switch"), name="language"),
    path("akun-saya/", page("account.page"), name="account"),
    path("hari-pertama/", page("first_day.page"), name="first_day"),
    path("hari-pertama/selesai/", page("first_day.done"), name="first_day_done"),
    path("lembaga/<int:organisation_id>/", page("organisation.page"), name="organisation"),
    path("perjanjian/", page("agreements.listing"), name="agreements"),
    path("perjanjian/baru/", page("agreement_entry.new"), name="agreement_new"),
    path("perjanjian/<int:agreement_id>/", page("agreements.page"), name="agreement"),
    path(
        "perjanjian/<int:agreement_id>/perbaiki/", page("agreement_entry.correct"), name="agreement_correct"
    ),
    path("rencana/<int:centre_id>/<int:year>/", page("plans.page"), name="plan"),
    path("rencana/<int:centre_id>/<int:year>/versi-baru/", page("plans.revise"), name="plan_revise"),
    path("data-saya/", page("my_data.page"), name="my_data"),
    path("data-saya/kode/", page("my_data.join_record"), name="my_data_join"),
    path("data-saya/persetujuan/", page("my_data.consent"), name="my_data_consent"),
    path("data-saya/perubahan/", page("my_data.change"), name="my_data_change"),
    path("data-saya/penghapusan/", page("my_data.deletion"), name="my_data_deletion"),
    path("data-saya/unduh.json", page("my_data.as_json"), name="my_data_json"),
    path("data-saya/unduh.pdf", page("my_data.as_pdf"), name="my_data_pdf"),
    path("paket/", page("classes.listing"), name="classes"),
    path("paket/daftar.csv", page("classes.export"), name="classes_csv"),
    path("paket/baru/", page("class_entry.new"), name="class_new"),
    path("paket/<int:class_id>/", page("classes.page"), name="class"),
    path("paket/<int:class_id>/peserta/tambah/", page("class_entry.add"), name="participant_new"),
    path("paket/<int:class_id>/peserta/diterima/", page("class_entry.enrol"), name="class_enrol"),
    path("paket/<int:class_id>/penyelenggara/", page("class_roles.page"), name="class_roles"),
    path("paket/<int:class_id>/hasil/", page("class_grids.results"), name="class_results"),
    path("paket/<int:class_id>/status-kerja/", page("class_grids.outcomes"), name="class_outcomes"),
    re_path(
        r"^paket/(?P<class_id>\d+)/berkas/(?P<kind>kosong|peserta|sertifikat)\.xlsx$",
        page("classes.roster"),
        name="class_file",
    ),
    path("orang/", page("find.page"), name="find"),
    path("orang/daftar/", page("people.listing"), name="people"),
    path("orang/daftar.csv", page("people.export"), name="people_csv"),
    path("orang/<int:person_id>/", page("person.page"), name="person"),
    path("orang/<int:person_id>/nik/", page("person.reveal"), name="reveal_nik"),
    path("publik/", page("public.listing"), name="public"),
    path("publik/<int:centre_id>/", page("public.centre_page"), name="public_centre"),
    path("publik/program/<int:programme_id>/", page("public.programme_page"), name="public_programme"),
    path("publik/<int:centre_id>/<int:year>/", page("public.page"), name="public_tables"),
    path("periksa-sertifikat/", page("public.verify"), name="verify"),
    path("api/", page("machines.api_docs"), name="api_docs"),
    path("robots.txt", page("machines.robots"), name="robots"),
    path("sitemap.xml", page("machines.sitemap"), name="sitemap"),
    path(".well-known/security.txt", page("machines.security"), name="security"),
    path("kit/", page("kit.page"), name="kit"),
    path("definisi/", page("definitions.page"), name="definitions"),
    path("pelindungan-data/", page("privacy.page"), name="privacy"),
]
