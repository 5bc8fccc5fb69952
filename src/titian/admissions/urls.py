"""A round from the call to the class."""

from django.urls import path

from titian.core.later import views_of

app_name = "admissions"
page = views_of("titian.admissions.views")
urlpatterns = [
    path("pelatihan-dibuka/", page("catalogue.listing"), name="catalogue"),
    path("pelatihan-dibuka/kalender/", page("catalogue.calendar"), name="calendar"),
    path("pelatihan-dibuka/<int:offered_id>/", page("catalogue.page"), name="offered"),
    path("pelatihan-dibuka/<int:offered_id>/kalender.ics", page("catalogue.ics"), name="offered_ics"),
    path("undian/", page("public.draws"), name="draws"),
    path("undian/periksa/", page("public.verify"), name="verify"),
    path("undian/periksa.html", page("public.verify_offline"), name="verify_offline"),
    path("undian/<int:round_id>/", page("public.draw"), name="draw"),
    path("undian/<int:round_id>/daun.txt", page("public.leaves"), name="leaves"),
    path("lamaran-saya/", page("mine.listing"), name="mine"),
    path("lamaran-saya/<int:application_id>/", page("mine.page"), name="my_application"),
    path("undian/surat/<str:token>/", page("letters.verify"), name="letter_check"),
    path("lamaran-saya/<int:application_id>/surat.pdf", page("letters.mine"), name="my_letter"),
    path("lamaran-saya/<int:application_id>/jawab/", page("mine.answer"), name="my_answer"),
    path("lamaran-saya/<int:application_id>/daftar-ulang/", page("mine.register_again"), name="my_coming"),
    path("lamaran-saya/<int:application_id>/keberatan/", page("mine.appeal"), name="my_appeal"),
    path("lamaran-saya/<int:application_id>/tarik/", page("mine.withdraw"), name="my_withdrawal"),
    path("lamar/<int:round_id>/", page("mine.apply"), name="apply"),
    path("seleksi/", page("rounds.listing"), name="rounds"),
    path("seleksi/baru/", page("rounds.new"), name="round_new"),
    path("seleksi/<int:round_id>/", page("rounds.page"), name="round"),
    path("seleksi/<int:round_id>/langkah/", page("rounds.step"), name="round_step"),
    path("seleksi/<int:round_id>/dadu/", page("rounds.dice"), name="round_dice"),
    path("seleksi/<int:round_id>/hentikan/", page("rounds.abort"), name="round_abort"),
    path("seleksi/<int:round_id>/lamaran/", page("applications.listing"), name="applications"),
    path(
        "seleksi/<int:round_id>/lamaran/<int:application_id>/", page("applications.page"), name="application"
    ),
    path(
        "seleksi/<int:round_id>/lamaran/<int:application_id>/surat.pdf",
        page("letters.of_applicant"),
        name="letter",
    ),
    path(
        "seleksi/<int:round_id>/lamaran/<int:application_id>/perubahan/",
        page("departures.ask"),
        name="departure_new",
    ),
    path("seleksi/<int:round_id>/perubahan/<int:departure_id>/", page("departures.page"), name="departure"),
    path(
        "seleksi/<int:round_id>/lamaran/orang/<int:person_id>/",
        page("applications.enter"),
        name="application_new",
    ),
    path("seleksi/<int:round_id>/nilai/", page("marks.grid"), name="marks"),
    path("seleksi/<int:round_id>/hasil/", page("results.page"), name="result"),
    path("seleksi/<int:round_id>/hasil/tetapkan/", page("results.confirm"), name="result_confirm"),
    path("seleksi/<int:round_id>/hasil/berkas.json", page("results.bundle"), name="result_bundle"),
    path("seleksi/<int:round_id>/kursi/", page("results.offers"), name="offers"),
    path("seleksi/<int:round_id>/keberatan/<int:appeal_id>/", page("results.appeal"), name="appeal"),
    path("seleksi/<int:round_id>/pencalonan/", page("nominees.listing"), name="nominees"),
    path("seleksi/<int:round_id>/pencalonan/kuota/", page("nominees.quota"), name="quota"),
    path(
        "seleksi/<int:round_id>/pencalonan/<int:nomination_id>/",
        page("nominees.decide"),
        name="nominee_decide",
    ),
    path("seleksi/<int:round_id>/asrama/", page("beds.page"), name="beds"),
    path("pencalonan/", page("nominations.listing"), name="nominations"),
    path("pencalonan/orang/<int:person_id>/", page("nominations.new"), name="nomination_new"),
    path("pencalonan/<int:nomination_id>/", page("nominations.page"), name="nomination"),
    path("pencalonan/<int:nomination_id>/tarik/", page("nominations.withdraw"), name="nomination_end"),
    path("paket/<int:class_id>/kursi/", page("opening.page"), name="opening"),
]
