"""Pages that compose what the stations know."""

from django.urls import path

from titian.portal.views import (
    account,
    classes,
    definitions,
    home,
    language,
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
    path("paket/<int:class_id>/", classes.page, name="class"),
    path("orang/<int:person_id>/", person.page, name="person"),
    path("orang/<int:person_id>/nik/", person.reveal, name="reveal_nik"),
    path("publik/", public.listing, name="public"),
    path("publik/<int:centre_id>/<int:year>/", public.page, name="public_tables"),
    path("definisi/", definitions.page, name="definitions"),
    path("pelindungan-data/", privacy.page, name="privacy"),
]
