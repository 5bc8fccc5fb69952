"""The front door."""

from django.urls import path

from titian.people.views import counter, queue, register, verify

app_name = "people"
urlpatterns = [
    path("daftar/", register.start, name="register"),
    path("daftar/lanjut/", register.resume, name="register_resume"),
    path("daftar/<int:number>/", register.step, name="register_step"),
    path("loket/", counter.page, name="counter"),
    path("loket/kartu/<int:card_id>/", counter.card, name="card"),
    path("loket/kartu/<int:card_id>/ak1.pdf", counter.pdf, name="card_pdf"),
    path("loket/antrean/", queue.page, name="queue"),
    path("loket/klaim/<int:claim_id>/kode/", queue.code, name="claim_code"),
    path("loket/perubahan/<int:request_id>/", queue.change, name="change_decide"),
    path("loket/kembar/<int:person_id>/", queue.twins, name="twins"),
    path("loket/wali/<int:person_id>/", queue.guardian, name="guardian"),
    path("loket/gabungan/<int:merge_id>/batal/", queue.undo, name="merge_undo"),
    path("kartu/<str:token>/", verify.page, name="verify_card"),
    path("pelindungan-data/permintaan/", queue.deletions, name="deletions"),
]
