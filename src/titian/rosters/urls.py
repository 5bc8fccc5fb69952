"""Rosters in, judged, repaired, carried out and taken back."""

from django.urls import path

from titian.rosters.views import files, hand_ins, history, load, repair, repair_class, upload

app_name = "rosters"
urlpatterns = [
    path("roster/", history.index, name="history"),
    path("roster/muat/", upload.page, name="upload"),
    path("roster/muat/<uuid:batch>/", upload.place, name="place"),
    path("roster/kirim/", hand_ins.page, name="hand_in"),
    path("roster/kiriman/<uuid:batch>/baca/", hand_ins.take, name="take"),
    path("roster/kiriman/<uuid:batch>/kembalikan/", hand_ins.give_back, name="give_back"),
    path("roster/muatan/<int:load_id>/", load.page, name="load"),
    path("roster/muatan/<int:load_id>/proses/", load.read_now, name="read_now"),
    path("roster/muatan/<int:load_id>/kolom/", load.columns, name="columns"),
    path("roster/muatan/<int:load_id>/jalankan/", load.carry, name="carry"),
    path("roster/muatan/<int:load_id>/buang/", load.throw_away, name="discard"),
    path("roster/muatan/<int:load_id>/batalkan/", history.take_back, name="undo"),
    path("roster/ditahan/", repair.queue, name="queue"),
    path("roster/ditahan/berkas.xlsx", files.held, name="held_file"),
    path("roster/ditahan/<int:row_id>/", repair.row, name="repair"),
    path("roster/ditahan/kelas/<int:sheet_id>/", repair_class.page, name="repair_class"),
    path("roster/kosong/", files.blank, name="blank"),
]
