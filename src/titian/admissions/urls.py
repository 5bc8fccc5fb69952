from django.urls import path

from titian.admissions.views import applications, marks, mine, opening, public, results, rounds

app_name = "admissions"
urlpatterns = [
    path("pelatihan-dibuka/", public.catalogue, name="catalogue"),
    path("undian/", public.draws, name="draws"),
    path("undian/periksa/", public.verify, name="verify"),
    path("undian/periksa.html", public.verify_offline, name="verify_offline"),
    path("undian/<int:round_id>/", public.draw, name="draw"),
    path("undian/<int:round_id>/daun.txt", public.leaves, name="leaves"),
    path("lamaran-saya/", mine.listing, name="mine"),
    path("lamaran-saya/<int:application_id>/", mine.page, name="my_application"),
    path("lamaran-saya/<int:application_id>/jawab/", mine.answer, name="my_answer"),
    path("lamaran-saya/<int:application_id>/keberatan/", mine.appeal, name="my_appeal"),
    path("lamaran-saya/<int:application_id>/tarik/", mine.withdraw, name="my_withdrawal"),
    path("lamar/<int:round_id>/", mine.apply, name="apply"),
    path("seleksi/", rounds.listing, name="rounds"),
    path("seleksi/baru/", rounds.new, name="round_new"),
    path("seleksi/<int:round_id>/", rounds.page, name="round"),
    path("seleksi/<int:round_id>/langkah/", rounds.step, name="round_step"),
    path("seleksi/<int:round_id>/dadu/", rounds.dice, name="round_dice"),
    path("seleksi/<int:round_id>/hentikan/", rounds.abort, name="round_abort"),
    path("seleksi/<int:round_id>/lamaran/", applications.listing, name="applications"),
    path("seleksi/<int:round_id>/lamaran/<int:application_id>/", applications.page, name="application"),
    path("seleksi/<int:round_id>/lamaran/orang/<int:person_id>/", applications.enter, name="application_new"),
    path("seleksi/<int:round_id>/nilai/", marks.grid, name="marks"),
    path("seleksi/<int:round_id>/hasil/", results.page, name="result"),
    path("seleksi/<int:round_id>/hasil/tetapkan/", results.confirm, name="result_confirm"),
    path("seleksi/<int:round_id>/hasil/berkas.json", results.bundle, name="result_bundle"),
    path("seleksi/<int:round_id>/kursi/", results.offers, name="offers"),
    path("seleksi/<int:round_id>/keberatan/<int:appeal_id>/", results.appeal, name="appeal"),
    path("paket/<int:class_id>/kursi/", opening.page, name="opening"),
]
