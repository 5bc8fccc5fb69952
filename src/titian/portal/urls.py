"""Pages that compose what the stations know."""

from django.urls import path, re_path

from titian.portal.views import (
    account,
    class_entry,
    class_grids,
    classes,
    definitions,
    find,
    home,
    language,
    machines,
    my_data,
    person,
    privacy,
    public,
)

app_name = "portal"
urlpatterns = [
    path("", home.page, name="home"),
    path("bahasa/<str:code>/", language.switch, name="language"),
    path("akun-saya/", account.page, name="account"),
    path("data-saya/", my_data.page, name="my_data"),
    path("paket/", classes.listing, name="classes"),
    path("paket/daftar.csv", classes.export, name="classes_csv"),
    path("paket/baru/", class_entry.new, name="class_new"),
    path("paket/<int:class_id>/", classes.page, name="class"),
    path("paket/<int:class_id>/peserta/tambah/", class_entry.add, name="participant_new"),
    path("paket/<int:class_id>/hasil/", class_grids.results, name="class_results"),
    path("paket/<int:class_id>/status-kerja/", class_grids.outcomes, name="class_outcomes"),
    re_path(
        r"^paket/(?P<class_id>\d+)/berkas/(?P<kind>kosong|peserta|sertifikat)\.xlsx$",
        classes.roster,
        name="class_file",
    ),
    path("orang/", find.page, name="find"),
    path("orang/<int:person_id>/", person.page, name="person"),
    path("orang/<int:person_id>/nik/", person.reveal, name="reveal_nik"),
    path("publik/", public.listing, name="public"),
    path("publik/<int:centre_id>/", public.centre_page, name="public_centre"),
    path("publik/program/<int:programme_id>/", public.programme_page, name="public_programme"),
    path("publik/<int:centre_id>/<int:year>/", public.page, name="public_tables"),
    path("periksa-sertifikat/", public.verify, name="verify"),
    path("api/", machines.api_docs, name="api_docs"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("definisi/", definitions.page, name="definitions"),
    path("pelindungan-data/", privacy.page, name="privacy"),
]
