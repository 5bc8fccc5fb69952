"""Rosters in, judged, repaired, carried out and taken back."""

from django.urls import path

from titian.core.later import views_of

app_name = "rosters"
page = views_of("titian.rosters.views")
urlpatterns = [
    path("roster/", page("history.index"), name="history"),
    path("roster/muat/", page("upload.page"), name="upload"),
    path("roster/muat/<uuid:batch>/", page("upload.place"), name="place"),
    path("roster/kirim/", page("hand_ins.page"), name="hand_in"),
    path("roster/kiriman/<uuid:batch>/baca/", page("hand_ins.take"), name="take"),
    path("roster/kiriman/<uuid:batch>/kembalikan/", page("hand_ins.give_back"), name="give_back"),
    path("roster/muatan/<int:load_id>/", page("load.page"), name="load"),
    path("roster/muatan/<int:load_id>/proses/", page("load.read_now"), name="read_now"),
    path("roster/muatan/<int:load_id>/kolom/", page("load.columns"), name="columns"),
    path("roster/muatan/<int:load_id>/jalankan/", page("load.carry"), name="carry"),
    path("roster/muatan/<int:load_id>/buang/", page("load.throw_away"), name="discard"),
    path("roster/muatan/<int:load_id>/batalkan/", page("history.take_back"), name="undo"),
    path("roster/ditahan/", page("repair.queue"), name="queue"),
    path("roster/ditahan/berkas.xlsx", page("files.held"), name="held_file"),
    path("roster/ditahan/<int:row_id>/", page("repair.row"), name="repair"),
    path("roster/ditahan/kelas/<int:sheet_id>/", page("repair_class.page"), name="repair_class"),
    path("roster/kosong/", page("files.blank"), name="blank"),
]
