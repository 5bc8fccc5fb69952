"""The front door."""

from django.urls import path

from titian.core.later import views_of

app_name = "people"
page = views_of("titian.people.views")
urlpatterns = [
    path("daftar/", page("register.start"), name="register"),
    path("daftar/lanjut/", page("register.resume"), name="register_resume"),
    path("daftar/<int:number>/", page("register.step"), name="register_step"),
    path("loket/", page("counter.page"), name="counter"),
    path("loket/kartu/<int:card_id>/", page("counter.card"), name="card"),
    path("loket/kartu/<int:card_id>/ak1.pdf", page("counter.pdf"), name="card_pdf"),
    path("loket/laporan/", page("report.page"), name="report"),
    path("loket/laporan/ipk.xlsx", page("report.sheet"), name="report_sheet"),
    path("loket/antrean/", page("queue.page"), name="queue"),
    path("loket/klaim/<int:claim_id>/kode/", page("queue.code"), name="claim_code"),
    path("loket/perubahan/<int:request_id>/", page("queue.change"), name="change_decide"),
    path("loket/kembar/<int:person_id>/", page("queue.twins"), name="twins"),
    path("loket/orang/<int:person_id>/kontak/", page("contact.page"), name="contact"),
    path("loket/wali/<int:person_id>/", page("queue.guardian"), name="guardian"),
    path("loket/gabungan/<int:merge_id>/batal/", page("queue.undo"), name="merge_undo"),
    path("dukungan/", page("support.page"), name="support"),
    path("dukungan/orang/<int:person_id>/", page("support.promise"), name="promise"),
    path("dukungan/<int:accommodation_id>/selesai/", page("support.settle"), name="settle"),
    path("kartu/<str:token>/", page("verify.page"), name="verify_card"),
    path("pelindungan-data/permintaan/", page("queue.deletions"), name="deletions"),
]
